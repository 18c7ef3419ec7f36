import { isLosslessNumber, parse, stringify, type LosslessNumber } from 'lossless-json';

/** A JSON value whose numbers still are the digits that were sent. */
export type WireValue = string | boolean | null | LosslessNumber | WireValue[] | { [key: string]: WireValue };
export type WireObject = { [key: string]: WireValue };

/** Deeper than any message of the interface; a bound, so that a hostile message cannot exhaust the stack. */
const DEPTH_MAX = 12;

/**
 * Parses JSON without turning numbers into floating point: amounts stay exact and long serial numbers keep every digit.
 * A key that stands twice is an error, since nobody can say which one was meant.
 * @returns undefined when the text is no JSON, or nested deeper than any message is.
 */
export function parseWire(text: string): WireValue | undefined {
  try {
    const value = parse(text) as WireValue;
    return depthOf(value, DEPTH_MAX) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Writes JSON; a LosslessNumber is written digit by digit (`12.50` stays `12.50`). */
export function stringifyWire(value: unknown): string {
  return stringify(value) ?? 'null';
}

export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

function depthOf(value: WireValue, left: number): boolean {
  if (left < 0) return false;
  if (Array.isArray(value)) return value.every((item) => depthOf(item, left - 1));
  if (isWireObject(value)) return Object.values(value).every((item) => depthOf(item, left - 1));
  return true;
}

/**
 * A text that is equal for equal content: keys in order, numbers without trailing zeros. Two messages with the same
 * canonical text are the same message.
 */
export function canonical(value: WireValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (isLosslessNumber(value)) return plainNumber(value.value);
  if (isWireObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

function plainNumber(digits: string): string {
  return /^-?\d+\.\d+$/.test(digits) ? digits.replace(/\.?0+$/, '') : digits;
}
