import { useEffect, useState } from 'preact/hooks';
import type { OutageBillView } from '../../../apps/terminal-agent/src/outage-bills/outage-bill.js';
import type { ReceiptView } from '../../../apps/terminal-agent/src/receipts/receipt.js';
import { useTexts } from '../language/language.js';
import { BillEntry } from './bill-entry.js';
import { type Cancellable, cancellable, Cancelling } from './cancelling.js';
import type { Today } from './counter.js';
import type { Sender } from './his.js';
import { InFull } from './in-full.js';
import { LateDone, LateEntry } from './late-entry.js';
import { FixedLines } from './fixed-lines.js';
import { OrderPanel, useWaitingOrders } from './order-panel.js';
import { isUndone, type OutageDesk, type Undone } from './outage.js';
import { OutageList } from './outage-list.js';
import { OutagePaper } from './outage-paper.js';
import { type Identified, PatientPanel } from './patient-panel.js';
import type { Patient } from './patient.js';
import { rememberPrices } from './prices.js';
import { Receipt } from './receipt.js';
import { RefundDone, RefundEntry } from './refund-entry.js';
import { canTakeInFull, hindranceOf, isBegun, lateSaleOf, refundOf, type Sale } from './sale.js';
import { Statement } from './statement.js';
import { TodayList } from './today-list.js';
import { TrialPanel } from './trial-panel.js';
import type { SaleDesk } from './use-sale.js';
import type { ReadCard, WhichCard } from './which-card.js';
import { Withdrawing } from './withdrawing.js';

/** Gives the focus to what the next turn has put into the document. */
const focusSoon = (id: string): void => void setTimeout(() => document.getElementById(id)?.focus());

/** Whether the card on the reader is another patient's than the one whose bill this is. */
function isOtherPatient({ refund, late }: Sale, patient: Patient, cardNumber: string | undefined): boolean {
  if (refund !== null) return patient.personNumber !== refund.personNumber;
  // A card may have been exchanged since; the counter looks at the number of the citizen when it is settled.
  return late !== null && late.cardNumber !== cardNumber && late.name !== patient.name;
}

interface TillProps {
  readonly sender: Sender;
  readonly name: string;
  readonly identified: Identified;
  readonly desk: SaleDesk;
  readonly today: Today | undefined;
  readonly outage: OutageDesk;
  readonly advice: WhichCard['advice'];
  /** The card of whoever pays in full, as far as there is one. */
  readonly card: ReadCard | null;
  /** Whether the centre is known to be away. */
  readonly isAway: boolean;
}

