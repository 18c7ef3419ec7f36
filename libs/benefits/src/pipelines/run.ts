import { excess, minus, plus, portion, smaller, ZERO_FEN, type Fen, type Rate } from '@medisettle/money';
import type { Bill } from '../bills/bill.js';
import { found, missing, type Found } from '../bills/problem.js';
import { keyOf, rowAt, type Policy } from '../policy/policy.js';
import type { PipelineRow, Step } from '../policy/rows.js';
import type { PerLevel } from '../policy/values.js';
import type { Accumulator, Fund, Payer } from '../policy/words.js';
import { fillUpTo, shareOf } from '../segments/primitives.js';
import { NOTES, type Note } from './note.js';
import type { Part } from './part.js';

/** How much each accumulator grows with the bill. */
export type AccumulatorMoves = { [Name in Accumulator]: Fen };

/** What a pipeline made of the in-scope amount. */
export interface Run {
  readonly parts: readonly Part[];
  readonly moves: Readonly<AccumulatorMoves>;
  /** What the funds had a share in. */
  readonly sharedWith: ReadonlyMap<Fund, Fen>;
  /** What the deductible or self-pay segment took, also where critical-illness insurance then relieves it. */
  readonly deductibleUsed: Fen;
  /** Rate of the first share; 0 without one. */
  readonly firstRate: Rate;
  readonly notes: readonly Note[];
}

/** What a step needs to know: the bill, its policy and the person's cohort. */
export interface StepContext {
  readonly policy: Policy;
  readonly bill: Bill;
  readonly cohort: string;
}

/** State between steps. */
interface Under extends Omit<Run, 'parts' | 'moves' | 'sharedWith' | 'notes' | 'firstRate'> {
  rest: Fen;
  parts: Part[];
  moves: AccumulatorMoves;
  sharedWith: Map<Fund, Fen>;
  deductibleUsed: Fen;
  firstRate: Rate | null;
  notes: Note[];
}

const FUND_PAYERS = {
  pool: 'pool-fund',
  additional: 'additional-fund',
  'critical-illness': 'critical-illness-fund',
} as const satisfies Record<Fund, Payer>;

const NO_RATE: Rate = { units: 0n, places: 4 };

/** The value for the institution's level, or undefined when it depends on a level that is not known. */
export function atLevel<T>(values: PerLevel<T>, level: Bill['institutionLevel']): T | undefined {
  if (values.length === 1) return values[0];
  return level === null ? undefined : values[level - 1];
}

const none = (what: string, date: string): Found<never> =>
  missing('POLICY-NONE', 'date', `${date} 没有适用的政策：${what}。`, `No policy row is in force on ${date}: ${what}.`);

const noLevel = (): Found<never> =>
  missing(
    'LEVEL-UNKNOWN',
    'institutionLevel',
    '待遇取决于医疗机构等级，而等级不明。',
    'The benefit depends on the level of the institution, which is unknown.',
  );

const fundPays = (fund: Fund, amount: Fen): Part['paid'] => (amount > 0 ? [{ payer: FUND_PAYERS[fund], amount }] : []);

/** Current-year money pays what it can of the rest. */
function draw(_step: Extract<Step, { draw: string }>, { policy, bill }: StepContext, under: Under): Found<Under> {
  const balance = bill.state.currentYearBalance ?? ZERO_FEN;
  const amount = smaller(under.rest, balance);
  if (amount === 0) return found(under);
  const rule = rowAt(policy.index.accounts, keyOf(bill.scheme, 'current-year'), bill.date);
  if (!rule) return none('current-year', bill.date);
  under.parts.push({
    segment: 'current-year',
    rule,
    amount,
    paid: [{ payer: 'current-year-account', amount }],
    personal: ZERO_FEN,
  });
  under.rest = minus(under.rest, amount);
  return found(under);
}

/** The person's deductible or self-pay segment takes what it still lacks. */
function fill(
  step: Extract<Step, { fill: string }>,
  { policy, bill, cohort }: StepContext,
  under: Under,
): Found<Under> {
  const row = rowAt(policy.index.quotas, keyOf(bill.scheme, step.fill, cohort), bill.date);
  if (!row) return none(step.fill, bill.date);
  const own = bill.overrides?.deductible ?? null;
  const quota = own ?? atLevel(row.amount, bill.institutionLevel);
  if (quota === undefined) return noLevel();
  if (own !== null) under.notes.push(NOTES.ownDeductible);
  const { filled, rest } = fillUpTo(under.rest, quota, bill.state[row.counts] ?? ZERO_FEN);
  under.parts.push({ segment: step.segment, rule: row, amount: filled, paid: [], personal: filled });
  under.moves[row.counts] = plus(under.moves[row.counts], filled);
  under.deductibleUsed = plus(under.deductibleUsed, filled);
  under.rest = rest;
  return found(under);
}

