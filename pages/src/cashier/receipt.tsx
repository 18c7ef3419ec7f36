import { useEffect, useRef } from 'preact/hooks';
import type { ReceiptView } from '../../../apps/terminal-agent/src/receipts/receipt.js';
import { useTexts } from '../language/language.js';
import { useAsked } from '../session/asked.js';
import { usePrintings } from './printings.js';
import { NotDone } from './not-done.js';
import { whyNot } from './outage.js';
import { PrintedPaper } from './printed-paper.js';
import { refundOf } from './sale.js';

/** Where the agent has what belongs to a settlement of this counter. */
const placeOf = (institution: string, msgid: string): string =>
  `/api/settlements/${institution}/${encodeURIComponent(msgid)}`;

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
  const answer = useAsked<ReceiptView>(`${placeOf(institution, msgid)}/receipt`);
  const receipt = answer?.outcome === 'answered' ? answer.body : undefined;
  // This counter's books do not have it, which is not the same as that they could not be asked.
  const isMissing = answer?.outcome === 'refused' && answer.status === 404;
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
        <p class="soft">{isMissing ? texts.missing : answer === undefined ? texts.loading : ''}</p>
      )}
      <NotDone why={why ?? (isMissing ? null : whyNot(answer ?? null))} />
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
