import { minus, plus, portion, ZERO_FEN, type Fen } from '@medisettle/money';
import { found, missing, type Found } from '../bills/problem.js';
import { dayAfter, type Day } from '../calendar/dates.js';
import { insuranceYear } from '../calendar/insurance-year.js';
import { rowAt, type Policy } from '../policy/policy.js';
import type { Scheme } from '../policy/words.js';
import { accountCredit } from './account-credit.js';
import type { PersonDates } from './cohort.js';

/** What lies on a person's own two accounts, in fen. */
export interface AccountMoney {
  readonly currentYear: Fen;
  readonly accumulated: Fen;
}

/** What the first day of an insurance year does to a person's accounts. Amounts of 0 move nothing. */
export interface YearChange {
  readonly year: { readonly from: Day; readonly to: Day };
  /** Current-year money that becomes accumulated money. */
  readonly rolled: Fen;
  /** On the accumulated money of the year that ended, before current-year money joins it; half up. */
  readonly interest: { readonly rule: string; readonly amount: Fen } | null;
  /** The yearly credit of the age group on the first day. */
  readonly credit: { readonly rule: string; readonly amount: Fen } | null;
}

const YEARS_MAX = 200;

/**
 * The insurance years that begin after the one of `inYearOf`, up to the one of `day`, oldest first: none while the
 * account stands in the year of `day` already, and none backwards.
 */
export function yearsToOpen(policy: Policy, scheme: Scheme, inYearOf: Day, day: Day): Found<YearChange['year'][]> {
  const years: YearChange['year'][] = [];
  for (let at = inYearOf; years.length < YEARS_MAX;) {
    const year = insuranceYear(policy, scheme, at);
    if (!year) {
      return missing('POLICY-NONE', 'date', `${at} 没有医保年度规则。`, `There is no insurance year on ${at}.`);
    }
    if (day <= year.to) return found(at === inYearOf ? [] : [...years, year]);
    if (at !== inYearOf) years.push(year);
    at = dayAfter(year.to);
  }
  return missing('DATE-INVALID', 'date', '年度跨度过大。', 'Too many years lie between.');
}

/**
 * Opens insurance years one after the other: current-year money rolls into accumulated money, interest is added where
 * the policy has a rate, and who is entitled gets the credit of the new year. Pure; no money is lost or made besides
 * interest and credit.
 * @param entitled the person's dates for a year on whose first day he is entitled to the credit; null where he is not
 */
export function changeYears(
  policy: Policy,
  scheme: Scheme,
  money: AccountMoney,
  years: readonly { readonly year: YearChange['year']; readonly entitled: PersonDates | null }[],
): Found<YearChange[]> {
  const changes: YearChange[] = [];
  let { currentYear, accumulated } = money;
  for (const { year, entitled } of years) {
    const rate = rowAt(policy.index.interest, scheme, year.from);
    const interest = rate ? { rule: rate.rule, amount: portion(accumulated, rate.rate) } : null;
    const credit = entitled === null ? null : accountCredit(policy, scheme, entitled, year.from);
    if (credit && !credit.ok) return credit;
    const added = credit?.value.perYear ?? ZERO_FEN;
    changes.push({
      year,
      rolled: currentYear,
      interest,
      credit: credit && added > 0 ? { rule: credit.value.rule, amount: added } : null,
    });
    accumulated = plus(accumulated, interest?.amount ?? ZERO_FEN, currentYear);
    currentYear = added;
  }
  return found(changes);
}

/** What lies on the accounts after a change. */
export function afterChange(money: AccountMoney, { rolled, interest, credit }: YearChange): AccountMoney {
  return {
    currentYear: plus(minus(money.currentYear, rolled), credit?.amount ?? ZERO_FEN),
    accumulated: plus(money.accumulated, rolled, interest?.amount ?? ZERO_FEN),
  };
}
