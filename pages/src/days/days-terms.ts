import type { DayStateView } from '../../../apps/settlement/src/console/console-terms.js';
import type { Cure, DifferenceClass } from '../../../apps/settlement/src/reconciliation/differences.js';

/** What `/api/reconciliation` answers, as these pages read it. Amounts decimal yuan as text. */
export interface DayRow {
  readonly day: string;
  readonly state: DayStateView;
  /** Null while it is not closed. */
  readonly closedAt: string | null;
  /** The operator; null for the nightly run. */
  readonly closedBy: string | null;
  readonly rows: number;
  readonly total: string;
  readonly fund: string;
  readonly account: string;
}

export interface StatementRow {
  readonly statementId: string;
  readonly kind: 'totals' | 'details';
  readonly from: string;
  readonly to: string;
  readonly equal: boolean;
  readonly differences: number | null;
  readonly madeAt: string;
}

interface Amounts {
  readonly total: string;
  readonly fund: string;
  readonly account: string;
}

export interface DifferenceRow {
  readonly position: number;
  readonly class: DifferenceClass;
  readonly settlementId: string;
  readonly msgid: string | null;
  readonly told: Amounts | null;
  readonly found: Amounts | null;
  readonly cure: Cure;
}

/** A cure that was ordered, as `/api/reconciliation/cures` says it. */
export interface CureRow {
  readonly position: number;
  readonly operator: string;
  readonly reason: string;
  readonly msgid: string;
  readonly orderedAt: string;
  /** `reversed`, or the code of the refusal; null while nobody knows. */
  readonly outcome: string | null;
}
