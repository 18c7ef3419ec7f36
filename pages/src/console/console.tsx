import { useCallback, useRef, useState } from 'preact/hooks';
import '../design/panels.css';
import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import './console.css';
import { Find, FoundPanel, useFind } from './find.js';
import { MessagesPanel } from './messages-panel.js';
import { OutcomesPanel } from './outcomes-panel.js';
import { type Picked } from './picked.js';
import { SettlementPanel } from './settlement-panel.js';
import { useShownSettlement } from './shown-settlement.js';
import { StandingPanels } from './standing-panels.js';
import { StateLine } from './state-line.js';
import { NowFigures, TrafficPanel } from './traffic-panel.js';
import { useConsole } from './use-console.js';

/** The same function from one drawing to the next, which does what the last one does. */
function useSteady<Word>(work: (word: Word) => void): (word: Word) => void {
  const latest = useRef(work);
  latest.current = work;
  return useCallback((word) => latest.current(word), []);
}

/** Whether the city settles, in one look; and from there down to one settlement. */
export function Console() {
  const { console: texts, loading } = useTexts().operator;
  const { place } = useSession();
  const shown = useConsole();
  const [picked, setPicked] = useState<Picked>();
  const { settlement, show, close } = useShownSettlement();
  const { number, setNumber, found, find, forget } = useFind(show, () => (settlement === null ? undefined : close()));
  const onShow = useSteady(show);
  const onLook = useSteady((msgid: string) => void find(msgid));
  /** Shows the messages that were picked, and takes the reader to them. */
  const pick = useSteady((wanted: Picked) => {
    setPicked(wanted);
    document.getElementById('messages-title')?.focus();
  });
  const title = place && 'centre' in place ? place.centre : '';
  return (
    <div class="stack">
      <div class="console-head">
        <h1>{title}</h1>
        <Find number={number} onNumber={setNumber} onFind={() => void find(number)} />
      </div>
      {shown === undefined ? <p class="soft">{loading}</p> : <StateLine {...shown} />}
      <FoundPanel found={found} onShow={show} onClose={forget} />
      {settlement === null ? null : <SettlementPanel settlement={settlement} onShow={show} onClose={close} />}
      {shown === undefined ? null : (
        <>
          <NowFigures now={shown.now} />
          <div class="console-pair">
            <TrafficPanel seconds={shown.seconds} now={shown.now} onSecond={(second) => pick({ second })} />
            <OutcomesPanel now={shown.now} onPick={pick} />
          </div>
          <MessagesPanel
            latest={shown.now.latest}
            picked={picked}
            onBack={() => setPicked(undefined)}
            onLook={onLook}
          />
          <StandingPanels standings={shown.standings} onLook={onLook} onShow={onShow} />
        </>
      )}
      <p>
        <a href="/docs">{texts.documents}</a>
      </p>
    </div>
  );
}
