import type { Fen, Price, Quantity, Rate } from '@medisettle/money';
import type { Day } from '../calendar/dates.js';
import type { PersonDates } from '../persons/cohort.js';
import type { AccountFlag, Accumulator, InstitutionLevel, Scheme, Setting } from '../policy/words.js';

/** A fee line as the catalogue classifies it. */
export interface BillLine {
  /** 甲 A, 乙 B, 丙 C; null for an item that the catalogue does not have (paid in full by the person, with a note). */
  readonly class: 'A' | 'B' | 'C' | null;
  readonly amount: Fen;
  readonly quantity: Quantity;
  /** When given, price × quantity may differ from the amount by 0.01 at most. */
  readonly price?: Price | null;
  /** Part of the amount within the limit that the person pays first, 0 to 1. */
  readonly selfpayRatio?: Rate | null;
  /** Yuan per unit that the person pays first. Not together with a ratio. */
  readonly selfpayFixed?: Price | null;
  /** Yuan per unit up to which the item is paid; what is above is the person's. */
  readonly priceLimit?: Price | null;
}

/** The person's balances, and what the accumulators hold before this bill. Missing fields count as 0. */
export type BillState = { readonly [Name in Accumulator | Balance]?: Fen };

export type Balance = 'currentYearBalance' | 'accumulatedBalance' | 'familyBalance';

/**
 * A bill to split. Amounts are fen, days `yyyy-MM-dd`. It has either `lines` or, for a simulation without lines, the
 * amount in scope.
 */
export interface Bill {
  /** The day whose policy applies. */
  readonly date: Day;
  readonly scheme: Scheme;
  readonly person: PersonDates;
  readonly setting: Setting;
  /** Level of the institution; null (a pharmacy) where no rule depends on it. */
  readonly institutionLevel: InstitutionLevel | null;
  readonly acctUsedFlag: AccountFlag;
  readonly lines?: readonly BillLine[];
  readonly inScope?: Fen;
  /** When given, it must be the sum of the lines, or the amount in scope where there are none. */
  readonly total?: Fen;
  readonly state: BillState;
  /**
   * The person's own figures, or what-if: the ceiling on expenses of the year (null or missing: none on record), and
   * the quota of the setting's first step, be it a deductible or a self-pay segment.
   */
  readonly overrides?: { readonly ceiling?: Fen | null; readonly deductible?: Fen | null };
  /** The person's care was moved to another province; whether his accounts still pay is the policy's to say. */
  readonly careMovedOut?: boolean;
  /** The treatment is for an illness that critical-illness insurance lists (residents). */
  readonly listedIllness?: boolean;
}
