import { type YearChange } from '@medisettle/benefits';
import { type Balances } from '../accounts/ledger.js';
import { accumulatorKey, added, NOTHING, type Accumulated } from '../accounts/year-accumulators.js';
import { type Filing } from '../filings/filings.js';
import { type KnownCredentials } from '../insured/credentials.js';
import { type Enrolment, type Person } from '../insured/insured.js';
import { type GatheredStay } from '../inpatient/gathered-stay.js';
import { afterSettlement } from '../inpatient/stay-standing.js';
import { billKey, type BillStanding } from '../visits/bill-state.js';
import { type FeeLine } from '../visits/fee-lines.js';
import { visitKey, type Visit } from '../visits/visits.js';
import { type SplitBill } from './bill.js';
import { yearOf, type NewSettlement } from './posting.js';

/** All that some bills need to be decided: as it stands in the database, and as the bills decided so far have left it. */
export interface Gathered {
  readonly persons: ReadonlyMap<string, Person>;
  readonly credentials: KnownCredentials;
  /** By `visitKey`. */
  readonly visits: ReadonlyMap<string, Visit>;
  /** By `billKey`, those that stand. */
  readonly lines: ReadonlyMap<string, readonly FeeLine[]>;
  readonly enrolments: ReadonlyMap<string, readonly Enrolment[]>;
  /** By `billKey`; bills that were never settled are left out. */
  readonly bills: Map<string, BillStanding>;
  /** By person; who has no account is left out. Changes of the insurance year that are due are counted. */
  readonly balances: Map<string, Balances>;
  /** Those changes by person, as a rule none; the first settlement books them. */
  readonly due: ReadonlyMap<string, readonly YearChange[]>;
  /** By person, cancelled ones too. */
  readonly filings: ReadonlyMap<string, readonly Filing[]>;
  /** Codes of those filed illnesses that critical-illness insurance lists. */
  readonly listedIllnesses: ReadonlySet<string>;
  /** By `visitKey`, what bills of stays need beside. */
  readonly stays: Map<string, GatheredStay>;
  /** By `accumulatorKey`; years in which nothing was settled are left out. */
  readonly accumulators: Map<string, Accumulated>;
}

/** Lets a decided bill be seen by those after it, as the database will show it once all of them are written. */
export function follow(gathered: Gathered, split: SplitBill, { record }: NewSettlement): void {
  const year = accumulatorKey(yearOf(record));
  gathered.bills.set(billKey(record), { attempts: record.attempt, settled: true });
  gathered.balances.set(record.personId, split.balancesAfter);
  const stay = gathered.stays.get(visitKey(record));
  if (stay) {
    const standing = afterSettlement(stay.standing, record);
    gathered.stays.set(visitKey(record), { ...stay, standing, unsettled: null });
  }
  gathered.accumulators.set(year, added(gathered.accumulators.get(year) ?? NOTHING, record.moved));
}
