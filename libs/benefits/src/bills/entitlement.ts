import type { Day } from '../calendar/dates.js';
import { cohortOf } from '../persons/cohort.js';
import { atLevel } from '../pipelines/run.js';
import { keyOf, rowAt, type Policy } from '../policy/policy.js';
import { FUNDS, type Fund } from '../policy/words.js';
import type { Bill } from './bill.js';
import { found, missing, type Found } from './problem.js';

/** Whether a fund of the scheme pays a share of some care, and since and until when by the rule of today. */
export interface FundEntitlement {
  readonly fund: Fund;
  readonly fundPayType: string;
  readonly fundPayTypeName: string;
  readonly pays: boolean;
  /** Days of the rule; of the scheme where no rule lets the fund pay. */
  readonly from: Day;
  readonly to: Day | null;
}

/** What somebody is entitled to, before any bill. */
export interface Entitlement {
  readonly personalAccount: boolean;
  readonly funds: readonly FundEntitlement[];
}

/** Whose care, of what kind and where. */
export type EntitledCare = Pick<Bill, 'date' | 'scheme' | 'person' | 'setting' | 'institutionLevel' | 'listedIllness'>;

const later = (a: Day, b: Day): Day => (a > b ? a : b);
const earlier = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null || a < b ? a : b);

/**
 * Which funds would pay a share of a person's care on a day. A setting without rules of its own is paid by none. Pure;
 * refuses a day without policy, dates that contradict each other, and a person whom no cohort fits.
 */
export function entitlementOf(policy: Policy, care: EntitledCare): Found<Entitlement> {
  const { date, scheme, person, setting, institutionLevel } = care;
  const row = rowAt(policy.index.schemes, scheme, date);
  if (!row) return missing('POLICY-NONE', 'scheme', '没有该险种的政策。', `No scheme ${scheme} on ${date}.`);
  const cohort = cohortOf(policy, scheme, person, date);
  if (!cohort.ok) return cohort;
  const steps = rowAt(policy.index.pipelines, keyOf(scheme, setting), date)?.steps ?? [];
  const rates = steps.flatMap((step) => {
    if (!('fund' in step)) return [];
    if ('when' in step && step.when === 'listed-illness' && care.listedIllness !== true) return [];
    const name = 'share' in step ? step.share : step.relieve;
    const share = rowAt(policy.index.shares, keyOf(scheme, name, cohort.value.cohort), date);
    const rate = share && atLevel(share.fundPays, institutionLevel);
    return share && rate && rate.units > 0n ? [{ fund: step.fund, share }] : [];
  });
  const funds = FUNDS.flatMap((fund): FundEntitlement[] => {
    const named = row.funds[fund];
    if (!named) return [];
    const shares = rates.filter((one) => one.fund === fund).map(({ share }) => share);
    return [
      {
        fund,
        fundPayType: named.type,
        fundPayTypeName: named.zh,
        pays: shares.length > 0,
        from: shares.reduce((from, share) => later(from, share.from), row.from),
        to: shares.reduce((to, share) => earlier(to, share.to), row.to),
      },
    ];
  });
  return found({ personalAccount: row.personalAccount, funds });
}