/** One institution's till: bill, trial, settlement, receipt, and what was settled today. */
export function Till({ sender, name, identified, desk, today, outage, advice, card, isAway }: TillProps) {
  const { hindrances, order, where } = useTexts().cashier;
  const [hindrance, setHindrance] = useState<keyof typeof hindrances | null>(null);
  /** Number of a settlement of the list that is opened again. */
  const [reopened, setReopened] = useState<string | null>(null);
  const [cancelling, setCancelling] = useState<Cancellable | null>(null);
  /** The paper of a bill in full that is shown, and the one whose withdrawal is asked for. */
  const [paper, setPaper] = useState<{ readonly number: string; readonly again: boolean } | null>(null);
  const [withdrawing, setWithdrawing] = useState<OutageBillView | null>(null);
  const { sale, busy, halt } = desk;
  const { settled } = sale;

  useEffect(() => {
    if (settled !== null) rememberPrices(sale.institution, sale.lines);
  }, [settled?.msgid]);
  useWaitingOrders(sender, today);
  useEffect(() => setHindrance(null), [sale.lines, sale.diagnosis, identified.patient]);

  const noWay = isAway || (halt ?? identified.said)?.outcome === 'unknown';
  const reckonBill = (bill: Sale): void => {
    if (busy !== null || bill.kept.settle !== undefined) return;
    const patient = bill.patient ?? identified.patient;
    const isOther = patient !== null && isOtherPatient(bill, patient, card?.card.cardNumber);
    const nobody = advice === 'choose' ? 'choose' : 'nobody';
    const found = hindranceOf(bill) ?? (patient === null ? nobody : isOther ? 'other-card' : null);
    setHindrance(found);
    // While the centre is away nobody is identified, and what can be done is to take the bill in full.
    if (found === 'nobody' && noWay && canTakeInFull(bill)) focusSoon('in-full');
    if (found !== null || patient === null) return;
    void desk.reckon(identified.patient ?? patient).then((went) => {
      if (!went) return;
      // It has become a trial to settle or an order to be paid, or nothing is left of it.
      for (const id of bill.lines.length > 0 ? ['order-title', 'settle'] : ['refund-done']) focusSoon(id);
    });
  };
  const reckon = (): void => reckonBill(sale);
  const isOnDesk = settled === null && (sale.lines.length > 0 || isBegun(sale));
  const takeInFull = (typed: string): Promise<OutageBillView | Undone> | null => {
    const found = hindranceOf(sale) ?? ((card?.card.holder?.name ?? '') === '' && typed === '' ? 'name' : null);
    setHindrance(found);
    if (found !== null) return null;
    return outage.keep(desk.number(), card?.name ?? null, typed).then((said) => {
      if (isUndone(said)) return said;
      rememberPrices(sale.institution, sale.lines);
      desk.next();
      setPaper({ number: said.number, again: false });
      return said;
    });
  };
  const settleLate = (bill: OutageBillView): void => {
    setReopened(null);
    setPaper(null);
    if (isOnDesk) {
      setHindrance('bill-open');
      return;
    }
    const late = lateSaleOf(bill);
    desk.begin(late);
    focusSoon('late-reckon');
    reckonBill(late);
  };
  const partBack = (receipt: ReceiptView): void => {
    const rest = refundOf(receipt);
    setReopened(null);
    setPaper(null);
    if (isOnDesk || rest === null) {
      setHindrance('bill-open');
      return;
    }
    desk.begin(rest);
    focusSoon('back-0');
  };
  const close = (): void => {
    if (reopened === null && paper === null) desk.next();
    setReopened(null);
    setPaper(null);
    focusSoon('item');
  };

  const shown = reopened ?? settled?.msgid;
  const row = today?.rows.find(({ msgid, institution }) => msgid === shown && institution === sender.institution);
  const what = row ? cancellable(row) : null;
  const shownPaper = outage.bills.find(({ number }) => number === paper?.number);
  return (
    <>
      <div class="till">
        <div class="stack">
          <PatientPanel {...identified} advice={advice} isCardUnknown={card?.card.verdict.outcome === 'unknown'} />
          <Statement sender={sender} patient={identified.patient} />
          {settled === null && sale.refund === null && sale.late === null && sale.order === null ? (
            <BillEntry sender={sender} desk={desk} onReckon={reckon} />
          ) : null}
          {settled === null && sale.refund !== null ? <RefundEntry desk={desk} onReckon={reckon} /> : null}
          {settled === null && sale.order !== null ? (
            <section class="card stack" aria-label={order.bill}>
              <FixedLines lines={sale.lines} />
            </section>
          ) : null}
          {settled === null ? <LateEntry sale={sale} busy={busy !== null} onReckon={reckon} /> : null}
          <RefundDone sale={sale} />
          <LateDone sale={sale} />
        </div>
        {shownPaper !== undefined && paper !== null ? (
          <OutagePaper name={name} bill={shownPaper} again={paper.again} onClose={close} />
        ) : shown ? (
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
        ) : sale.order !== null ? (
          <OrderPanel
            desk={desk}
            isAway={isAway}
            onDrop={(number) => void desk.drop(number).then((went) => went && focusSoon('item'))}
          />
        ) : (
          <div class="stack">
            <TrialPanel
              desk={desk}
              hindrance={hindrance === null ? null : hindrances[hindrance]}
              unresolved={today?.unresolved ?? []}
              onSettle={() => void desk.settle()}
              onNext={() => {
                desk.next();
                focusSoon('item');
              }}
            />
            {noWay && busy === null && canTakeInFull(sale) ? (
              <InFull sale={sale} card={card} onTake={takeInFull} />
            ) : null}
          </div>
        )}
      </div>
      {cancelling === null ? null : (
        <Cancelling what={cancelling} sender={sender} onClose={() => setCancelling(null)} />
      )}
      {withdrawing === null ? null : (
        <Withdrawing
          bill={withdrawing}
          withdraw={outage.withdraw}
          onClose={() => {
            setWithdrawing(null);
            focusSoon('outage-title');
          }}
        />
      )}
      <OutageList
        bills={outage.bills}
        onSettle={settleLate}
        onWithdraw={setWithdrawing}
        onPaper={({ number }) => setPaper({ number, again: true })}
      />
      <TodayList
        today={today}
        institution={sender.institution}
        onShow={(msgid) => {
          setPaper(null);
          setReopened(msgid);
        }}
        onDrop={(number) => void desk.drop(number).then((went) => went && focusSoon('today-title'))}
      />
      <p class="hint">{where.keys}</p>
    </>
  );
}
