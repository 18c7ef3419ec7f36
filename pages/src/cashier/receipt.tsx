import { inCapitals, ZERO_FEN } from '@medisettle/money';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import type { Node } from './his.js';
import { Qr } from './qr.js';
import { ALWAYS, RECEIPT_LINES, receiptAmounts } from './receipt-amounts.js';

/** A receipt to show: what was settled, and what has become of it. */
export interface ReceiptView {
  readonly institution: string;
  readonly setlinfo: Node;
  readonly operator: string;
  /** Shown once more: it is marked, so that one settlement is not claimed twice. */
  readonly again: boolean;
  readonly undone: boolean;
}

interface ReceiptProps extends ReceiptView {
  /** Undefined where it cannot be cancelled (any more). */
  readonly onCancel: (() => void) | undefined;
  readonly onNext: () => void;
}

function Paper({ institution, setlinfo, operator, again, undone }: ReceiptView) {
  const { receipt: texts } = useTexts().cashier;
  const { amount } = useValues();
  const { total, lines } = receiptAmounts(setlinfo);
  const id = setlinfo['setl_id'] ?? '';
  return (
    <article class="paper" aria-label={texts.title}>
      <header>
        <h3>{institution}</h3>
        <p>{texts.heading}</p>
        {again ? <p class="paper-mark">{texts.again}</p> : null}
        {undone ? <p class="paper-mark">{texts.undone}</p> : null}
      </header>
      <dl class="paper-facts">
        <div>
          <dt>{texts.name}</dt>
          <dd>{setlinfo['psn_name']}</dd>
        </div>
        <div>
          <dt>{texts.time}</dt>
          <dd class="figure">{setlinfo['setl_time']}</dd>
        </div>
        <div>
          <dt>{texts.visit}</dt>
          <dd class="figure">{setlinfo['mdtrt_id']}</dd>
        </div>
        <div>
          <dt>{texts.settlement}</dt>
          <dd class="figure">{id}</dd>
        </div>
      </dl>
      <dl class="paper-amounts">
        <div class="paper-total">
          <dt>{texts.total}</dt>
          <dd class="figure">{amount(total)}</dd>
        </div>
        <div>
          <dt>{texts.capitals}</dt>
          <dd lang="zh-CN">{inCapitals(total)}</dd>
        </div>
        {RECEIPT_LINES.filter((line) => ALWAYS.has(line) || lines[line] !== ZERO_FEN).map((line) => (
          <div key={line}>
            <dt>{texts.lines[line]}</dt>
            <dd class="figure">{amount(lines[line])}</dd>
          </div>
        ))}
        <div>
          <dt>{texts.balance}</dt>
          <dd class="figure">{setlinfo['balc']}</dd>
        </div>
      </dl>
      <footer>
        <Qr text={id} label={texts.qr(id)} />
        <p class="small">{operator === '' ? '' : texts.operator(operator)}</p>
      </footer>
    </article>
  );
}

/** A receipt on the screen and, by the browser's print, on paper. Whoever has just settled stands at its button. */
export function Receipt({ onCancel, onNext, again, ...view }: ReceiptProps) {
  const { receipt: texts } = useTexts().cashier;
  const [printed, setPrinted] = useState(false);
  const next = useRef<HTMLButtonElement>(null);
  const id = view.setlinfo['setl_id'];
  useEffect(() => {
    setPrinted(false);
    next.current?.focus();
  }, [id]);
  return (
    <section class="card stack receipt" aria-labelledby="receipt-title">
      <div role="status">
        <h2 id="receipt-title">{again ? texts.title : texts.settled}</h2>
      </div>
      <Paper {...view} again={again || printed} />
      <div class="buttons">
        <button ref={next} type="button" class="button first" onClick={onNext}>
          {again ? texts.close : texts.next}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            window.print();
            setPrinted(true);
          }}
        >
          {texts.print}
        </button>
        {onCancel === undefined ? null : (
          <button type="button" class="button" onClick={onCancel}>
            {texts.cancel}
          </button>
        )}
      </div>
    </section>
  );
}
