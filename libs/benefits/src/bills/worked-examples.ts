import type { Bill } from './bill.js';
import { bill, RESIDENT_65, RETIRED_62, RETIRED_70, yuan } from './examples.js';

/** A bill that was worked out by hand, with who pays what and why. */
export interface WorkedExample {
  readonly name: string;
  readonly bill: Bill;
  readonly cohort: string;
  /** `segment payer amount`: the whole matrix. */
  readonly payers: readonly string[];
  /** `rule from grade amount`: why each part is where it is. */
  readonly explanation: readonly string[];
  /** Amounts of the split in yuan; what is not named is not looked at. */
  readonly split: {
    readonly actPayDedc: string;
    readonly fundPaySumamt: string;
    readonly psnPartAmt: string;
    readonly psnCashPay: string;
  };
}

/** Regression examples; only the first was published, the others follow from the rows of the policy. */
export const WORKED_EXAMPLES: readonly WorkedExample[] = [
  {
    name: 'P2: an active employee in a tertiary hospital pays the deductible and 15 percent',
    bill: bill({ setting: 'inpatient', inScope: yuan('10000') }),
    cohort: 'ACT44',
    payers: ['deductible cash 1500.00', 'pool pool-fund 7225.00', 'pool cash 1275.00'],
    explanation: ['deductible-active 2018-01-01 B 1500.00', 'inpatient-active 2018-01-01 B 8500.00'],
    split: { actPayDedc: '1500.00', fundPaySumamt: '7225.00', psnPartAmt: '2775.00', psnCashPay: '2775.00' },
  },
  {
    name: 'D1: current-year money, then the self-pay segment in cash, then half from the additional fund',
    bill: bill({ date: '2018-05-10', inScope: yuan('3000'), state: { currentYearBalance: yuan('600') } }),
    cohort: 'ACT44',
    payers: [
      'current-year current-year-account 600.00',
      'self-pay-segment cash 1500.00',
      'additional additional-fund 450.00',
      'additional cash 450.00',
    ],
    explanation: [
      'current-year-money-first 2018-01-01 C 600.00',
      'segment-active-until-2023 2018-01-01 B 1500.00',
      'outpatient-active-to-44-until-2023 2018-01-01 B 900.00',
    ],
    split: { actPayDedc: '1500.00', fundPaySumamt: '450.00', psnPartAmt: '2550.00', psnCashPay: '1950.00' },
  },
  {
    name: 'D3: a stay that crosses the ceiling, with the pool below it and the additional fund above',
    bill: bill({
      setting: 'inpatient',
      person: RETIRED_62,
      inScope: yuan('11200'),
      state: { ceilingExpensesUsed: yuan('499000') },
      overrides: { ceiling: yuan('500000') },
    }),
    cohort: 'RET69',
    payers: [
      'deductible cash 1200.00',
      'pool pool-fund 920.00',
      'pool cash 80.00',
      'additional additional-fund 7200.00',
      'additional cash 1800.00',
    ],
    explanation: [
      'deductible-retired 2018-01-01 C+ 1200.00',
      'inpatient-retired 2018-01-01 B- 1000.00',
      'above-ceiling 2018-01-01 B- 9000.00',
    ],
    split: { actPayDedc: '1200.00', fundPaySumamt: '8120.00', psnPartAmt: '3080.00', psnCashPay: '3080.00' },
  },
  {
    name: 'D5: a resident of 65 pays the deductible of the stay and 30 percent in a tertiary hospital',
    bill: bill({
      date: '2024-05-06',
      scheme: 'resident',
      person: RESIDENT_65,
      setting: 'inpatient',
      inScope: yuan('20000'),
    }),
    cohort: 'RES69',
    payers: ['deductible cash 300.00', 'pool pool-fund 13790.00', 'pool cash 5910.00'],
    explanation: ['resident-stay-deductible 2024-01-01 A 300.00', 'resident-inpatient-from-60 2024-01-01 C+ 19700.00'],
    split: { actPayDedc: '300.00', fundPaySumamt: '13790.00', psnPartAmt: '6210.00', psnCashPay: '6210.00' },
  },
  {
    name: 'D7: accumulated money fills the rest of the segment and pays the share; what is left stays on the account',
    bill: bill({
      date: '2019-09-02',
      person: RETIRED_70,
      inScope: yuan('1000'),
      state: {
        currentYearBalance: yuan('100'),
        accumulatedBalance: yuan('300'),
        outpatientSegmentUsed: yuan('650'),
      },
    }),
    cohort: 'RET70',
    payers: [
      'current-year current-year-account 100.00',
      'self-pay-segment accumulated-account 50.00',
      'additional accumulated-account 212.50',
      'additional additional-fund 637.50',
    ],
    explanation: [
      'current-year-money-first 2018-01-01 C 100.00',
      'segment-retired-until-2023 2018-01-01 C+ 50.00',
      'outpatient-retired-from-70-until-2023 2018-01-01 C 850.00',
    ],
    split: { actPayDedc: '50.00', fundPaySumamt: '637.50', psnPartAmt: '362.50', psnCashPay: '0.00' },
  },
  {
    name: 'D9: serious illness has no deductible',
    bill: bill({ setting: 'serious-illness', person: RETIRED_62, inScope: yuan('10000') }),
    cohort: 'RET69',
    payers: ['pool pool-fund 9200.00', 'pool cash 800.00'],
    explanation: ['serious-illness-retired 2018-01-01 C+ 10000.00'],
    split: { actPayDedc: '0.00', fundPaySumamt: '9200.00', psnPartAmt: '800.00', psnCashPay: '800.00' },
  },
];
