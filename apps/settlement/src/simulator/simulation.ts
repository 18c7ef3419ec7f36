import { splitBill, SCHEMES, SETTINGS, type BillAnswer, type Policy } from '@medisettle/benefits';
import { formatDecimal, formatYuan, type Fen } from '@medisettle/money';
import { check, may, need, node, refuse, rows, type WireValue } from '@medisettle/national';
import { z } from 'zod';
import { type SimulationAnswer } from './simulation-terms.js';
import { mustFitTheAge } from './typed-person.js';

/** More lines than a cashier types. */
const LINES_MAX = 2000;

const line = {
  name: may.text('项目名称', 200),
  class: need.choice('收费项目等级', ['A', 'B', 'C']),
  pric: may.price('单价'),
  cnt: may.quantity('数量'),
  amount: need.amount('金额'),
  selfpayRatio: may.rate('先行自付比例'),
  selfpayFixed: may.price('每单位定额自付'),
  priceLimit: may.price('每单位限价'),
};

const amounts = <Name extends string>(...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, may.amount(name)])) as Record<Name, ReturnType<typeof may.amount>>;

/** What a cashier asks: a bill, a person's dates, and what was used of the year. */
const Question = z.object({
  date: need.date('日期'),
  scheme: need.choice('制度', SCHEMES),
  person: node({
    birthDate: need.date('出生日期'),
    workStartDate: may.date('参加工作日期'),
    retirementDate: may.date('退休日期'),
    status: may.choice('人员状态', ['active', 'retired']),
    cohort: may.text('人员类别', 30),
  }),
  setting: need.choice('就医类型', SETTINGS),
  institutionLevel: may.choice('医院等级', ['1', '2', '3']),
  acctUsedFlag: may.choice('个人账户使用标志', ['0', '1', '2']),
  lines: rows(line, { least: 0, most: LINES_MAX }),
  inScope: may.amount('符合政策范围金额'),
  total: may.amount('费用总额'),
  listedIllness: may.flag('大病保险病种'),
  state: node(
    amounts(
      'currentYearBalance',
      'accumulatedBalance',
      'familyBalance',
      'outpatientSegmentUsed',
      'outpatientSharedUsed',
      'inpatientDeductibleUsed',
      'stayDeductibleUsed',
      'ceilingExpensesUsed',
    ),
  ).nullish(),
  overrides: node(amounts('ceiling', 'deductible')).nullish(),
});

/** Drops what was not said, so that it counts as missing and not as nothing. */
const said = <Value>(values: Readonly<Record<string, Value | null>> | null | undefined): Record<string, Value> =>
  Object.fromEntries(Object.entries(values ?? {}).filter((entry): entry is [string, Value] => entry[1] !== null));

/**
 * Answers a simulation: who pays how much of a bill and by which rules. Nothing is stored.
 * @param asked the request's JSON, its numbers not yet read
 * @throws Refused MSG-FIELD-* naming the field, or BILL-NOT-SPLIT with the field and the reason
 */
export function simulate(policy: Policy, asked: WireValue): SimulationAnswer {
  const question = check(Question, asked);
  const split = splitBill(policy, {
    date: question.date,
    scheme: question.scheme,
    person: personOf(question.person),
    setting: question.setting,
    institutionLevel: levelOf(question.institutionLevel),
    acctUsedFlag: question.acctUsedFlag ?? '1',
    ...(question.lines.length > 0 ? { lines: question.lines.map(lineOf) } : {}),
    ...(question.inScope === null ? {} : { inScope: question.inScope }),
    ...(question.total === null ? {} : { total: question.total }),
    listedIllness: question.listedIllness === true,
    state: said<Fen>(question.state),
    overrides: said<Fen>(question.overrides),
  });
  if (!split.ok) {
    const { field, reason } = split.problem;
    refuse('BILL-NOT-SPLIT', { field, reason: reason.zh, en: reason.en });
  }
  if (question.scheme === 'employee') mustFitTheAge(question.person, question.date);
  return answerOf(policy, split);
}

/** Status and cohort are only compared with what the dates say, and only where they were given. */
const personOf = ({ status, cohort, ...dates }: z.output<typeof Question>['person']) => ({
  ...dates,
  ...(status === null ? {} : { status }),
  ...(cohort === null ? {} : { cohort }),
});

const LEVELS = { '1': 1, '2': 2, '3': 3 } as const;
const levelOf = (level: '1' | '2' | '3' | null) => (level === null ? null : LEVELS[level]);

const ONE = { units: 10_000n, places: 4 as const };

const lineOf = (asked: z.output<typeof Question>['lines'][number]) => ({
  class: asked.class,
  amount: asked.amount,
  quantity: asked.cnt ?? ONE,
  price: asked.pric,
  selfpayRatio: asked.selfpayRatio,
  selfpayFixed: asked.selfpayFixed,
  priceLimit: asked.priceLimit,
});

/** What the explanation's sources stand for, for readers who do not know their keys. */
function sourcesOf({ sources }: Policy, { explanation }: BillAnswer): Record<string, string> {
  const keys = new Set(explanation.flatMap(({ source }) => source.split(' + ')));
  return Object.fromEntries([...keys].map((key) => [key, sources[key] ?? key]));
}

function answerOf(policy: Policy, answer: BillAnswer): SimulationAnswer {
  const { split } = answer;
  const none = '0.00';
  return {
    split: {
      medfee_sumamt: formatYuan(split.medfeeSumamt),
      fulamt_ownpay_amt: formatYuan(split.fulamtOwnpayAmt),
      overlmt_selfpay: formatYuan(split.overlmtSelfpay),
      preselfpay_amt: formatYuan(split.preselfpayAmt),
      inscp_scp_amt: formatYuan(split.inscpScpAmt),
      act_pay_dedc: formatYuan(split.actPayDedc),
      hifp_pay: formatYuan(split.hifpPay),
      pool_prop_selfpay: formatDecimal(split.poolPropSelfpay),
      cvlserv_pay: none,
      hifes_pay: none,
      hifmi_pay: formatYuan(split.hifmiPay),
      hifob_pay: formatYuan(split.hifobPay),
      maf_pay: none,
      hifdm_pay: none,
      oth_pay: none,
      fund_pay_sumamt: formatYuan(split.fundPaySumamt),
      psn_part_amt: formatYuan(split.psnPartAmt),
      acct_pay: formatYuan(split.acctPay),
      psn_cash_pay: formatYuan(split.psnCashPay),
      hosp_part_amt: none,
      acct_mulaid_pay: formatYuan(split.acctMulaidPay),
      currentYearPay: formatYuan(split.currentYearPay),
      accumulatedPay: formatYuan(split.accumulatedPay),
      familyPay: formatYuan(split.familyPay),
    },
    payers: answer.payers.map((row) => ({ ...row, amount: formatYuan(row.amount) })),
    explanation: answer.explanation.map((row) => ({ ...row, amount: formatYuan(row.amount) })),
    sources: sourcesOf(policy, answer),
    lines: answer.lines.map((cut) => ({
      fulamt_ownpay_amt: formatYuan(cut.fulamtOwnpayAmt),
      overlmt_amt: formatYuan(cut.overlmtAmt),
      preselfpay_amt: formatYuan(cut.preselfpayAmt),
      inscp_scp_amt: formatYuan(cut.inscpScpAmt),
    })),
    cohort: answer.cohort,
    notes: answer.notes,
  };
}
