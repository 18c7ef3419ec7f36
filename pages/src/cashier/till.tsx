import { useEffect, useState } from 'preact/hooks';
import type { ReceiptView } from '../../../apps/terminal-agent/src/receipts/receipt.js';
import { useTexts } from '../language/language.js';
import { BillEntry } from './bill-entry.js';
import { type Cancellable, cancellable, Cancelling } from './cancelling.js';
import type { Today } from './counter.js';
import type { Sender } from './his.js';
import { type Identified, PatientPanel } from './patient-panel.js';
import { rememberPrices } from './prices.js';
import { Receipt } from './receipt.js';
import { RefundDone, RefundEntry } from './refund-entry.js';
import { hindranceOf, isBegun, refundOf } from './sale.js';
import { Statement } from './statement.js';
import { TodayList } from './today-list.js';
import { TrialPanel } from './trial-panel.js';
import type { SaleDesk } from './use-sale.js';

/** Gives the focus to what the next turn has put into the document. */
const focusSoon = (id: string): void => void setTimeout(() => document.getElementById(id)?.focus());

interface TillProps {
  readonly sender: Sender;
  readonly name: string;
  readonly identified: Identified;
  readonly desk: SaleDesk;
  readonly today: Today | undefined;
}

/** One institution's till: bill, trial, settlement, receipt, and what was settled today. */
export function Till({ sender, name, identified, desk, today }: TillProps) {
  const { hindrances, where } = useTexts().cashier;
  const [hindrance, setHindrance] = useState<keyof typeof hindrances | null>(null);
  /** Number of a settlement of the list that is opened again. */
  const [reopened, setReopened] = useState<string | null>(null);
  const [cancelling, setCancelling] = useState<Cancellable | null>(null);
  const { sale, busy } = desk;
  const { settled } = sale;

  useEffect(() => {
    if (settled !== null) rememberPrices(sale.institution, sale.lines);
  }, [settled?.msgid]);
  useEffect(() => setHindrance(null), [sale.lines, sale.diagnosis, identified.patient]);

  const reckon = (): void => {
    if (busy !== null || sale.kept.settle !== undefined) return;
    const patient = sale.patient ?? identified.patient;
    const isOther = sale.refund !== null && patient !== null && patient.personNumber !== sale.refund.personNumber;
    const found = hindranceOf(sale) ?? (patient === null ? 'nobody' : isOther ? 'other-card' : null);
    setHindrance(found);
    if (found !== null || patient === null) return;
    void desk
      .reckon(identified.patient ?? patient)
      .then((went) => went && focusSoon(sale.lines.length > 0 ? 'settle' : 'refund-done'));
  };
  const partBack = (receipt: ReceiptView): void => {
    const rest = refundOf(receipt);
    const isOnDesk = settled === null && (sale.lines.length > 0 || isBegun(sale));
    setReopened(null);
    if (isOnDesk || rest === null) {
      setHindrance('bill-open');
      return;
    }
    desk.begin(rest);
    focusSoon('back-0');
  };
  const close = (): void => {
    if (reopened === null) desk.next();
    setReopened(null);
    focusSoon('item');
  };

  const shown = reopened ?? settled?.msgid;
  const row = today?.rows.find(({ msgid, institution }) => msgid === shown && institution === sender.institution);
  const what = row ? cancellable(row) : null;
  return (
    <>
      <div class="till">
        <div class="stack">
          <PatientPanel {...identified} />
          <Statement sender={sender} patient={identified.patient} />
          {settled === null && sale.refund === null ? (
            <BillEntry sender={sender} desk={desk} onReckon={reckon} />
          ) : null}
          {settled === null && sale.refund !== null ? <RefundEntry desk={desk} onReckon={reckon} /> : null}
          <RefundDone sale={sale} />
        </div>
        {shown ? (
          <Receipt
            institution={sender.institution}
            name={name}
            msgid={shown}
            again={reopened !== null}
            undone={row?.undone ?? false}
            onCancel={what === null ? undefined : () => setCancelling(what)}
            onPartBack={partBack}
            onNext={close}
          />
        ) : (
          <TrialPanel
            desk={desk}
            hindrance={hindrance === null ? null : hindrances[hindrance]}
            unresolved={today?.unresolved ?? []}
            onSettle={() => void desk.settle()}
          />
        )}
      </div>
      {cancelling === null ? null : (
        <Cancelling what={cancelling} sender={sender} onClose={() => setCancelling(null)} />
      )}
      <TodayList today={today} institution={sender.institution} onShow={(msgid) => setReopened(msgid)} />
      <p class="hint">{where.keys}</p>
    </>
  );
}
