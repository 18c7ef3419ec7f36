import { useEffect, useRef } from 'preact/hooks';
import type { OutageBillView } from '../../../apps/terminal-agent/src/outage-bills/outage-bill.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { useSession } from '../session/session.js';
import { outagePlace } from './outage.js';
import { usePrintings } from './printings.js';
import { Qr } from './qr.js';
import { Items } from './receipt.js';

interface PaperProps {
  /** Name of the institution as printed. */
  readonly name: string;
  readonly bill: OutageBillView;
  readonly again: boolean;
}

function Paper({ name, bill, again }: PaperProps) {
  const { outage: texts, receipt } = useTexts().cashier;
  const { amount } = useValues();
  const facts = {
    name: bill.name,
    card: bill.cardNumber === '' ? texts.noCard : bill.cardNumber,
    at: bill.at,
    number: bill.number,
  };
  return (
    <article class="paper printed" aria-label={texts.paper}>
      <header>
        <h3>{name}</h3>
        <p>{texts.heading}</p>
        <p class="paper-mark">{texts.noSettlement}</p>
        {again ? <p class="paper-mark">{receipt.again}</p> : null}
        {bill.state === 'settled' || bill.state === 'withdrawn' ? (
          <p class="paper-mark">{texts.states[bill.state]}</p>
        ) : null}
      </header>
      <dl class="paper-facts">
        {(['name', 'card', 'at', 'number'] as const).map((fact) => (
          <div key={fact}>
            <dt>{texts.facts[fact]}</dt>
            <dd class="figure">{facts[fact]}</dd>
          </div>
        ))}
      </dl>
      <Items items={bill.lines} />
      <dl class="paper-amounts">
        <div class="paper-total">
          <dt>{texts.paid}</dt>
          <dd class="figure">{amount(fenOf(bill.paid))}</dd>
        </div>
        <div>
          <dt>{receipt.capitals}</dt>
          <dd lang="zh-CN">{bill.capitals}</dd>
        </div>
      </dl>
      <p>{texts.bring(bill.until)}</p>
      <footer>
        <Qr text={bill.number} label={texts.qr(bill.number)} />
        <p class="small">{bill.operator === '' ? '' : receipt.operator(bill.operator)}</p>
      </footer>
    </article>
  );
}

interface OutagePaperProps extends PaperProps {
  readonly onClose: () => void;
}

/** The paper of a bill in full. It is no receipt of a settlement, and says so. */
export function OutagePaper({ name, bill, again, onClose }: OutagePaperProps) {
  const { outage: texts, receipt } = useTexts().cashier;
  const { save } = useSession();
  const next = useRef<HTMLButtonElement>(null);
  const place = outagePlace(bill.institution, bill.number);
  const [printings, print] = usePrintings(place);
  useEffect(() => next.current?.focus(), [bill.number]);
  return (
    <section class="card stack receipt" aria-labelledby="outage-paper-title">
      <div role="status">
        <h2 id="outage-paper-title">{again ? texts.paper : texts.kept}</h2>
      </div>
      <Paper name={name} bill={bill} again={again || printings > 1} />
      <div class="buttons">
        <button ref={next} type="button" class="button first" onClick={onClose}>
          {again ? receipt.close : receipt.next}
        </button>
        <button type="button" class="button" onClick={() => void print()}>
          {texts.print}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => void save(`${place}/paper.pdf`, `outage-bill-${bill.number}.pdf`)}
        >
          {receipt.pdf}
        </button>
      </div>
    </section>
  );
}
