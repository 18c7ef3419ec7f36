import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { amountOf, type SaleLine } from './sale.js';

/** The lines of a bill that does not change any more. */
export function FixedLines({ lines }: { readonly lines: readonly SaleLine[] }) {
  const { entry: texts } = useTexts().cashier;
  const { amount } = useValues();
  return (
    <table class="bill-lines">
      <thead>
        <tr>
          {(['item', 'price', 'count', 'amount'] as const).map((name) => (
            <th key={name} scope="col" class={name === 'item' ? undefined : 'figure'}>
              {texts[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td>{line.name}</td>
            <td class="figure">{line.price}</td>
            <td class="figure">{line.count}</td>
            <td class="figure">{amount(amountOf(line) ?? fenOf('0'))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
