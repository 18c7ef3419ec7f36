import { extend, parseDecimal, plus, ZERO_FEN, type Fen } from '@medisettle/money';
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
export type Step = 'register' | 'describe' | 'withdraw' | 'upload' | 'settle' | 'unregister';

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
});

/** Price × quantity; null while either cannot be read or is not above zero. */
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
export function hindranceOf(sale: Sale): 'no-lines' | 'line' | 'diagnosis' | null {
  if (sale.lines.length === 0) return 'no-lines';
  if (sale.lines.some((line) => amountOf(line) === null)) return 'line';
  const { code, name } = sale.diagnosis;
  if (!isPharmacy(sale.institution) && (code.trim() === '' || name.trim() === '')) return 'diagnosis';
  return null;
}

/** Whether the centre may have been told something of this bill. */
export const isBegun = (sale: Sale): boolean => sale.visitId !== null || Object.keys(sale.kept).length > 0;
