import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReceiptView } from '../../../apps/terminal-agent/src/receipts/receipt.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { useSession } from '../session/session.js';
import { usePrintings } from './printings.js';
import { Qr } from './qr.js';
import { refundOf } from './sale.js';

/** Where the agent has what belongs to a settlement of this counter. */
const placeOf = (institution: string, msgid: string): string =>
  `/api/settlements/${institution}/${encodeURIComponent(msgid)}`;

/** The receipt of a settlement by this counter's books; null where they do not have it, undefined while it is asked for. */
function useReceipt(institution: string, msgid: string): ReceiptView | null | undefined {
  const { ask } = useSession();
  const [receipt, setReceipt] = useState<ReceiptView | null>();
  useEffect(() => {
    let left = false;
    setReceipt(undefined);
    void ask<ReceiptView>(`${placeOf(institution, msgid)}/receipt`).then((answer) => {
      if (!left) setReceipt(answer.outcome === 'answered' ? answer.body : null);
    });
    return () => {
      left = true;
    };
  }, [institution, msgid]);
  return receipt;
}

/** The lines of a bill as papers show them. */
export function Items({ items }: { readonly items: readonly Omit<ReceiptView['items'][number], 'code'>[] }) {
  const { receipt: texts } = useTexts().cashier;
  if (items.length === 0) return null;
  return (
    <table class="paper-items">
      <thead>
        <tr>
          <th scope="col">{texts.item}</th>
          <th scope="col">{texts.each}</th>
          <th scope="col">{texts.count}</th>
          <th scope="col">{texts.amount}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ name, price, count, amount }, index) => (
          <tr key={index}>
            <td>{name}</td>
            <td class="figure">{price}</td>
            <td class="figure">{count}</td>
            <td class="figure">{amount}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface PaperProps {
  readonly institution: string;
  readonly receipt: ReceiptView;
  /** Shown or printed once more: it is marked, so that one settlement is not claimed twice. */
  readonly again: boolean;
  readonly undone: boolean;
}

function Paper({ institution, receipt, again, undone }: PaperProps) {
  const { receipt: texts } = useTexts().cashier;
  const { amount } = useValues();
  return (
    <article class="paper printed" aria-label={texts.title}>
      <header>
        <h3>{institution}</h3>
        <p>{texts.heading}</p>
        {again ? <p class="paper-mark">{texts.again}</p> : null}
        {undone ? <p class="paper-mark">{texts.undone}</p> : null}
      </header>
      <dl class="paper-facts">
        <div>
          <dt>{texts.name}</dt>
          <dd>{receipt.name}</dd>
        </div>
        <div>
          <dt>{texts.time}</dt>
          <dd class="figure">{receipt.settledAt}</dd>
        </div>
        <div>
          <dt>{texts.visit}</dt>
          <dd class="figure">{receipt.visitId}</dd>
        </div>
        <div>
          <dt>{texts.settlement}</dt>
          <dd class="figure">{receipt.settlementId}</dd>
        </div>
      </dl>
      <Items items={receipt.items} />
      <dl class="paper-amounts">
        <div class="paper-total">
          <dt>{texts.total}</dt>
          <dd class="figure">{amount(fenOf(receipt.total))}</dd>
        </div>
        <div>
          <dt>{texts.capitals}</dt>
          <dd lang="zh-CN">{receipt.capitals}</dd>
        </div>
        {receipt.amounts.map(({ line, amount: part }) => (
          <div key={line}>
            <dt>{texts.lines[line]}</dt>
            <dd class="figure">{amount(fenOf(part))}</dd>
          </div>
        ))}
        {receipt.balance === '' ? null : (
          <div>
            <dt>{texts.balance}</dt>
            <dd class="figure">{amount(fenOf(receipt.balance))}</dd>
          </div>
        )}
        {receipt.outage === undefined ? null : (
          <>
            <div>
              <dt>{texts.paidInFull(receipt.outage.at)}</dt>
              <dd class="figure">{amount(fenOf(receipt.outage.paid))}</dd>
            </div>
            <div>
              <dt>{texts.givenBack}</dt>
              <dd class="figure">{amount(fenOf(receipt.outage.givenBack))}</dd>
            </div>
          </>
        )}
      </dl>
      <footer>
        <Qr text={receipt.settlementId} label={texts.qr(receipt.settlementId)} />
        <p class="small">{receipt.operator === '' ? '' : texts.operator(receipt.operator)}</p>
      </footer>
    </article>
  );
}

interface ReceiptProps {
  /** Its code, and its name as printed. */
  readonly institution: string;
  readonly name: string;
  readonly msgid: string;
  readonly again: boolean;
  readonly undone: boolean;
  /** Undefined where it cannot be cancelled (any more). */
  readonly onCancel: (() => void) | undefined;
  /** Lets a part of it go back; not asked where it was cancelled. */
  readonly onPartBack: (receipt: ReceiptView) => void;
  readonly onNext: () => void;
}

/** A receipt on the screen, as PDF and, by the browser's print, on paper. Whoever has just settled stands at its button. */
export function Receipt({ institution, name, msgid, again, undone, onCancel, onPartBack, onNext }: ReceiptProps) {
  const { receipt: texts } = useTexts().cashier;
  const { save } = useSession();
  const receipt = useReceipt(institution, msgid);
  const [printings, print] = usePrintings(placeOf(institution, msgid));
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), [msgid]);
  return (
    <section class="card stack receipt" aria-labelledby="receipt-title">
      <div role="status">
        <h2 id="receipt-title">{again ? texts.title : texts.settled}</h2>
      </div>
      {receipt ? (
        <Paper institution={name} receipt={receipt} again={again || printings > 1} undone={undone || receipt.undone} />
      ) : (
        <p class="soft">{receipt === null ? texts.missing : texts.loading}</p>
      )}
      <div class="buttons">
        <button ref={next} type="button" class="button first" onClick={onNext}>
          {again ? texts.close : texts.next}
        </button>
        <button type="button" class="button" onClick={() => void print()}>
          {texts.print}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => void save(`${placeOf(institution, msgid)}/receipt.pdf`, `receipt-${msgid}.pdf`)}
        >
          {texts.pdf}
        </button>
        {onCancel === undefined ? null : (
          <button type="button" class="button" onClick={onCancel}>
            {texts.cancel}
          </button>
        )}
        {onCancel === undefined || !receipt || refundOf(receipt) === null ? null : (
          <button type="button" class="button" onClick={() => onPartBack(receipt)}>
            {texts.partBack}
          </button>
        )}
      </div>
    </section>
  );
}
