import type { ReceiptView } from '../../../apps/terminal-agent/src/receipts/receipt.js';
import { Table } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { Qr } from './qr.js';

type Item = Pick<ReceiptView['items'][number], 'name' | 'price' | 'count' | 'amount'>;

/** A term and what it says; amounts in yuan as text. */
type Row = readonly [term: string, said: string];

/** What a narrow paper says, in the order in which it is printed. */
interface PrintedPaperProps {
  readonly label: string;
  /** Name of the institution. */
  readonly institution: string;
  readonly heading: string;
  /** What it is not, or is no more. */
  readonly marks: readonly string[];
  readonly facts: readonly Row[];
  readonly items: readonly Item[];
  readonly total: Row;
  readonly capitals: string;
  readonly amounts: readonly Row[];
  readonly note?: string;
  /** What the QR code says, and how it is called aloud. */
  readonly number: string;
  readonly qr: string;
  readonly operator: string;
}

function Items({ items }: { readonly items: readonly Item[] }) {
  const { receipt: texts } = useTexts().cashier;
  if (items.length === 0) return null;
  return (
    <Table
      class="paper-items"
      rows={items}
      keyOf={(_, index) => index}
      columns={[
        { head: texts.item, cell: ({ name }) => name },
        { head: texts.each, kind: 'digits', cell: ({ price }) => price },
        { head: texts.count, kind: 'digits', cell: ({ count }) => count },
        { head: texts.amount, kind: 'digits', cell: ({ amount }) => amount },
      ]}
    />
  );
}

/** A paper for the patient, as it comes out of a receipt printer. */
export function PrintedPaper(props: PrintedPaperProps) {
  const { label, institution, heading, marks, facts, items, total, capitals, amounts, note, number, qr, operator } =
    props;
  const { receipt: texts } = useTexts().cashier;
  const { amount } = useValues();
  return (
    <article class="paper printed" aria-label={label}>
      <header>
        <h3>{institution}</h3>
        <p>{heading}</p>
        {marks.map((mark) => (
          <p key={mark} class="paper-mark">
            {mark}
          </p>
        ))}
      </header>
      <dl class="paper-facts">
        {facts.map(([term, said]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd class="figure">{said}</dd>
          </div>
        ))}
      </dl>
      <Items items={items} />
      <dl class="paper-amounts">
        <div class="paper-total">
          <dt>{total[0]}</dt>
          <dd class="figure">{amount(fenOf(total[1]))}</dd>
        </div>
        <div>
          <dt>{texts.capitals}</dt>
          <dd lang="zh-CN">{capitals}</dd>
        </div>
        {amounts.map(([term, part]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd class="figure">{amount(fenOf(part))}</dd>
          </div>
        ))}
      </dl>
      {note === undefined ? null : <p>{note}</p>}
      <footer>
        <Qr text={number} label={qr} />
        <p class="small">{operator === '' ? '' : texts.operator(operator)}</p>
      </footer>
    </article>
  );
}
