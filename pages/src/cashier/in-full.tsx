import { useState } from 'preact/hooks';
import type { OutageBillView } from '../../../apps/terminal-agent/src/outage-bills/outage-bill.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { NotDone } from './not-done.js';
import { isUndone, type Undone } from './outage.js';
import { type Sale, totalOf } from './sale.js';
import type { ReadCard } from './which-card.js';

interface InFullProps {
  readonly sale: Sale;
  /** The card on the reader, as far as there is one that may be the patient's. */
  readonly card: ReadCard | null;
  /** Keeps the bill on the desk; null where something on it has to be put right first. */
  readonly onTake: (name: string) => Promise<OutageBillView | Undone> | null;
}

/** While the centre is away: the bill can be paid in full now, and settled later. */
export function InFull({ sale, card, onTake }: InFullProps) {
  const { outage: texts } = useTexts().cashier;
  const { amount } = useValues();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Undone | null>(null);
  const holder = card?.card.holder?.name ?? '';
  const take = async (): Promise<void> => {
    if (busy) return;
    // Shanghai's old cards do not say the name that the registry has told of them.
    const kept = onTake(holder || typed.trim());
    if (kept === null) return;
    setBusy(true);
    const said = await kept;
    setBusy(false);
    setWhy(isUndone(said) ? said : null);
  };
  return (
    <section class="card stack" aria-labelledby="in-full-title">
      <h2 id="in-full-title">{texts.title}</h2>
      <p>{texts.lead}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void take();
        }}
      >
        {holder === '' ? (
          <div class="field">
            <label for="in-full-name">{texts.typedName}</label>
            <input
              id="in-full-name"
              type="text"
              autoComplete="off"
              maxLength={50}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </div>
        ) : (
          <p>
            {texts.payer(holder)} <code>{card?.card.cardNumber}</code>
          </p>
        )}
        <p class="to-collect">
          {texts.collect} <strong class="figure">{amount(totalOf(sale.lines))}</strong>
        </p>
        <NotDone why={why} />
        <div class="buttons">
          <button type="submit" id="in-full" class="button first" aria-disabled={busy}>
            {texts.take}
          </button>
        </div>
      </form>
    </section>
  );
}
