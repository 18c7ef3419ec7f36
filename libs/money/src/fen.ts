declare const fenBrand: unique symbol;

/** An amount of money in whole fen (1 yuan = 100 fen). Integer, may be negative (a mirrored posting). */
export type Fen = number & { readonly [fenBrand]: 'fen' };

/** The largest amount that the national interface can carry in N(16,2), cut to what an integer holds exactly. */
const FEN_MAX = 9_007_199_254_740_991;

/**
 * Makes an amount from an integer count of fen.
 * @throws RangeError when the number is no integer or not exact; that is a defect of the caller, never bad input.
 */
export function fen(count: number): Fen {
  if (!Number.isSafeInteger(count)) throw new RangeError(`not a whole number of fen: ${count}`);
  return (count === 0 ? 0 : count) as Fen;
}

export const ZERO_FEN = fen(0);

/** The most that a bill or a line of it comes to, far above any and far below what an integer holds: 10,000,000,000.00 yuan. */
export const AMOUNT_MAX = fen(1_000_000_000_000);

const YUAN = /^(-?)(\d{1,14})(?:\.(\d{1,2})(0*))?$/;

/**
 * Reads decimal yuan exactly, as the wire writes them: `12`, `12.5`, `12.50`, `12.5000`.
 * @returns null for anything else, and for an amount with a part of a fen.
 */
export function parseYuan(text: string): Fen | null {
  const match = YUAN.exec(text);
  if (!match) return null;
  const [, sign, yuan = '0', cents = ''] = match;
  const magnitude = Number(yuan) * 100 + Number(cents.padEnd(2, '0'));
  if (magnitude > FEN_MAX) return null;
  return fen(sign ? -magnitude : magnitude);
}

/** Writes yuan with exactly two places: 1250 fen → `12.50`. */
export function formatYuan(amount: Fen): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function plus(...amounts: readonly Fen[]): Fen {
  let total = 0;
  for (const amount of amounts) total += amount;
  return fen(total);
}

export function minus(from: Fen, amount: Fen): Fen {
  return fen(from - amount);
}

export function negate(amount: Fen): Fen {
  return fen(0 - amount);
}

export function smaller(a: Fen, b: Fen): Fen {
  return a < b ? a : b;
}

export function larger(a: Fen, b: Fen): Fen {
  return a > b ? a : b;
}

/** What is left of `from` after `amount`, never below zero. */
export function excess(from: Fen, amount: Fen): Fen {
  return larger(minus(from, amount), ZERO_FEN);
}
