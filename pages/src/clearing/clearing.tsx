import { useState } from 'preact/hooks';
import '../design/panels.css';
import type { DoorAnswer } from '../door/answer.js';
import { PageTitle } from '../frame/page-title.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { useAsked } from '../session/asked.js';
import { useLatest } from '../session/latest.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { Adding, AdvancesPanel } from './advances-panel.js';
import './clearing.css';
import type { ComparedAnswer, MonthAnswer, MonthTablesRow, TableRow } from './clearing-terms.js';
import { DifferenceList } from './difference-list.js';
import { Deadlines, HospitalsPanel } from './month-facts.js';
import { MonthPapers } from './month-papers.js';
import { namedMonth, runningMonth } from './months.js';
import { MonthsPanel } from './months-panel.js';
import { Confirming, Paying } from './table-orders.js';
import { type Step, TablesPanel } from './tables-panel.js';

/** What the reader has opened beside the month: differences, or an order that waits for a word. */
type Opened =
  | { readonly what: 'look' | 'confirm' | 'pay'; readonly row: TableRow }
  | { readonly what: 'advance'; readonly province: string };

/** What is known of a comparison that somebody asked for. */
interface Comparison {
  readonly month: string;
  readonly province: string;
  readonly answer: DoorAnswer<ComparedAnswer> | undefined;
}

function Compared({ province, answer }: Omit<Comparison, 'month'>) {
  const { clearing: texts } = useTexts().operator;
  const { division, number } = useValues();
  const tables = answer?.outcome === 'answered' ? answer.body.tables : undefined;
  const differing = tables?.reduce((sum, { differences }) => sum + (differences ?? 0), 0);
  return (
    <>
      <p role="status" class={differing === 0 ? 'notice good' : 'notice'}>
        {answer === undefined ? texts.comparing : ''}
        {differing === undefined
          ? ''
          : differing === 0
            ? texts.equal(division(province))
            : texts.unequal(division(province), number(differing))}
      </p>
      <Trouble answer={answer} />
    </>
  );
}

/** Months between provinces: how they stand, and what an operator does about them. */
export function Clearing() {
  const { clearing: texts } = useTexts().operator;
  const { ask, save } = useSession();
  const begin = useLatest();
  const [month, setMonth] = useState(namedMonth);
  /** Grows with all that was done, so that what is shown is read anew. */
  const [done, setDone] = useState(0);
  const kept = useAsked<{ months: MonthTablesRow[] }>('/api/clearing/months', `${month} ${done}`);
  const answer = useAsked<MonthAnswer>(`/api/clearing?month=${month}`, done);
  const [opened, setOpened] = useState<Opened>();
  const [comparison, setComparison] = useState<Comparison>();
  const [failed, setFailed] = useState<DoorAnswer<unknown>>();
  const readAnew = (): void => setDone((count) => count + 1);
  const choose = (chosen: string): void => {
    history.replaceState(null, '', `?month=${chosen}`);
    setOpened(undefined);
    setComparison(undefined);
    setFailed(undefined);
    setMonth(chosen);
  };
  const compare = async ({ province }: TableRow): Promise<void> => {
    setOpened(undefined);
    const isLatest = begin();
    setComparison({ month, province, answer: undefined });
    const compared = await ask<ComparedAnswer>('/api/clearing/comparisons', { month, province });
    if (isLatest()) setComparison({ month, province, answer: compared });
    readAnew();
  };
  const step = async (wanted: Step, row: TableRow): Promise<void> => {
    if (wanted === 'compare') return compare(row);
    if (wanted !== 'csv' && wanted !== 'pdf') return setOpened({ what: wanted, row });
    const { province, side } = row;
    const query = new URLSearchParams({ province, side, month, format: wanted });
    const name = `${province}-${side}-${month}.${wanted}`;
    return setFailed((await save(`/api/clearing/statements/province?${query}`, name)) ?? undefined);
  };
  const shown = answer?.outcome === 'answered' ? answer.body : undefined;
  const close = (): void => setOpened(undefined);
  const orderOf = { month, onDone: readAnew, onClose: close };
  return (
    <div class="stack">
      <PageTitle title={texts.title} lead={texts.lead} />
      <Trouble answer={kept} />
      <MonthsPanel kept={kept?.outcome === 'answered' ? kept.body.months : []} chosen={month} onChoose={choose} />
      <Trouble answer={answer} />
      {shown === undefined ? null : (
        <>
          <TablesPanel
            month={month}
            over={month < runningMonth()}
            rows={shown.provinces}
            onStep={(wanted, row) => void step(wanted, row)}
          />
          <Trouble answer={failed} />
          {comparison?.month === month ? <Compared {...comparison} /> : null}
          {opened?.what === 'look' ? <DifferenceList month={month} row={currentOf(shown, opened.row)} /> : null}
          {opened?.what === 'confirm' ? <Confirming key={keyOf(opened.row)} row={opened.row} {...orderOf} /> : null}
          {opened?.what === 'pay' ? (
            <Paying
              key={keyOf(opened.row)}
              row={opened.row}
              advance={shown.advances.find(({ province }) => province === opened.row.province)}
              {...orderOf}
            />
          ) : null}
          {opened?.what === 'advance' ? (
            <Adding key={opened.province} province={opened.province} onDone={orderOf.onDone} onClose={close} />
          ) : null}
          <AdvancesPanel advances={shown.advances} onAdd={(province) => setOpened({ what: 'advance', province })} />
          <div class="clearing-pair">
            <Deadlines month={shown} />
            <MonthPapers month={month} />
          </div>
          <HospitalsPanel hospitals={shown.hospitals} />
        </>
      )}
    </div>
  );
}

const keyOf = ({ province, side }: TableRow): string => `${province} ${side}`;

/** The row as it was read last. */
const currentOf = ({ provinces }: MonthAnswer, row: TableRow): TableRow =>
  provinces.find((found) => keyOf(found) === keyOf(row)) ?? row;
