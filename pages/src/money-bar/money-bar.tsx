import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { type Share } from './shares.js';
import './money-bar.css';

/**
 * Who pays a bill, as one bar: each payer's part is as wide as its share. The same is said in words for those who do not
 * see it, and by name on every part that has room.
 */
export function MoneyBar({ shares, thin = false }: { readonly shares: readonly Share[]; readonly thin?: boolean }) {
  const { payers, result } = useTexts();
  const { amount: written } = useValues();
  const words = shares.map(({ payer, amount }) => `${payers[payer]} ${written(amount)}`).join(', ');
  return (
    <div class={thin ? 'money-bar thin' : 'money-bar'} role="img" aria-label={result.barLabel(words)}>
      {shares.map(({ payer, amount }) => (
        <div key={payer} class={`money-part paid-${payer}`} style={{ flexGrow: amount }}>
          {thin ? null : (
            <>
              <span>{payers[payer]}</span>
              <span class="figure">{written(amount)}</span>
            </>
          )}
        </div>
      ))}
    </div>
  );
}

/** The sign of a payer beside his name; colour and shape together. */
export const PayerSign = ({ payer }: Pick<Share, 'payer'>) => (
  <span class={`payer-sign paid-${payer}`} aria-hidden="true" />
);
