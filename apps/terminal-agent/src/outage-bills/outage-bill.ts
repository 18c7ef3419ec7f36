import { AMOUNT_MAX, extend, formatYuan, parseDecimal, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { z } from 'zod';

const LINES_MAX = 200;
const word = (most: number) => z.string().trim().max(most);

const Line = z.object({
  code: word(150).min(1),
  name: word(200),
  /** Yuan and number as typed. */
  price: word(20).min(1),
  count: word(20).min(1),
});

/** A bill as it is typed at the desk. */
const Bill = z.object({
  /** `med_type` at a hospital. */
  category: z.enum(['11', '13']),
  accountFlag: z.enum(['0', '1', '2']),
  diagnosis: z.object({ code: word(20), name: word(100) }),
  lines: z.array(Line).min(1).max(LINES_MAX),
});
export type Bill = z.output<typeof Bill>;

/** Takes a bill in full. The number is made and kept by whoever sends it: sent twice it is one bill. */
export const KeepOutageBill = Bill.extend({
  number: z.string().regex(/^[A-Z0-9]{16,40}$/),
  operator: word(30),
  /** On which reader the card lies; null without one. */
  reader: z.string().max(200).nullable(),
  /** Whose bill it is, as typed: counts where the card does not say it. */
  name: word(50),
});
export type KeepOutageBill = z.output<typeof KeepOutageBill>;

/** Why a bill is not settled any more. `own-cost`: the patient pays it himself; with the others he gets his cash back. */
const WITHDRAWALS = ['goods-back', 'mistake', 'own-cost'] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

export const WithdrawOutageBill = z.object({ operator: word(30), reason: z.enum(WITHDRAWALS) });
export type WithdrawOutageBill = z.output<typeof WithdrawOutageBill>;

/** Who a bill is for, as the card itself says; what it does not say is empty. */
export interface Payer {
  readonly name: string;
  readonly cardNumber: string;
  readonly citizenNumber: string;
}

/** What is sealed of a bill. */
export type OutageWords = Bill & Payer;

/** `settling`: the message that settles it is under way, or its outcome is unknown. */
export type OutageBillState = 'open' | 'settling' | 'settled' | 'withdrawn';

/** A bill that was paid in full while the centre could not be reached. It is no settlement. Amounts in yuan. */
export interface OutageBillView {
  readonly institution: string;
  readonly number: string;
  /** `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai. */
  readonly at: string;
  readonly operator: string;
  readonly name: string;
  /** Empty where no card said it. */
  readonly cardNumber: string;
  readonly category: Bill['category'];
  readonly accountFlag: Bill['accountFlag'];
  readonly diagnosis: Bill['diagnosis'];
  readonly lines: readonly (Bill['lines'][number] & { readonly amount: string })[];
  readonly paid: string;
  readonly capitals: string;
  /** The last day on which it can be settled: the end of the insurance year, of the earliest one while it is not known. */
  readonly until: string;
  readonly state: OutageBillState;
  /** The message that settles it. */
  readonly msgid: string | null;
  readonly withdrawn: { readonly reason: Withdrawal; readonly cashBack: boolean } | null;
}

/** Whether the patient gets his cash back. */
export const givesCashBack = (reason: Withdrawal): boolean => reason !== 'own-cost';

const unreadableLines = (): never =>
  refuse('MSG-FIELD-INVALID', {
    field: 'lines',
    expectedZh: `大于零的单价和数量，金额不超过${formatYuan(AMOUNT_MAX)}元`,
    expectedEn: `prices and quantities above zero, no more than ${formatYuan(AMOUNT_MAX)} yuan in all`,
  });

/** What a line comes to. @throws Refused MSG-FIELD-INVALID for what is no price, no quantity, not above zero or too much */
function lineAmount({ price, count }: Pick<Bill['lines'][number], 'price' | 'count'>): Fen {
  const [each, quantity] = [parseDecimal(price, 6), parseDecimal(count, 4)];
  const amount = each === null || quantity === null ? ZERO_FEN : extend(each, quantity);
  return each !== null && each.units > 0n && amount !== null && amount > ZERO_FEN ? amount : unreadableLines();
}

/** @throws Refused MSG-FIELD-INVALID as for a line, and for a total that no settlement could take */
export function billTotal({ lines }: Pick<Bill, 'lines'>): Fen {
  const total = plus(ZERO_FEN, ...lines.map(lineAmount));
  return total <= AMOUNT_MAX ? total : unreadableLines();
}

export const linesWithAmounts = ({ lines }: Pick<Bill, 'lines'>): OutageBillView['lines'] =>
  lines.map((line) => ({ ...line, amount: formatYuan(lineAmount(line)) }));
