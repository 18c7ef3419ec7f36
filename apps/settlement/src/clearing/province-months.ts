import { NOTHING_TO_CLEAR, type ClearingKey, type ClearingSums } from './clearing-rows.js';
import { type Clearing } from './clearings.js';

/** A month with a province on one side: what the books have now, and what was done about it. */
export interface ProvinceMonth extends ClearingSums, Omit<ClearingKey, 'month'> {
  /** Null while nothing was done. */
  readonly kept: Clearing | null;
}

type Booked = ClearingSums & Omit<ClearingKey, 'month'>;

/**
 * Every province and side that a month has anything of, in their order: what is in the books, and what was compared or
 * confirmed, also where the books have nothing any more.
 */
export function provinceMonths(booked: readonly Booked[], kept: readonly Clearing[]): ProvinceMonth[] {
  const nameOf = ({ province, side }: Omit<ClearingKey, 'month'>): string => `${province}${side}`;
  const names = [...new Set([...booked, ...kept].map(nameOf))].sort();
  return names.flatMap((name) => {
    const found = kept.find((row) => nameOf(row) === name) ?? null;
    const sums = booked.find((row) => nameOf(row) === name);
    const key = sums ?? found;
    if (!key) return [];
    const { rows, total, fund, account, owed } = sums ?? NOTHING_TO_CLEAR;
    return [{ province: key.province, side: key.side, rows, total, fund, account, owed, kept: found }];
  });
}
