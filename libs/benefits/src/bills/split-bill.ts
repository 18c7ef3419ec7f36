import { plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { contains } from '../calendar/dates.js';
import { cutLine, firstPartRule, itemRulesAt, type ItemRules, type LineSplit } from '../lines/split-line.js';
import { drawInOrder } from '../payers/draw.js';
import { cohortOf } from '../persons/cohort.js';
import { NOTES, type Note } from '../pipelines/note.js';
import type { Part, Payment } from '../pipelines/part.js';
import { runPipeline } from '../pipelines/run.js';
import { keyOf, rowAt, type Policy } from '../policy/policy.js';
import type { ItemRow, PipelineRow } from '../policy/rows.js';
import type { Segment } from '../policy/words.js';
import { answer, type BillSplit, type LineTotals } from './answer.js';
import type { Bill } from './bill.js';
import { checkBill } from './check.js';
import { found, missing, problem, type Found } from './problem.js';

function pipelineOf(policy: Policy, bill: Bill): Found<PipelineRow> {
  const rows = policy.index.pipelines.get(keyOf(bill.scheme, bill.setting));
  if (!rows) {
    return missing(
      'SETTING-NONE',
      'setting',
      `本地政策没有该险种的此类就医待遇（${bill.setting}）。`,
      `The policy of ${policy.name} has no rules of scheme ${bill.scheme} for ${bill.setting}.`,
    );
  }
  const row = rows.find((candidate) => contains(candidate, bill.date));
  return row
    ? found(row)
    : missing(
        'POLICY-NONE',
        'date',
        `${bill.date} 没有适用的待遇政策。`,
        `No policy of ${policy.name} for ${bill.scheme} ${bill.setting} is in force on ${bill.date}.`,
      );
}

/** What lines leave outside the scope, by the rule that put it there. */
function outOfScope(bill: Bill, splits: readonly LineSplit[], rules: ItemRules): Part[] {
  const amounts = new Map<ItemRow, Fen>();
  const add = (rule: ItemRow, amount: Fen): void => {
    if (amount > 0) amounts.set(rule, plus(amounts.get(rule) ?? ZERO_FEN, amount));
  };
  (bill.lines ?? []).forEach((line, position) => {
    const split = splits[position];
    if (!split) return;
    add(line.class === null ? rules.unknown : rules.classC, split.fulamtOwnpayAmt);
    add(rules.priceLimit, split.overlmtAmt);
    add(firstPartRule(line, rules), split.preselfpayAmt);
  });
  const ordered: [ItemRow, Segment][] = [
    [rules.ratio, 'classified'],
    [rules.fixed, 'classified'],
    [rules.priceLimit, 'over-limit'],
    [rules.classC, 'self-funded'],
    [rules.unknown, 'self-funded'],
  ];
  return ordered.flatMap(([rule, segment]) => {
    const amount = amounts.get(rule);
    return amount === undefined ? [] : [{ segment, rule, amount, paid: [], personal: amount }];
  });
}

function totalsOf(bill: Bill, splits: readonly LineSplit[]): LineTotals {
  let inScope: Fen = bill.inScope ?? ZERO_FEN;
  let [selfFunded, overLimit, classified] = [ZERO_FEN, ZERO_FEN, ZERO_FEN];
  for (const split of splits) {
    selfFunded = plus(selfFunded, split.fulamtOwnpayAmt);
    overLimit = plus(overLimit, split.overlmtAmt);
    classified = plus(classified, split.preselfpayAmt);
    inScope = plus(inScope, split.inscpScpAmt);
  }
  return { total: plus(selfFunded, overLimit, classified, inScope), selfFunded, overLimit, classified, inScope };
}

/** Accounts pay personal parts as the policy's row says for this flag; without such a row (residents) all is cash. */
function letAccountsPay(policy: Policy, bill: Bill, parts: readonly Part[]): readonly Part[] {
  const row = rowAt(policy.index.accounts, keyOf(bill.scheme, 'personal-parts'), bill.date);
  if (row?.use !== 'personal-parts') return parts;
  const balances = {
    'accumulated-account': bill.state.accumulatedBalance ?? ZERO_FEN,
    'family-account': bill.state.familyBalance ?? ZERO_FEN,
  };
  const payers = row.flags[bill.acctUsedFlag].map((payer): Payment => ({ payer, amount: balances[payer] }));
  return payers.length === 0 ? parts : drawInOrder(parts, row.order, payers);
}

/**
 * The bill as the accounts see it: somebody whose care was moved to another province, and of whom the policy says so, is
 * treated as one whose accounts are empty.
 */
function withOpenAccounts(policy: Policy, bill: Bill, retired: boolean): { bill: Bill; notes: readonly Note[] } {
  const row = bill.careMovedOut ? rowAt(policy.index.accounts, keyOf(bill.scheme, 'moved-out'), bill.date) : undefined;
  if (row?.use !== 'moved-out' || (row.status === 'retired' && !retired)) return { bill, notes: [] };
  const closed = { currentYearBalance: ZERO_FEN, accumulatedBalance: ZERO_FEN, familyBalance: ZERO_FEN };
  return { bill: { ...bill, state: { ...bill.state, ...closed } }, notes: [NOTES.careMovedOut] };
}

/**
 * Splits a bill: who pays how much of it, and by which rule. Pure and total: the same bill under the same policy gives
 * the same answer, and what cannot be answered from policy and dates is refused as a value.
 *
 * In the answer, parts, payers and explanation each add up to the bill to the fen. Shares are rounded half up over the
 * running total of the year where the state has one (`ceilingExpensesUsed`, `outpatientSharedUsed`), else per bill;
 * the person has the remainder.
 */
export function splitBill(policy: Policy, given: Bill): BillSplit {
  const wrong = checkBill(given);
  if (wrong) return { ok: false, problem: wrong };
  const pipeline = pipelineOf(policy, given);
  if (!pipeline.ok) return pipeline;
  const cohort = cohortOf(policy, given.scheme, given.person, given.date);
  if (!cohort.ok) return cohort;
  const { bill, notes: accountNotes } = withOpenAccounts(policy, given, cohort.value.retired);
  const rules = itemRulesAt(policy, bill.date);
  if (!rules.ok) return rules;
  const scheme = rowAt(policy.index.schemes, bill.scheme, bill.date);
  if (!scheme)
    return {
      ok: false,
      problem: problem('POLICY-NONE', 'scheme', '没有该险种的政策。', `No scheme ${bill.scheme} on ${bill.date}.`),
    };

  const splits = (bill.lines ?? []).map(cutLine);
  const totals = totalsOf(bill, splits);
  const run = runPipeline(pipeline.value, { policy, bill, cohort: cohort.value.cohort }, totals.inScope);
  if (!run.ok) return run;
  const parts = letAccountsPay(policy, bill, [...run.value.parts, ...outOfScope(bill, splits, rules.value)]);
  const unknown = (bill.lines ?? []).some((line) => line.class === null);
  const notes = [...run.value.notes, ...(unknown ? [NOTES.itemUnknown] : []), ...accountNotes];
  return { ok: true, ...answer(totals, splits, run.value, parts, scheme, cohort.value.cohort, notes) };
}
