import type { Side } from '../../../apps/settlement/src/clearing/clearing-rows.js';
import type { ClearingState, SplitState } from '../../../apps/settlement/src/clearing/clearing-states.js';
import type { ClearingCalendar, WarningLevel } from '../../../apps/settlement/src/clearing/clearing-policy.js';
import type { ClearingDifference } from '../../../apps/settlement/src/clearing/clearings.js';

/** What `/api/clearing` answers, as this page reads it. Amounts decimal yuan as text, times ISO 8601. */
export interface TableRow {
  readonly province: string;
  readonly side: Side;
  readonly state: ClearingState;
  readonly rows: number;
  readonly total: string;
  readonly fund: string;
  readonly account: string;
  readonly owed: string;
  /** Absent before the first comparison, as all that follows. */
  readonly differences?: number | null;
  readonly comparedAt?: string | null;
  readonly confirmedAt?: string | null;
  readonly confirmedBy?: string | null;
  readonly confirmedThereAt?: string | null;
  readonly paidAt?: string | null;
  readonly paidBy?: string | null;
}

export interface AdvanceRow {
  readonly province: string;
  readonly balance: string;
  readonly unpaid: string;
  readonly due: string | null;
  readonly warning: { readonly level: WarningLevel } | null;
}

export interface MonthAnswer {
  readonly month: string;
  readonly calendar: ClearingCalendar | null;
  readonly provinces: readonly TableRow[];
  readonly advances: readonly AdvanceRow[];
  readonly hospitals: readonly {
    readonly institutionCode: string;
    readonly state: SplitState;
    readonly confirmed: number;
    readonly objected: number;
  }[];
}

/** Tables of a month that are in one state on one side. */
export interface MonthTablesRow {
  readonly month: string;
  readonly side: Side;
  readonly state: ClearingState;
  readonly tables: number;
  readonly owed: string;
}

export interface ComparedAnswer {
  readonly tables: readonly { readonly side: Side; readonly differences: number | null }[];
}

/** What became of a confirmation or a payment. */
export interface ToldAnswer {
  readonly told: boolean;
}

export interface DifferenceRow extends Omit<ClearingDifference, 'here' | 'there'> {
  readonly here: string | null;
  readonly there: string | null;
}
