import type { Payer } from '@medisettle/benefits';
import type { SimulationAnswer } from '../../../apps/settlement/src/simulator/simulation-terms.js';
import { type Share, sharesOf } from '../money-bar/shares.js';
import { type Node, readExactly } from './his.js';

/** Where an answer has what a payer pays; the first two accounts stand in its `exp_content`. */
const FIELDS: Readonly<Record<Payer, string>> = {
  'pool-fund': 'hifp_pay',
  'additional-fund': 'hifob_pay',
  'critical-illness-fund': 'hifmi_pay',
  'current-year-account': 'crtYearPay',
  'accumulated-account': 'calYearPay',
  'family-account': 'acct_mulaid_pay',
  cash: 'psn_cash_pay',
};

export interface Reasons extends Pick<SimulationAnswer, 'payers' | 'explanation'> {
  readonly shares: readonly Share[];
}

/** What a trial says of who pays and why. Another province tells its sums and no reasons. */
export function reasonsIn(setlinfo: Node): Reasons {
  const extension = readExactly(setlinfo['exp_content'] ?? '{}') as Partial<Reasons> & Node;
  const { payers = [], explanation = [] } = extension;
  const sums = (Object.keys(FIELDS) as Payer[]).map((payer) => {
    const field = FIELDS[payer];
    return { payer, amount: setlinfo[field] ?? extension[field] ?? '0' };
  });
  return { payers, explanation, shares: sharesOf(payers.length > 0 ? payers : sums) };
}
