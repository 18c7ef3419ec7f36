import type { SettlementRow } from '../../../apps/terminal-agent/src/cashier-page/settlement-rows.js';
import type { UnresolvedView } from '../../../apps/terminal-agent/src/journal/open-intent.js';
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

interface RowProps {
  readonly row: SettlementRow;
  readonly open: UnresolvedView | undefined;
  readonly onShow: (() => void) | undefined;
  /** Cancels an order that nobody has paid yet. */
  readonly onDrop: (() => void) | undefined;
}

function Row({ row, open, onShow, onDrop }: RowProps) {
  const { today: texts, order, unknown } = useTexts().cashier;
  const { amount } = useValues();
  const { settled, refusal } = row;
  return (
    <tr data-msgid={row.msgid}>
      <td class="figure">{clock(row.at)}</td>
      <td>
        {texts.kinds[row.kind]}
        {row.reason === null ? null : <span class="small soft"> {row.reason}</span>}
      </td>
      <td class="row-name">{settled?.name ?? '–'}</td>
      <td class="figure">{settled === null ? '–' : amount(fenOf(settled.total))}</td>
      <td class="figure">{settled === null ? '–' : amount(fenOf(settled.cash))}</td>
      <td>
        <span class={row.order?.state === 'waiting' ? 'badge caution' : BADGES[row.state]}>
          {row.order && row.state === 'settled'
            ? texts.orders[row.order.state]
            : row.kind !== 'settlement' && row.state === 'settled'
              ? texts.done
              : texts.states[row.state]}
        </span>{' '}
        {row.undone && !row.order ? <span class="badge">{texts.undone}</span> : null}
        {refusal === null ? null : <span class="small">{refusal.zh}</span>}
        {open ? <span class="small"> {open.next === null ? unknown.away : unknown.tried(open.tried)}</span> : null}
      </td>
      <td>
        <code class="small">{row.msgid}</code>
      </td>
      <td>
        {onDrop === undefined ? null : (
          <button type="button" class="button quiet" onClick={onDrop}>
            {order.drop}
          </button>
        )}
        {onShow === undefined ? null : (
          <button type="button" class="button quiet" onClick={onShow}>
            {texts.receipt}
          </button>
        )}
      </td>
    </tr>
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
  const { today: texts } = useTexts().cashier;
  const rows = (today?.rows ?? []).filter((row) => row.institution === institution);
  const unresolved = today?.unresolved ?? [];
  const listed = new Set(rows.map(({ msgid }) => msgid));
  const others = unresolved.filter(({ msgid }) => !listed.has(msgid));
  const headings = ['at', 'kind', 'name', 'total', 'cash', 'state', 'msgid', 'action'] as const;
  return (
    <section class="card stack today" aria-labelledby="today-title">
      <h2 id="today-title" tabIndex={-1}>
        {texts.title}
      </h2>
      <p role="status" class={unresolved.length > 0 ? 'notice' : 'soft'}>
        {unresolved.length > 0 ? texts.unresolved(unresolved.length) : texts.resolved}
        {others.length > 0 ? ` ${texts.others(others.map(({ infno, msgid }) => `${infno} ${msgid}`).join('；'))}` : ''}
      </p>
      {rows.length === 0 ? (
        <p class="soft">{texts.none}</p>
      ) : (
        <div class="wide" tabIndex={0} role="region" aria-label={texts.title}>
          <table>
            <thead>
              <tr>
                {headings.map((name) => (
                  <th key={name} scope="col" class={name === 'total' || name === 'cash' ? 'figure' : undefined}>
                    {texts.headings[name]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={row.msgid}
                  row={row}
                  open={unresolved.find(({ msgid }) => msgid === row.msgid)}
                  onShow={isShown(row) ? () => onShow(row.msgid) : undefined}
                  onDrop={row.order?.state === 'waiting' ? () => onDrop(row.order?.number ?? '') : undefined}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
