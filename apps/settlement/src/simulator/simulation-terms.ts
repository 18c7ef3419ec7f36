import type {
  AccountFlag,
  Balance,
  Accumulator,
  Grade,
  Note,
  Payer,
  Scheme,
  Segment,
  Setting,
} from '@medisettle/benefits';

/** What callers of the simulator ask and get. Amounts are decimal yuan as text, days `yyyy-MM-dd`. Types only. */

export interface SimulationLine {
  readonly name?: string;
  readonly class: 'A' | 'B' | 'C';
  readonly pric?: string;
  readonly cnt?: string;
  readonly amount: string;
  /** 0 to 1, not together with `selfpayFixed`. */
  readonly selfpayRatio?: string;
  /** Per unit. */
  readonly selfpayFixed?: string;
  /** Per unit. */
  readonly priceLimit?: string;
}

/** Either lines or the amount in scope. */
export interface SimulationQuestion {
  readonly date: string;
  readonly scheme: Scheme;
  readonly person: {
    readonly birthDate: string;
    readonly workStartDate?: string | null;
    readonly retirementDate?: string | null;
    /** Retired without a date is taken as said; what contradicts the dates is refused. */
    readonly status?: 'active' | 'retired';
    /** The cohort that the caller has in mind; refused when the dates make the person another one. */
    readonly cohort?: string;
  };
  readonly setting: Setting;
  readonly institutionLevel?: '1' | '2' | '3';
  readonly acctUsedFlag?: AccountFlag;
  readonly lines?: readonly SimulationLine[];
  readonly inScope?: string;
  /** When given, the lines must add up to it. */
  readonly total?: string;
  /** The treatment is for an illness that critical-illness insurance lists (residents). */
  readonly listedIllness?: boolean;
  readonly state?: { readonly [Name in Balance | Accumulator]?: string };
  readonly overrides?: { readonly ceiling?: string; readonly deductible?: string };
}

/** Names of the national `setlinfo`, and what our accounts paid. */
type SplitName =
  | 'medfee_sumamt'
  | 'fulamt_ownpay_amt'
  | 'overlmt_selfpay'
  | 'preselfpay_amt'
  | 'inscp_scp_amt'
  | 'act_pay_dedc'
  | 'hifp_pay'
  | 'pool_prop_selfpay'
  | 'cvlserv_pay'
  | 'hifes_pay'
  | 'hifmi_pay'
  | 'hifob_pay'
  | 'maf_pay'
  | 'hifdm_pay'
  | 'oth_pay'
  | 'fund_pay_sumamt'
  | 'psn_part_amt'
  | 'acct_pay'
  | 'psn_cash_pay'
  | 'hosp_part_amt'
  | 'acct_mulaid_pay'
  | 'currentYearPay'
  | 'accumulatedPay'
  | 'familyPay';

export interface SimulationAnswer {
  readonly split: Readonly<Record<SplitName, string>>;
  readonly payers: readonly { readonly segment: Segment; readonly payer: Payer; readonly amount: string }[];
  /** Why each amount is where it is; the amounts add up to the bill. */
  readonly explanation: readonly {
    readonly rule: string;
    readonly segment: Segment;
    /** First day of the rule. */
    readonly from: string;
    /** Keys of `sources`, joined by ` + `. */
    readonly source: string;
    readonly grade: Grade;
    readonly amount: string;
  }[];
  /** The sources that the explanation names, each with what it stands for. */
  readonly sources: Readonly<Record<string, string>>;
  /** One for each line of the question. */
  readonly lines: readonly {
    readonly fulamt_ownpay_amt: string;
    readonly overlmt_amt: string;
    readonly preselfpay_amt: string;
    readonly inscp_scp_amt: string;
  }[];
  readonly cohort: string;
  readonly notes: readonly Note[];
}
