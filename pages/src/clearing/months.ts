import { today } from '../fields/day.js';

/** The month that runs in Shanghai, `yyyy-MM`. */
export const runningMonth = (): string => today().slice(0, 7);

/** The month before one. */
export function monthBefore(month: string): string {
  const [year = 0, of = 0] = month.split('-').map(Number);
  return of === 1 ? `${year - 1}-12` : `${year}-${String(of - 1).padStart(2, '0')}`;
}

/** The month that the page's address names, else the last one, which is the one to clear. */
export function namedMonth(): string {
  const named = new URLSearchParams(location.search).get('month') ?? '';
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(named) ? named : monthBefore(runningMonth());
}
