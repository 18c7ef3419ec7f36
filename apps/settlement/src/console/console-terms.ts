import type { Payer } from '@medisettle/benefits';
import type { Side } from '../clearing/clearing-rows.js';
import type { ClearingState } from '../clearing/clearing-states.js';
import type { DayState } from '../reconciliation/day-states.js';
import type { SimulationAnswer } from '../simulator/simulation-terms.js';
import type { EndedMessage, OutcomeCounts, TrafficSecond } from '../traffic/traffic.js';

/** What the console's stream and its questions say. Times ISO 8601, amounts decimal yuan as text. Types only. */

/** A message that was answered, as the console lists it. */
export interface MessageView extends Omit<EndedMessage, 'at'> {
  readonly at: string;
}

/** How many outcomes in other provinces are not known, by how long that is so. */
export interface UnknownAges {
  readonly underMinute: number;
  readonly underTenMinutes: number;
  readonly underHour: number;
  readonly longer: number;
}

/** A message whose outcome in another province is not known. */
export interface UnknownView {
  readonly institution: string;
  readonly msgid: string;
  readonly kind: 'settle' | 'cancel' | 'take-back';
  readonly division: string;
  readonly since: string;
}

export interface TerminalView {
  readonly terminal: string;
  readonly institutions: readonly string[];
  readonly heardAt: string;
  readonly unknown: { readonly count: number; readonly overdue: number; readonly since: string | null };
}

/** Cards of a generation in a state. `suspended` holds those that were lost before they were activated too. */
export interface CardCount {
  readonly generation: string;
  readonly state: string;
  readonly cards: number;
}

/** One day over all institutions that settled something on it. */
export interface CalendarDayView {
  readonly day: string;
  readonly closed: number;
  readonly differing: number;
  readonly open: number;
}

/** What went across provinces since the first of the month, by the other side. */
export interface FlowView {
  /** `care`: treated here, insured there (they owe); `insured`: the other way round (we owe). */
  readonly side: Side;
  readonly division: string;
  readonly rows: number;
  readonly owed: string;
}

/** A settlement or cancellation across provinces, as a list of them has it. */
export interface AcrossView {
  readonly settlementId: string;
  readonly kind: 'settlement' | 'cancellation';
  readonly institution: string;
  readonly at: string;
  readonly total: string;
  readonly owed: string;
}

/** A month with a province on one side. `rows` and `owed` are what the books have now. */
export interface ClearingTableView {
  readonly province: string;
  readonly side: Side;
  readonly state: ClearingState;
  readonly rows: number;
  readonly owed: string;
  /** Null before the first comparison. */
  readonly differences: number | null;
}

/** A month between provinces. */
export interface ClearingMonthView {
  readonly month: string;
  /** Until when it is to be confirmed; null where no rule says so. */
  readonly confirmation: string | null;
  readonly tables: readonly ClearingTableView[];
}

/** A part of the standings, and when it was read; null until it could be. */
export interface Looked<T> {
  readonly at: string;
  readonly found: T;
}

/** What stands in the database, each part as old as its `at` says. */
export interface StandingsView {
  readonly unknown: Looked<{ readonly ages: UnknownAges; readonly oldest: readonly UnknownView[] }> | null;
  readonly terminals: Looked<{ readonly list: readonly TerminalView[]; readonly institutions: number }> | null;
  readonly cards: Looked<readonly CardCount[]> | null;
  readonly calendar: Looked<readonly CalendarDayView[]> | null;
  readonly flows: Looked<readonly FlowView[]> | null;
  /** The last month and the one that runs. */
  readonly clearing: Looked<readonly ClearingMonthView[]> | null;
}

/** How it goes right now, in this program. */
export interface NowView {
  readonly at: string;
  readonly settledPerSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly underWay: number;
  readonly waiting: number;
  /** Since the program began. */
  readonly counts: OutcomeCounts;
  readonly refused: readonly { readonly code: string; readonly count: number }[];
  readonly latest: readonly MessageView[];
}

/** The stream's first event, `history`: the last minutes and all that stands. */
export interface ConsoleHistory {
  readonly seconds: readonly TrafficSecond[];
  readonly now: NowView;
  readonly standings: StandingsView;
}

/** Its other events, `tick`, one a second: the second that is over, and what stands where that was read anew. */
export interface ConsoleTick {
  readonly second: TrafficSecond;
  readonly now: NowView;
  readonly standings: StandingsView | null;
}

/** What was found for a number that an operator typed. */
export interface FoundView {
  readonly settlements: readonly string[];
  readonly messages: readonly {
    readonly institution: string;
    readonly msgid: string;
    readonly infno: string;
    readonly outcome: string;
    /** Of the refusal; null for any other outcome. */
    readonly code: string | null;
    readonly at: string;
    readonly settlementId: string | null;
  }[];
  /** Numbers masked. */
  readonly cards: readonly { readonly number: string; readonly generation: string; readonly state: string }[];
}

/**
 * A settlement or cancellation and why it is as it is. Persons by their family name and the ends of their number. The
 * explanation of a cancellation is empty, since its reason is its settlement's, and so is that of what another province
 * decided.
 */
export interface SettlementView extends Pick<SimulationAnswer, 'explanation' | 'sources'> {
  readonly settlementId: string;
  readonly kind: 'settlement' | 'cancellation';
  /** What it undoes, or the cancellation after which it stands again. */
  readonly cancels: string | null;
  readonly restores: string | null;
  /** What has become of it: its own number while it stands. */
  readonly latest: string;
  readonly institution: { readonly code: string; readonly name: string | null };
  readonly person: { readonly name: string; readonly number: string };
  readonly visitId: string;
  readonly msgid: string;
  readonly infno: string;
  readonly insuranceType: string;
  readonly medicalCategory: string;
  readonly settledAt: string;
  /** Null within the province. */
  readonly across: { readonly side: 'care' | 'insured'; readonly division: string; readonly owed: string } | null;
  readonly total: string;
  /** Who paid what, above 0; of a cancellation, who got back what. */
  readonly payers: readonly {
    readonly segment: string;
    readonly payer: Payer | 'other-province';
    readonly amount: string;
  }[];
}

/** Where the holder of a card was last with a social security card; which of his cards it was is not kept. */
export interface CardUse {
  readonly at: string;
  readonly institution: string;
  readonly name: string | null;
}

/** An institution as pages let one choose it. */
export interface InstitutionChoice {
  readonly code: string;
  readonly name: string;
}

/** How a day of an institution stands, as `/api/reconciliation/days` says it. */
export type DayStateView = DayState | 'closed';