/** A fund pays its rate of the rest, or of the rest as far as the ceiling on expenses lets it. */
function share(
  step: Extract<Step, { share: string }>,
  { policy, bill, cohort }: StepContext,
  under: Under,
): Found<Under> {
  const row = rowAt(policy.index.shares, keyOf(bill.scheme, step.share, cohort), bill.date);
  if (!row) return none(step.share, bill.date);
  const rate = atLevel(row.fundPays, bill.institutionLevel);
  if (rate === undefined) return noLevel();

  const counter = step.upTo === 'ceiling' ? 'ceilingExpensesUsed' : step.counts;
  const before = counter === undefined ? ZERO_FEN : (bill.state[counter] ?? ZERO_FEN);
  let amount = under.rest;
  if (step.upTo === 'ceiling') {
    const ceiling = bill.overrides?.ceiling ?? null;
    if (ceiling === null) under.notes.push(NOTES.ceilingNone);
    else amount = smaller(amount, excess(ceiling, before));
  }
  const fromFund = shareOf(amount, rate, before);
  under.parts.push({
    segment: step.segment,
    rule: row,
    amount,
    paid: fundPays(step.fund, fromFund),
    personal: minus(amount, fromFund),
  });
  if (counter !== undefined) under.moves[counter] = plus(under.moves[counter], amount);
  under.sharedWith.set(step.fund, plus(under.sharedWith.get(step.fund) ?? ZERO_FEN, amount));
  under.firstRate ??= rate;
  under.rest = minus(under.rest, amount);
  return found(under);
}

/** A fund pays its rate of what the steps before left to the person; that moves into a segment of its own. */
function relieve(
  step: Extract<Step, { relieve: string }>,
  { policy, bill, cohort }: StepContext,
  under: Under,
): Found<Under> {
  if (step.when === 'listed-illness' && bill.listedIllness !== true) return found(under);
  const row = rowAt(policy.index.shares, keyOf(bill.scheme, step.relieve, cohort), bill.date);
  if (!row) return none(step.relieve, bill.date);
  const rate = atLevel(row.fundPays, bill.institutionLevel);
  if (rate === undefined) return noLevel();
  const remains = plus(...under.parts.map((part) => part.personal));
  const fromFund = portion(remains, rate);
  under.parts = under.parts.map((part) => ({
    ...part,
    amount: minus(part.amount, part.personal),
    personal: ZERO_FEN,
  }));
  under.parts.push({
    segment: step.segment,
    rule: row,
    amount: remains,
    paid: fundPays(step.fund, fromFund),
    personal: minus(remains, fromFund),
  });
  under.sharedWith.set(step.fund, plus(under.sharedWith.get(step.fund) ?? ZERO_FEN, remains));
  return found(under);
}

function take(step: Step, context: StepContext, under: Under): Found<Under> {
  if ('draw' in step) return draw(step, context, under);
  if ('fill' in step) return fill(step, context, under);
  if ('share' in step) return share(step, context, under);
  return relieve(step, context, under);
}

/**
 * Sends an in-scope amount through the steps of a pipeline. The parts add up to the amount (the loader lets no pipeline
 * pass that could leave something over).
 */
export function runPipeline(pipeline: PipelineRow, context: StepContext, inScope: Fen): Found<Run> {
  const under: Under = {
    rest: inScope,
    parts: [],
    moves: {
      outpatientSegmentUsed: ZERO_FEN,
      outpatientSharedUsed: ZERO_FEN,
      inpatientDeductibleUsed: ZERO_FEN,
      stayDeductibleUsed: ZERO_FEN,
      ceilingExpensesUsed: ZERO_FEN,
    },
    sharedWith: new Map(),
    deductibleUsed: ZERO_FEN,
    firstRate: null,
    notes: [],
  };
  for (const step of pipeline.steps) {
    const taken = take(step, context, under);
    if (!taken.ok) return taken;
  }
  return found({ ...under, firstRate: under.firstRate ?? NO_RATE });
}
