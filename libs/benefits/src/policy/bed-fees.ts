import type { Fen } from '@medisettle/money';
import type { Day } from '../calendar/dates.js';
import { rowAt, type Policy } from './policy.js';
import type { BedFeeRow } from './rows.js';

/** What the policy pays for a day in a bed of a ward on a day, in fen; null where it has no standard. */
export function bedFeeOn(policy: Policy, ward: string, day: Day): Fen | null {
  return rowAt(policy.index.bedFees, ward, day)?.payable ?? null;
}

/** All rows of the bed-fee standard, past and coming ones too, for listings. */
export const bedFees = (policy: Policy): readonly BedFeeRow[] => policy.tables.bedFees;
