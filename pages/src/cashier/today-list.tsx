import type { SettlementRow } from '../../../apps/terminal-agent/src/cashier-page/settlement-rows.js';
import type { UnresolvedView } from '../../../apps/terminal-agent/src/journal/open-intent.js';
import { WideTable } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import type { Today } from './counter.js';

/** `HH:mm:ss` in Asia/Shanghai. */
const clock = (at: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeStyle: 'medium', timeZone: 'Asia/Shanghai' }).format(new Date(at));

const BADGES: Readonly<Record<SettlementRow['state'], string>> = {
  accepted: 'badge',
  unknown: 'badge caution',
  settled: 'badge good',
  refused: 'badge wrong',
  'not-done': 'badge',
};

interface StateProps {
  readonly row: SettlementRow;
  readonly open: UnresolvedView | undefined;
}

/** How far a row is, what was said of it, and what is being tried. */
function State({ row, open }: StateProps) {
  const { today: texts, unknown } = useTexts().cashier;
  const { kind, state, order, undone, refusal } = row;
  const word =
    order && state === 'settled'
      ? texts.orders[order.state]
      : kind !== 'settlement' && state === 'settled'
        ? texts.done
        : texts.states[state];
  return (
    <>
      <span class={order?.state === 'waiting' ? 'badge caution' : BADGES[state]}>{word}</span>{' '}
      {undone && !order ? <span class="badge">{texts.undone}</span> : null}
      {refusal === null ? null : <span class="small">{refusal.zh}</span>}
      {open ? <span class="small"> {open.next === null ? unknown.away : unknown.tried(open.tried)}</span> : null}
    </>
  );
}

/** Whether there is a receipt of it. */
const isShown = ({ kind, state, settled }: SettlementRow): boolean =>
  state === 'settled' && (kind === 'settlement' || (kind === 'order' && settled !== null));

interface TodayListProps {
  readonly today: Today | undefined;
  readonly institution: string;
  readonly onShow: (msgid: string) => void;
  readonly onDrop: (order: string) => void;
}

/** What was settled and cancelled today at this counter, and what has no end yet. */
export function TodayList({ today, institution, onShow, onDrop }: TodayListProps) {
  const { today: texts, order: orderTexts } = useTexts().cashier;
  const { amount } = useValues();
  const rows = (today?.rows ?? []).filter((row) => row.institution === institution);
  const unresolved = today?.unresolved ?? [];
  const listed = new Set(rows.map(({ msgid }) => msgid));
  const others = unresolved.filter(({ msgid }) => !listed.has(msgid));
  const yuan = (text: string | undefined): string => (text === undefined ? '–' : amount(fenOf(text)));
  const actions = (row: SettlementRow) => {
    const { msgid, order } = row;
    return (
      <>
        {order?.state === 'waiting' ? (
          <button type="button" class="button quiet" onClick={() => onDrop(order.number)}>
            {orderTexts.drop}
          </button>
        ) : null}
        {isShown(row) ? (
          <button type="button" class="button quiet" onClick={() => onShow(msgid)}>
            {texts.receipt}
          </button>
        ) : null}
      </>
    );
  };
  return (
    <section class="card stack today" aria-labelledby="today-title">
      <h2 id="today-title" tabIndex={-1}>
        {texts.title}
      </h2>
      <p role="status" class={unresolved.length > 0 ? 'notice' : 'soft'}>
        {unresolved.length > 0 ? texts.unresolved(unresolved.length) : texts.resolved}
        {others.length > 0 ? ` ${texts.others(others.map(({ infno, msgid }) => `${infno} ${msgid}`).join('；'))}` : ''}
      </p>
      <WideTable
        label={texts.title}
        none={texts.none}
        rows={rows}
        keyOf={({ msgid }) => msgid}
        marks={({ msgid }) => ({ 'data-msgid': msgid })}
        columns={[
          { head: texts.headings.at, kind: 'digits', cell: ({ at }) => clock(at) },
          {
            head: texts.headings.kind,
            cell: ({ kind, reason }) => (
              <>
                {texts.kinds[kind]}
                {reason === null ? null : <span class="small soft"> {reason}</span>}
              </>
            ),
          },
          { head: texts.headings.name, cell: ({ settled }) => <span class="row-name">{settled?.name ?? '–'}</span> },
          { head: texts.headings.total, kind: 'figure', cell: ({ settled }) => yuan(settled?.total) },
          { head: texts.headings.cash, kind: 'figure', cell: ({ settled }) => yuan(settled?.cash) },
          {
            head: texts.headings.state,
            cell: (row) => <State row={row} open={unresolved.find(({ msgid }) => msgid === row.msgid)} />,
          },
          { head: texts.headings.msgid, cell: ({ msgid }) => <code class="small">{msgid}</code> },
          { head: texts.headings.action, cell: actions },
        ]}
      />
    </section>
  );
}
