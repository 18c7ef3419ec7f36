import { formatYuan, ZERO_FEN } from '@medisettle/money';
import type { Node } from './his.js';
import { CREDENTIAL, type Patient } from './patient.js';
import { amountOf, isPharmacy, type Sale, totalOf } from './sale.js';
import { haltOf, take, type Tools, type Went } from './sale-steps.js';

/** The first two digits of a division name its province (GB/T 2260). */
const provinceOf = (division: string): string => division.slice(0, 2);

/** Whether a purchase goes to another province: it is ordered here, and paid in the patient's application. */
export const isOrdered = ({ sender: { division } }: Pick<Tools, 'sender'>, sale: Sale, patient: Patient): boolean =>
  isPharmacy(sale.institution) &&
  division !== null &&
  patient.insuredAt !== '' &&
  provinceOf(patient.insuredAt) !== provinceOf(division);

/** The pharmacy's own number of a purchase (`mdtrtsn`), 20 signs at most; a new one for each order. */
const newSerial = (): string => `${Date.now()}${Math.floor(Math.random() * 1_000_000)}`.slice(0, 20);

const offer = (sale: Sale) => ({
  n_input: {
    ...CREDENTIAL,
    ssn: sale.patient?.certificate,
    insuplc: sale.patient?.insuredAt,
    psn_no: sale.patient?.personNumber,
    mdtrtsn: newSerial(),
    med_type: '41',
    insutype: sale.patient?.insuranceType,
    medfee_sumamt: formatYuan(totalOf(sale.lines)),
    acct_used_flag: sale.accountFlag,
  },
  feedetl: sale.lines.map((line) => ({
    hilist_code: line.item,
    hilist_name: line.name,
    medins_list_codg: line.item,
    pric: line.price.trim(),
    cnt: line.count.trim(),
    amt: formatYuan(amountOf(line) ?? ZERO_FEN),
  })),
});

/** Tries the purchase of somebody from another province and makes an order of it (2166), once. */
export async function orderBill(tools: Tools, entered: Sale, patient: Patient): Promise<Went> {
  const begun: Sale = entered.kept.offer ? entered : { ...entered, patient };
  const stepped = await take<{ n_output: Node }>(tools, begun, 'offer', () => ({ infno: '2166', input: offer(begun) }));
  const { msgid, said } = stepped;
  let { sale } = stepped;
  if (said.outcome === 'good') {
    const { n_output: told } = said.output;
    const of = (name: string): string => told[name] ?? '';
    const order = { msgid, number: of('mdtrt_regno'), total: of('medfee_sumamt') };
    sale = { ...sale, order: { ...order, accounts: of('acct_payamt'), cash: of('psn_cashpay') } };
  }
  tools.keep(sale);
  return { sale, halt: haltOf(said) };
}

/** What 2167 says. */
export const dropping = (order: string) => ({ n_input: { mdtrt_regno: order } });

/** Orders that lead nowhere any more: there is nothing left to cancel. */
const GONE: ReadonlySet<string> = new Set(['PURCHASE-ORDER-CLOSED', 'PURCHASE-ORDER-UNKNOWN']);

/** Cancels an order that is not paid (2167); the bill stays. One that was paid meanwhile is refused, and stands. */
export async function dropOrder(tools: Tools, ordered: Sale): Promise<Went> {
  const { order } = ordered;
  if (order === null) return { sale: ordered, halt: null };
  const { said, sale } = await take(tools, ordered, 'drop', () => ({
    infno: '2167',
    input: dropping(order.number),
  }));
  const isGone = said.outcome === 'good' || (said.outcome === 'refused' && GONE.has(said.code));
  const left = isGone ? { ...sale, order: null } : sale;
  tools.keep(left);
  return { sale: left, halt: isGone ? null : haltOf(said) };
}
