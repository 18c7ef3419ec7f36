import { useState } from 'preact/hooks';
import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import { ClearingPanel } from './clearing-panel.js';
import { Find, useFind } from './find.js';
import { MessagesPanel } from './messages-panel.js';
import { OutcomesPanel } from './outcomes-panel.js';
import { type Picked } from './picked.js';
import { SettlementPanel } from './settlement-panel.js';
import { useShownSettlement } from './shown-settlement.js';
import { CalendarPanel, CardsPanel, FlowsPanel, TerminalsPanel, UnknownPanel } from './standings-panels.js';
import { NowFigures, TrafficPanel } from './traffic-panel.js';
import { useConsole } from './use-console.js';
import './console.css';

/** Whether the city settles, in one look; and from there down to one settlement. */
export function Console() {
  const { console: texts, loading } = useTexts().operator;
  const { place } = useSession();
  const shown = useConsole();
  const [picked, setPicked] = useState<Picked>();
  const { number, setNumber, found, find } = useFind();
  const { settlement, show, close } = useShownSettlement();
  const title = place && 'centre' in place ? place.centre : '';
  return (
    <div class="stack">
      <section class="console-head" aria-labelledby="console-title">
        <h1 id="console-title">{title}</h1>
        {shown === undefined ? (
          <span class="soft">{loading}</span>
        ) : (
          <span role="status" class={shown.live ? 'badge good' : 'notice'}>
            {shown.live ? texts.live : texts.lost}
          </span>
        )}
      </section>
      <Find
        number={number}
        onNumber={setNumber}
        found={found}
        onFind={() => void find(number)}
        onShow={(id) => show(id)}
      />
      {settlement === null ? null : <SettlementPanel settlement={settlement} onShow={show} onClose={close} />}
      {shown === undefined ? null : (
        <>
          <NowFigures now={shown.now} />
          <div class="console-pair">
            <TrafficPanel seconds={shown.seconds} now={shown.now} onSecond={(second) => setPicked({ second })} />
            <OutcomesPanel now={shown.now} onPick={setPicked} />
          </div>
          <MessagesPanel
            latest={shown.now.latest}
            picked={picked}
            onBack={() => setPicked(undefined)}
            onLook={(msgid) => {
              void find(msgid);
              document.getElementById('field-find')?.focus();
            }}
          />
          <div class="console-halves">
            <UnknownPanel unknown={shown.standings.unknown} />
            <TerminalsPanel terminals={shown.standings.terminals} now={shown.now.at} />
            <CardsPanel cards={shown.standings.cards} />
            <CalendarPanel calendar={shown.standings.calendar} />
            <FlowsPanel flows={shown.standings.flows} />
            <ClearingPanel clearing={shown.standings.clearing} />
          </div>
        </>
      )}
      <p>
        <a href="/docs">{texts.documents}</a>
      </p>
    </div>
  );
}
