import { AMOUNT_MAX, fen, type Fen } from './fen.js';

/**
 * An exact decimal with a fixed number of places: a price has 6, a quantity 4, a rate 4 (national interface N(16,6),
 * N(16,4), N(5,4)). `units` counts the last place.
 */
export type Decimal<Places extends number> = { readonly units: bigint; readonly places: Places };

/** Unit price in yuan with 6 places. */
export type Price = Decimal<6>;
/** Quantity with 4 places. */
export type Quantity = Decimal<4>;
/** Share between 0 and 1 with 4 places. */
export type Rate = Decimal<4>;

/** @returns null when the text is no decimal or has more significant places than allowed. */
export function parseDecimal<Places extends number>(text: string, places: Places): Decimal<Places> | null {
  const match = /^(-?)(\d{1,16})(?:\.(\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > places) return null;
  const magnitude = BigInt(whole + kept.padEnd(places, '0'));
  return { units: sign ? -magnitude : magnitude, places };
}

/** Writes all places: rate 1000 units of 4 → `0.1000`. */
export function formatDecimal(value: Decimal<number>): string {
  const negative = value.units < 0n;
  const digits = String(negative ? -value.units : value.units).padStart(value.places + 1, '0');
  const cut = digits.length - value.places;
  return `${negative ? '-' : ''}${digits.slice(0, cut)}${value.places ? '.' + digits.slice(cut) : ''}`;
}

/** Divides with half away from zero, the rounding that the trade calls half up. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/** The part of an amount that a rate gives, to the fen, half up. */
export function portion(amount: Fen, rate: Rate): Fen {
  return fen(Number(divideHalfUp(BigInt(amount) * rate.units, 10n ** BigInt(rate.places))));
}

/**
 * Price × quantity to the fen, half up (national interface §3.10: round-half-up of price(6) × quantity(4)).
 * @returns null beyond {@link AMOUNT_MAX} on either side of zero, as when a barcode was read into a quantity
 */
export function extend(price: Price, quantity: Quantity): Fen | null {
  // price·10⁶ × quantity·10⁴ = yuan·10¹⁰ = fen·10⁸
  const exact = Number(divideHalfUp(price.units * quantity.units, 100_000_000n));
  return Math.abs(exact) <= AMOUNT_MAX ? fen(exact) : null;
}
