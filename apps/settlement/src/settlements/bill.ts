import { type AccountFlag, type BillAnswer, type BillLine, type Setting } from '@medisettle/benefits';
import { type Fen } from '@medisettle/money';
import { type Balances } from '../accounts/ledger.js';
import { type Enrolment, type Person } from '../insured/insured.js';
import { type Institution } from '../institutions/institutions.js';

/** A bill on the desk: whose, where, and the lines that it is made of. */
export interface Bill {
  readonly person: Person;
  readonly enrolment: Enrolment;
  readonly institution: Institution;
  readonly setting: Setting;
  /** `med_type`. */
  readonly medicalCategory: string;
  /** The filing by which it is paid is of an illness that critical-illness insurance lists. */
  readonly listedIllness: boolean;
  readonly accountFlag: AccountFlag;
  readonly lines: readonly BillLine[];
  /** The day whose policy applies, `yyyy-MM-dd`. */
  readonly day: string;
  /** What earlier bills of a stay have taken of a deductible that is due once for each stay. */
  readonly stayDeductibleUsed?: Fen;
}

/** A bill with its answer: what would be, or will be, posted. */
export interface SplitBill {
  readonly bill: Bill;
  readonly total: Fen;
  readonly answer: BillAnswer;
  readonly insuranceYear: { readonly from: string; readonly to: string };
  readonly balancesAfter: Balances;
}

/** What HIS says that the bill comes to; null where it says nothing. */
export interface Expected {
  readonly total: Fen;
  readonly selfFunded: Fen | null;
  readonly overLimit: Fen | null;
  readonly classified: Fen | null;
  readonly inScope: Fen | null;
  /** Cash that the cashier has taken already (`psn_cash_pay` in `exp_content`). */
  readonly cashCollected: Fen | null;
}
