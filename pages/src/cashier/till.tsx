import { useEffect, useState } from 'preact/hooks';
import type { SettlementRow } from '../../../apps/terminal-agent/src/cashier-page/settlement-rows.js';
import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import { BillEntry } from './bill-entry.js';
import { type Cancellable, cancellable, Cancelling } from './cancelling.js';
import type { Today } from './counter.js';
import { type Node, readExactly, type Sender } from './his.js';
import { type Identified, PatientPanel } from './patient-panel.js';
import { rememberPrices } from './prices.js';
import { Receipt } from './receipt.js';
import { hindranceOf } from './sale.js';
import { TodayList } from './today-list.js';
import { TrialPanel } from './trial-panel.js';
import type { SaleDesk } from './use-sale.js';

/** Gives the focus to what the next turn has put into the document. */
const focusSoon = (id: string): void => void setTimeout(() => document.getElementById(id)?.focus());

/** A settlement of the list, opened again. */
interface Reopened {
  readonly row: SettlementRow;
  readonly setlinfo: Node;
}

interface OutcomeBody {
  readonly answer: { readonly output: { readonly setlinfo?: Node } | null } | null;
}

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
  const { ask } = useSession();
  const [hindrance, setHindrance] = useState<keyof typeof hindrances | null>(null);
  const [reopened, setReopened] = useState<Reopened | null>(null);
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
    const found = hindranceOf(sale) ?? (patient === null ? 'nobody' : null);
    setHindrance(found);
    if (found !== null || patient === null) return;
    void desk.reckon(identified.patient ?? patient).then((went) => went && focusSoon('settle'));
  };
  const show = async (row: SettlementRow): Promise<void> => {
    const path = `/api/outcomes/${row.institution}/${encodeURIComponent(row.msgid)}`;
    const answer = await ask<OutcomeBody>(path, undefined, undefined, readExactly);
    const setlinfo = answer.outcome === 'answered' ? answer.body.answer?.output?.setlinfo : undefined;
    if (setlinfo) setReopened({ row, setlinfo });
  };
  const close = (): void => {
    if (reopened === null) desk.next();
    setReopened(null);
    focusSoon('item');
  };

  const rowOf = (msgid: string): SettlementRow | undefined =>
    today?.rows.find((row) => row.msgid === msgid && row.institution === sender.institution);
  const shown = reopened ?? (settled && { row: rowOf(settled.msgid), setlinfo: settled.setlinfo });
  const row = shown && (rowOf(reopened?.row.msgid ?? settled?.msgid ?? '') ?? shown.row);
  const what = row ? cancellable(row) : null;
  return (
    <>
      <div class="till">
        <div class="stack">
          <PatientPanel {...identified} />
          {settled === null ? <BillEntry sender={sender} desk={desk} onReckon={reckon} /> : null}
        </div>
        {shown ? (
          <Receipt
            institution={name}
            setlinfo={shown.setlinfo}
            operator={sender.operator}
            again={reopened !== null}
            undone={row?.undone ?? false}
            onCancel={what === null ? undefined : () => setCancelling(what)}
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
      <TodayList today={today} institution={sender.institution} onShow={(one) => void show(one)} />
      <p class="hint">{where.keys}</p>
    </>
  );
}
