import { useEffect, useRef, useState } from 'preact/hooks';
import type { OutageBillView, Withdrawal } from '../../../apps/terminal-agent/src/outage-bills/outage-bill.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { NotDone } from './not-done.js';
import type { Undone } from './outage.js';

interface WithdrawingProps {
  readonly bill: OutageBillView;
  readonly withdraw: (number: string, reason: Withdrawal) => Promise<Undone | null>;
  readonly onClose: () => void;
}

/** Asks why a bill in full shall not be settled any more; the reason says whether its cash goes back. */
export function Withdrawing({ bill, withdraw, onClose }: WithdrawingProps) {
  const { outage: texts } = useTexts().cashier;
  const { amount } = useValues();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState<Withdrawal>('goods-back');
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Undone | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const refused = await withdraw(bill.number, reason);
    setBusy(false);
    setWhy(refused);
    if (refused === null) dialog.current?.close();
  };
  return (
    <dialog ref={dialog} class="card cancelling" aria-labelledby="withdrawing-title" onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h2 id="withdrawing-title">{texts.withdrawing}</h2>
        <div class="field">
          <label for="withdraw-reason">{texts.reason}</label>
          <select
            id="withdraw-reason"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value as Withdrawal)}
          >
            {Object.entries(texts.reasons).map(([key, name]) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <p role="status">{reason === 'own-cost' ? texts.cashStays : texts.cashBack(amount(fenOf(bill.paid)))}</p>
        <NotDone why={why} />
        <div class="buttons">
          <button type="submit" class="button first" aria-disabled={busy}>
            {texts.confirm}
          </button>
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {texts.leave}
          </button>
        </div>
      </form>
    </dialog>
  );
}
