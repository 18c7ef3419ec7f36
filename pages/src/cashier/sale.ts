import { extend, formatDecimal, minus, parseDecimal, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import type { OutageBillView } from '../../../apps/terminal-agent/src/outage-bills/outage-bill.js';
import type { ReceiptView } from '../../../apps/terminal-agent/src/receipts/receipt.js';
import { fenOf } from '../money-bar/shares.js';
import type { Message, Node } from './his.js';
import type { Patient } from './patient.js';

export interface SaleLine {
  readonly id: string;
  readonly item: string;
  readonly name: string;
  /** Yuan and number as typed. */
  readonly price: string;
  readonly count: string;
}

export interface Diagnosis {
  readonly code: string;
  readonly name: string;
}

/** Steps that change something at the centre, each with a message of its own. */
export type Step =
  'offer' | 'drop' | 'cancel' | 'register' | 'describe' | 'withdraw' | 'upload' | 'settle' | 'unregister';

/** A message that was sent and has no end yet, and what it was made of. */
export interface KeptMessage extends Message {
  readonly of: string;
}

/** What was settled: the message that did it and `setlinfo` of its answer. */
export interface SettledSale {
  readonly msgid: string;
  readonly setlinfo: Node;
}

/** Who pays what and why, by a trial. */
export interface Trial {
  readonly setlinfo: Node;
  /** The entries that it was reckoned on, see {@link entriesOf}. */
  readonly of: string;
}

/** A settlement of which a part goes back: it is cancelled whole, and what stays of it is settled anew. */
export interface Refund {
  readonly settlementId: string;
  readonly visitId: string;
  readonly personNumber: string;
  /** Cash that was paid for it, in yuan. */
  readonly cash: string;
  readonly items: readonly SaleLine[];
  /** Whether the centre has cancelled it; from then on the patient is owed what is not settled anew. */
  readonly cancelled: boolean;
}

/** A bill that was paid in full during an outage and is settled now. It is settled as it was paid: its lines stay. */
export interface Late {
  readonly number: string;
  /** When it was paid, as the wire writes it: the day by which its items are looked up. */
  readonly at: string;
  /** Yuan. */
  readonly paid: string;
  readonly name: string;
  readonly cardNumber: string;
}

/** A purchase of somebody from another province, which he pays in his application. Amounts in yuan. */
export interface Order {
  /** The message that made it. */
  readonly msgid: string;
  readonly number: string;
  readonly total: string;
  readonly accounts: string;
  readonly cash: string;
}

/** A bill at this counter, from its first line to its receipt. Kept in the tab, so that a reload goes on with it. */
export interface Sale {
  readonly institution: string;
  readonly lines: readonly SaleLine[];
  readonly diagnosis: Diagnosis;
  /** `med_type`. */
  readonly category: '11' | '13';
  readonly accountFlag: '0' | '1' | '2';
  /** Whose bill it is, and on which reader the card lay, from the first message on. */
  readonly patient: Patient | null;
  readonly visitId: string | null;
  /** What the centre was told last of diagnosis and lines; null where it was told nothing. */
  readonly described: string | null;
  readonly uploaded: string | null;
  /** Number of the batch of lines that was uploaded last. */
  readonly batch: number;
  readonly kept: Partial<Record<Step, KeptMessage>>;
  readonly trial: Trial | null;
  readonly settled: SettledSale | null;
  /** What this bill is the rest of; null for a bill of its own. */
  readonly refund: Refund | null;
  /** How many of each line of the refund come back, as typed. */
  readonly returned: Readonly<Record<string, string>>;
  /** What was paid for this bill before it is settled; null for a bill that is paid when it is settled. */
  readonly late: Late | null;
  /** What this bill was ordered as at the insured place; null for a bill that is settled from here. */
  readonly order: Order | null;
  /** Number under which this bill is being taken in full; it is kept before it is sent. */
  readonly inFull: string | null;
}

/** Codes of pharmacies begin with P, those of hospitals with H (rules of the national coding of institutions). */
export const isPharmacy = (institution: string): boolean => institution.startsWith('P');

export const newSale = (institution: string): Sale => ({
  institution,
  lines: [],
  diagnosis: { code: '', name: '' },
  category: '11',
  accountFlag: '1',
  patient: null,
  visitId: null,
  described: null,
  uploaded: null,
  batch: 0,
  kept: {},
  trial: null,
  settled: null,
  refund: null,
  returned: {},
  late: null,
  order: null,
  inFull: null,
});

/** Price × quantity; null while either cannot be read, is not above zero or is more than a bill comes to. */
export function amountOf({ price, count }: Pick<SaleLine, 'price' | 'count'>): Fen | null {
  const [each, quantity] = [parseDecimal(price.trim(), 6), parseDecimal(count.trim(), 4)];
  if (each === null || quantity === null || each.units <= 0n || quantity.units <= 0n) return null;
  return extend(each, quantity);
}

export const totalOf = (lines: readonly SaleLine[]): Fen =>
  plus(ZERO_FEN, ...lines.map((line) => amountOf(line) ?? ZERO_FEN));

/** What the lines say, so that it is seen whether they have changed. */
export const linesOf = ({ lines }: Sale): string =>
  JSON.stringify(lines.map(({ item, price, count }) => [item, price.trim(), count.trim()]));

export const describedOf = ({ diagnosis, category }: Sale): string =>
  JSON.stringify([diagnosis.code.trim(), diagnosis.name.trim(), category]);

/** Everything that a trial rests on. */
export const entriesOf = (sale: Sale): string =>
  JSON.stringify([linesOf(sale), describedOf(sale), sale.accountFlag, sale.patient?.personNumber ?? '']);

/** What keeps the bill from being reckoned; null when nothing does. */
export function hindranceOf(sale: Sale): 'no-lines' | 'line' | 'diagnosis' | 'nothing-back' | null {
  if (sale.lines.some((line) => amountOf(line) === null)) return 'line';
  if (sale.refund !== null) return sale.refund.cancelled || isReturning(sale) ? null : 'nothing-back';
  if (sale.lines.length === 0) return 'no-lines';
  const { code, name } = sale.diagnosis;
  if (!isPharmacy(sale.institution) && (code.trim() === '' || name.trim() === '')) return 'diagnosis';
  return null;
}

const isReturning = ({ returned }: Sale): boolean => Object.values(returned).some((count) => /[1-9]/.test(count));

/** Whether the centre may have been told something of this bill. */
export const isBegun = (sale: Sale): boolean =>
  sale.visitId !== null || sale.order !== null || sale.refund !== null || Object.keys(sale.kept).length > 0;

/** Batches of this page are numbered; those of another software are left to it. */
const OWN_BATCH = /^B(\d{1,9})$/;

/**
 * The bill by which a part of a settlement goes back, with nothing returned yet.
 * @returns null where this page cannot settle the rest: a stay, or a bill that another software has told
 */
export function refundOf(receipt: ReceiptView): Sale | null {
  const { institution, infno, items, bill, visitId, settlementId, personNumber, cash } = receipt;
  const isPurchase = infno === '2102';
  const batch = OWN_BATCH.exec(bill.batch)?.[1];
  const { category, accountFlag } = bill;
  if (items.length === 0 || (!isPurchase && batch === undefined)) return null;
  const lines = items.map(({ code, name, price, count }, index) => ({
    id: String(index),
    item: code,
    name,
    price,
    count,
  }));
  const sale: Sale = {
    ...newSale(institution),
    lines,
    category: category === '13' ? '13' : '11',
    accountFlag: accountFlag === '0' || accountFlag === '2' ? accountFlag : '1',
    refund: { settlementId, visitId, personNumber, cash, items: lines, cancelled: false },
  };
  if (isPurchase) return sale;
  return { ...sale, visitId, described: describedOf(sale), uploaded: linesOf(sale), batch: Number(batch) };
}

/** What stays of a bill whose lines come back in part; a number that cannot be is left empty, so that it is seen. */
export function remainingLines({ items }: Refund, returned: Sale['returned']): SaleLine[] {
  return items.flatMap((line) => {
    const [sold, back] = [parseDecimal(line.count, 4), parseDecimal(returned[line.id]?.trim() || '0', 4)];
    if (sold === null || back === null || back.units < 0n || back.units > sold.units) return [{ ...line, count: '' }];
    const left = sold.units - back.units;
    return left === 0n ? [] : [{ ...line, count: formatDecimal({ units: left, places: 4 }).replace(/\.?0+$/, '') }];
  });
}

/** Whether the bill can be taken in full: nothing of it may be settled already, and nothing was paid for it before. */
export const canTakeInFull = (sale: Sale): boolean =>
  sale.settled === null &&
  sale.kept.settle === undefined &&
  sale.refund === null &&
  sale.late === null &&
  sale.order === null &&
  sale.kept.offer === undefined;

/** The bill by which one that was paid in full is settled. */
export function lateSaleOf(bill: OutageBillView): Sale {
  const { institution, number, at, paid, name, cardNumber, category, accountFlag, diagnosis } = bill;
  const lines = bill.lines.map((line, index) => ({
    id: String(index),
    item: line.code,
    name: line.name,
    price: line.price,
    count: line.count,
  }));
  const late = { number, at, paid, name, cardNumber };
  return { ...newSale(institution), lines, category, accountFlag, diagnosis, late };
}

/** Of what was paid in full, what the patient gets back by a trial or the settlement; null until that is known. */
export function lateBack({ late, trial, settled }: Sale): Fen | null {
  const due = (settled ?? trial)?.setlinfo['psn_cash_pay'];
  return late === null || due === undefined || due === null ? null : minus(fenOf(late.paid), fenOf(due));
}

/** Cash that the patient gets back; below zero where some is still to be collected. Null until that is known. */
export function cashBack({ refund, lines, trial, settled }: Sale): Fen | null {
  if (refund === null || !refund.cancelled) return null;
  const due = (settled ?? trial)?.setlinfo['psn_cash_pay'];
  if (lines.length === 0) return fenOf(refund.cash);
  return due === undefined || due === null ? null : minus(fenOf(refund.cash), fenOf(due));
}
