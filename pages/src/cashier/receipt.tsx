import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReceiptView } from '../../../apps/terminal-agent/src/receipts/receipt.js';
import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import { usePrintings } from './printings.js';
import { NotDone } from './in-full.js';
import { PrintedPaper } from './printed-paper.js';
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
interface PaperProps {
  readonly institution: string;
  readonly receipt: ReceiptView;
  /** Shown or printed once more: it is marked, so that one settlement is not claimed twice. */
  readonly again: boolean;
  readonly undone: boolean;
}

function Paper({ institution, receipt, again, undone }: PaperProps) {
  const { receipt: texts } = useTexts().cashier;
  const { outage } = receipt;
  return (
    <PrintedPaper
      label={texts.title}
      institution={institution}
      heading={texts.heading}
      marks={[...(again ? [texts.again] : []), ...(undone ? [texts.undone] : [])]}
      facts={[
        [texts.name, receipt.name],
        [texts.time, receipt.settledAt],
        [texts.visit, receipt.visitId],
        [texts.settlement, receipt.settlementId],
      ]}
      items={receipt.items}
      total={[texts.total, receipt.total]}
      capitals={receipt.capitals}
      amounts={[
        ...receipt.amounts.map(({ line, amount }) => [texts.lines[line], amount] as const),
        ...(receipt.balance === '' ? [] : [[texts.balance, receipt.balance] as const]),
        ...(outage === undefined
          ? []
          : [[texts.paidInFull(outage.at), outage.paid] as const, [texts.givenBack, outage.givenBack] as const]),
      ]}
      number={receipt.settlementId}
      qr={texts.qr(receipt.settlementId)}
      operator={receipt.operator}
    />
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
  const receipt = useReceipt(institution, msgid);
  const { count, why, print, savePdf } = usePrintings(
    placeOf(institution, msgid),
    'receipt.pdf',
    `receipt-${msgid}.pdf`,
  );
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), [msgid]);
  return (
    <section class="card stack receipt" aria-labelledby="receipt-title">
      <div role="status">
        <h2 id="receipt-title">{again ? texts.title : texts.settled}</h2>
      </div>
      {receipt ? (
        <Paper institution={name} receipt={receipt} again={again || count > 1} undone={undone || receipt.undone} />
      ) : (
        <p class="soft">{receipt === null ? texts.missing : texts.loading}</p>
      )}
      <NotDone why={why} />
      <div class="buttons">
        <button ref={next} type="button" class="button first" onClick={onNext}>
          {again ? texts.close : texts.next}
        </button>
        <button type="button" class="button" onClick={() => void print()}>
          {texts.print}
        </button>
        <button type="button" class="button" onClick={() => void savePdf()}>
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
