import { Table } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { amountOf, type SaleLine } from './sale.js';

/** The lines of a bill that does not change any more. */
export function FixedLines({ lines }: { readonly lines: readonly SaleLine[] }) {
  const { entry: texts } = useTexts().cashier;
  const { amount } = useValues();
  return (
    <Table
      class="bill-lines"
      rows={lines}
      keyOf={({ id }) => id}
      columns={[
        { head: texts.item, cell: ({ name }) => name },
        { head: texts.price, kind: 'figure', cell: ({ price }) => price },
        { head: texts.count, kind: 'figure', cell: ({ count }) => count },
        { head: texts.amount, kind: 'figure', cell: (line) => amount(amountOf(line) ?? fenOf('0')) },
      ]}
    />
  );
}
