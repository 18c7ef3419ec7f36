/** Why a bill is not split. Nothing was guessed and nothing moved. */
export interface BillProblem {
  readonly code:
    | 'DATE-INVALID'
    | 'DATES-CONTRADICT'
    | 'POLICY-NONE'
    | 'SETTING-NONE'
    | 'COHORT-NONE'
    | 'LEVEL-UNKNOWN'
    | 'FLAG-UNKNOWN'
    | 'AMOUNT-INVALID'
    | 'LINE-INVALID'
    | 'LINE-AMOUNT'
    | 'TOTAL-MISMATCH'
    | 'BILL-EMPTY';
  /** Path of the input field: `person.retirementDate`, `lines[2].amount`. */
  readonly field: string;
  readonly reason: { readonly zh: string; readonly en: string };
}

/** Either a value or why there is none. */
export type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: BillProblem };

export const found = <T>(value: T): Found<T> => ({ ok: true, value });

export function problem(code: BillProblem['code'], field: string, zh: string, en: string): BillProblem {
  return { code, field, reason: { zh, en } };
}

export const missing = <T>(...given: Parameters<typeof problem>): Found<T> => ({
  ok: false,
  problem: problem(...given),
});
