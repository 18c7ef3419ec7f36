import { useMemo } from 'preact/hooks';
import type { StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import { CalendarPanel } from './calendar-panel.js';
import { CardsPanel } from './cards-panel.js';
import { ClearingPanel } from './clearing-panel.js';
import { FlowsPanel } from './flows-panel.js';
import { TerminalsPanel } from './terminals-panel.js';
import { UnknownPanel } from './unknown-panel.js';

interface StandingPanelsProps {
  readonly standings: StandingsView;
  /** These two must stay the same from one second to the next. */
  readonly onLook: (msgid: string) => void;
  readonly onShow: (settlement: string) => void;
}

/** What stands in the database. Each panel is drawn again only when it was read anew, not each second. */
export function StandingPanels({ standings, onLook, onShow }: StandingPanelsProps) {
  const { unknown, terminals, cards, calendar, flows, clearing } = standings;
  return (
    <div class="console-halves">
      {useMemo(
        () => (
          <UnknownPanel unknown={unknown} onLook={onLook} />
        ),
        [unknown, onLook],
      )}
      {useMemo(
        () => (
          <TerminalsPanel terminals={terminals} />
        ),
        [terminals],
      )}
      {useMemo(
        () => (
          <CalendarPanel calendar={calendar} />
        ),
        [calendar],
      )}
      {useMemo(
        () => (
          <FlowsPanel flows={flows} onShow={onShow} />
        ),
        [flows, onShow],
      )}
      {useMemo(
        () => (
          <ClearingPanel clearing={clearing} />
        ),
        [clearing],
      )}
      {useMemo(
        () => (
          <CardsPanel cards={cards} />
        ),
        [cards],
      )}
    </div>
  );
}
