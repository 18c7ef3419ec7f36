import { formatYuan, minus, ZERO_FEN, type Fen } from '@medisettle/money';
import type { Payer } from '@medisettle/benefits';
import type { RefusalBody } from '@medisettle/national';
import type { SimulationAnswer } from '../../../apps/settlement/src/simulator/simulation-terms.js';
import type { PayerSeries } from '../chart/payer-chart.js';
import { payersIn, type Share, sharesOf } from '../money-bar/shares.js';
import type { Period } from './what-if.js';

/** What the centre says of the bill on one day. */
export type DayOutcome =
  | { readonly outcome: 'answered'; readonly body: SimulationAnswer }
  | { readonly outcome: 'refused'; readonly refusal: RefusalBody };

export type DayPeriod = Period<DayOutcome>;

const paidIn = (outcome: DayOutcome): Share[] => (outcome.outcome === 'answered' ? sharesOf(outcome.body.payers) : []);

/** Two days are the same when everybody pays the same, or when it is refused for the same reason. */
export function sameOutcome(one: DayOutcome, other: DayOutcome): boolean {
  if (one.outcome === 'refused' || other.outcome === 'refused') {
    return one.outcome === 'refused' && other.outcome === 'refused' && one.refusal.code === other.refusal.code;
  }
  return JSON.stringify(one.body.payers) === JSON.stringify(other.body.payers);
}

/** A period, who pays in it, and what is different from the period before. */
export interface ComparedPeriod extends DayPeriod {
  readonly shares: readonly Share[];
  /** By payer, without those for whom nothing changes; empty for the first. */
  readonly differences: readonly Share[];
  /** Rules of this period that the one before did not have. */
  readonly newRules: readonly SimulationAnswer['explanation'][number][];
}

/** Puts each period beside the one before. */
export function compare(periods: readonly DayPeriod[]): ComparedPeriod[] {
  return periods.map((period, position) => {
    const shares = paidIn(period.outcome);
    const before = periods[position - 1]?.outcome;
    if (before?.outcome !== 'answered' || period.outcome.outcome !== 'answered') {
      return { ...period, shares, differences: [], newRules: [] };
    }
    const earlier = paidIn(before);
    const amountIn = (list: readonly Share[], payer: Payer): Fen =>
      list.find((share) => share.payer === payer)?.amount ?? ZERO_FEN;
    const differences = payersIn([earlier, shares])
      .map((payer) => ({ payer, amount: minus(amountIn(shares, payer), amountIn(earlier, payer)) }))
      .filter(({ amount }) => amount !== 0);
    const known = new Set(before.body.explanation.map(({ rule }) => rule));
    const newRules = period.outcome.body.explanation.filter(({ rule }) => !known.has(rule));
    return { ...period, shares, differences, newRules };
  });
}

/** The points of each payer: at the first day of every period, and at the last day of all. */
export function seriesOf(periods: readonly ComparedPeriod[], nameOf: (payer: Payer) => string): PayerSeries[] {
  const last = periods.at(-1);
  if (last === undefined) return [];
  const days = [...periods.map((period) => ({ day: period.from, period })), { day: last.to, period: last }];
  return payersIn(periods.map(({ shares }) => shares)).map((payer) => ({
    payer,
    name: nameOf(payer),
    points: days.map(({ day, period: { outcome, shares } }) => [
      day,
      outcome.outcome === 'answered'
        ? formatYuan(shares.find((share) => share.payer === payer)?.amount ?? ZERO_FEN)
        : null,
    ]),
  }));
}
