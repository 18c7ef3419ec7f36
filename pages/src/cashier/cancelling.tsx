import { useEffect, useRef, useState } from 'preact/hooks';
import type { SettlementRow } from '../../../apps/terminal-agent/src/cashier-page/settlement-rows.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { type Message, messageOf, type Sender } from './his.js';
import { Halted } from './not-done.js';
import type { Halt } from './sale-steps.js';
import { useTools } from './use-sale.js';

/** What is cancelled by which transaction. */
const CANCELLED_BY: Readonly<Record<string, string>> = {
  '2207': '2208',
  '2102': '2103',
  '2304': '2305',
  '2166': '2163',
};

export interface Cancellable {
  readonly institution: string;
  readonly infno: string;
  readonly settlementId: string;
  readonly visitId: string;
  readonly personNumber: string;
  readonly total: string;
}

/** A settlement of this counter that stands, or an order that was paid; null for what cannot be cancelled. */
export function cancellable({ kind, undone, settled, institution, infno, order }: SettlementRow): Cancellable | null {
  if ((kind !== 'settlement' && order?.state !== 'paid') || undone || settled === null) return null;
  const { settlementId, visitId, personNumber, total } = settled;
  return { institution, infno, settlementId, visitId, personNumber, total };
}

const keptUnder = (settlementId: string): string => `medisettle.cancellation.${settlementId}`;

/** The message of a cancellation that has no end yet; it is sent again as it was. */
function keptMessage(settlementId: string): Message | null {
  const kept = sessionStorage.getItem(keptUnder(settlementId));
  return kept === null ? null : (JSON.parse(kept) as Message);
}

interface CancellingProps {
  readonly what: Cancellable;
  readonly sender: Sender;
  readonly onClose: () => void;
}

/** Asks whether a settlement shall really be cancelled, and why. */
export function Cancelling({ what, sender, onClose }: CancellingProps) {
  const { cancelling: texts } = useTexts().cashier;
  const { amount } = useValues();
  const tools = useTools({ ...sender, institution: what.institution });
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState<keyof typeof texts.reasons>('refund');
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [halt, setHalt] = useState<Halt | null>(null);
  useEffect(() => dialog.current?.showModal(), []);

  const isOrder = what.infno === '2166';
  const newMessage = (): Message =>
    messageOf(
      tools.sender,
      CANCELLED_BY[what.infno] ?? '',
      isOrder ? { n_input: { mdtrt_regno: what.visitId } } : cancelled(),
    );
  const cancelled = () => ({
    data: {
      psn_no: what.personNumber,
      mdtrt_id: what.visitId,
      setl_id: what.settlementId,
      exp_content: JSON.stringify({ cancel_reason: words.trim() || texts.reasons[reason] }),
    },
  });
  const cancel = async (): Promise<void> => {
    const message = keptMessage(what.settlementId) ?? newMessage();
    sessionStorage.setItem(keptUnder(what.settlementId), JSON.stringify(message));
    setBusy(true);
    const said = await tools.send<unknown>(message);
    const ended = said.outcome === 'good' || (said.outcome === 'refused' && (await tools.ends(said.code)));
    if (ended) sessionStorage.removeItem(keptUnder(what.settlementId));
    setBusy(false);
    if (said.outcome === 'good') onClose();
    else setHalt(said);
  };
  return (
    <dialog ref={dialog} class="card cancelling" aria-labelledby="cancelling-title" onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void cancel();
        }}
      >
        <h2 id="cancelling-title">{texts.title}</h2>
        <p>{(isOrder ? texts.leadOrder : texts.lead)(amount(fenOf(what.total)))}</p>
        {isOrder ? null : (
          <>
            <div class="field">
              <label for="cancel-reason">{texts.reason}</label>
              <select
                id="cancel-reason"
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value as typeof reason)}
              >
                {Object.entries(texts.reasons).map(([key, name]) => (
                  <option key={key} value={key}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
            <div class="field">
              <label for="cancel-words">{texts.words}</label>
              <input
                id="cancel-words"
                type="text"
                autoComplete="off"
                maxLength={100}
                value={words}
                onInput={(event) => setWords(event.currentTarget.value)}
              />
            </div>
          </>
        )}
        <Halted halt={halt} />
        <div class="buttons">
          <button type="submit" class="button first" aria-disabled={busy}>
            {busy ? texts.cancelling : texts.confirm}
          </button>
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {texts.keep}
          </button>
        </div>
      </form>
    </dialog>
  );
}
