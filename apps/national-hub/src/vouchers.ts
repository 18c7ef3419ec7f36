import { randomBytes } from 'node:crypto';

/** How long a voucher stands on a patient's screen, in milliseconds. */
const VALID_MS = 10 * 60_000;
const HELD_MAX = 10_000;

interface Shown {
  readonly certificateNumber: string;
  readonly endsAt: number;
}

/** Electronic vouchers that were shown: opaque tokens that run out. */
export class ShownVouchers {
  private readonly shown = new Map<string, Shown>();

  /** @param now milliseconds of a clock */
  constructor(private readonly now: () => number = Date.now) {}

  /** Shows a voucher of this person. */
  show(certificateNumber: string): string {
    const token = randomBytes(24).toString('base64url');
    this.shown.set(token, { certificateNumber, endsAt: this.now() + VALID_MS });
    const [oldest] = this.shown.keys();
    if (this.shown.size > HELD_MAX && oldest !== undefined) this.shown.delete(oldest);
    return token;
  }

  /** Whose a token is; null when it is none, or has run out. */
  holderOf(token: string): string | null {
    const found = this.shown.get(token);
    return found && found.endsAt > this.now() ? found.certificateNumber : null;
  }
}
