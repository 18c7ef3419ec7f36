import { useEffect, useRef } from 'preact/hooks';
import type { OutageBillView } from '../../../apps/terminal-agent/src/outage-bills/outage-bill.js';
import { useTexts } from '../language/language.js';
import { NotDone } from './not-done.js';
import { outagePlace } from './outage.js';
import { PrintedPaper } from './printed-paper.js';
import { usePrintings } from './printings.js';

interface PaperProps {
  /** Name of the institution as printed. */
  readonly name: string;
  readonly bill: OutageBillView;
  readonly again: boolean;
}

function Paper({ name, bill, again }: PaperProps) {
  const { outage: texts, receipt } = useTexts().cashier;
  const { facts } = texts;
  const ended = bill.state === 'settled' || bill.state === 'withdrawn' ? [texts.states[bill.state]] : [];
  return (
    <PrintedPaper
      label={texts.paper}
      institution={name}
      heading={texts.heading}
      marks={[texts.noSettlement, ...(again ? [receipt.again] : []), ...ended]}
      facts={[
        [facts.name, bill.name],
        [facts.card, bill.cardNumber === '' ? texts.noCard : bill.cardNumber],
        [facts.at, bill.at],
        [facts.number, bill.number],
      ]}
      items={bill.lines}
      total={[texts.paid, bill.paid]}
      capitals={bill.capitals}
      amounts={[]}
      note={texts.bring(bill.until)}
      number={bill.number}
      qr={texts.qr(bill.number)}
      operator={bill.operator}
    />
  );
}

interface OutagePaperProps extends PaperProps {
  readonly onClose: () => void;
}

/** The paper of a bill in full. It is no receipt of a settlement, and says so. */
export function OutagePaper({ name, bill, again, onClose }: OutagePaperProps) {
  const { outage: texts, receipt } = useTexts().cashier;
  const next = useRef<HTMLButtonElement>(null);
  const place = outagePlace(bill.institution, bill.number);
  const { count, why, print, savePdf } = usePrintings(place, 'paper.pdf', `outage-bill-${bill.number}.pdf`);
  useEffect(() => next.current?.focus(), [bill.number]);
  return (
    <section class="card stack receipt" aria-labelledby="outage-paper-title">
      <div role="status">
        <h2 id="outage-paper-title">{again ? texts.paper : texts.kept}</h2>
      </div>
      <Paper name={name} bill={bill} again={again || count > 1} />
      <NotDone why={why} />
      <div class="buttons">
        <button ref={next} type="button" class="button first" onClick={onClose}>
          {again ? receipt.close : receipt.next}
        </button>
        <button type="button" class="button" onClick={() => void print()}>
          {texts.print}
        </button>
        <button type="button" class="button" onClick={() => void savePdf()}>
          {receipt.pdf}
        </button>
      </div>
    </section>
  );
}
