const SHAPE = /^\d{12,19}$/;
const SHOWN_FIRST = 6;
const SHOWN_LAST = 4;

/**
 * The number of a bank account (PAN). It shows itself masked wherever it is printed, logged or written as JSON; only who
 * asks for it by name gets the whole.
 */
export class AccountNumber {
  readonly #digits: string;

  private constructor(digits: string) {
    this.#digits = digits;
  }

  /** @returns null for what is not 12 to 19 digits. */
  static of(digits: string): AccountNumber | null {
    return SHAPE.test(digits) ? new AccountNumber(digits) : null;
  }

  /** First six and last four digits, the rest as asterisks. */
  get masked(): string {
    const hidden = this.#digits.length - SHOWN_FIRST - SHOWN_LAST;
    return this.#digits.slice(0, SHOWN_FIRST) + '*'.repeat(hidden) + this.#digits.slice(-SHOWN_LAST);
  }

  /** Whether the last digit is the check digit of the others (Luhn, ISO 7812). */
  get checks(): boolean {
    const sum = [...this.#digits].reverse().reduce((total, character, place) => {
      const digit = Number(character) * (place % 2 === 0 ? 1 : 2);
      return total + (digit > 9 ? digit - 9 : digit);
    }, 0);
    return sum % 10 === 0;
  }

  equals(other: AccountNumber): boolean {
    return this.#digits === other.#digits;
  }

  /** The whole number. Payment data: not to be logged, kept or shown. */
  reveal(): string {
    return this.#digits;
  }

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }
}
