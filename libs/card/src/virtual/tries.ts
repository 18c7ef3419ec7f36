import { Status, WRONG_TRIES_LEFT } from '../apdu/status-words.js';
import { sameBytes } from '../authentication/card-keys.js';

/** A secret with a counter of tries. The counter is in the chip's memory for good: no reset gives tries back. */
export class CountedSecret {
  private left: number;

  constructor(
    private value: Uint8Array,
    private readonly tries: number,
  ) {
    this.left = tries;
  }

  /** Where the counter stands, as a status word. */
  get standing(): number {
    return this.left > 0 ? WRONG_TRIES_LEFT | this.left : Status.BLOCKED;
  }

  /**
   * Takes one try. A good one gives all tries back.
   * @param expected what the good answer is, made from the secret
   */
  try(given: Uint8Array, expected: (secret: Uint8Array) => Uint8Array = (secret) => secret): number {
    if (this.left === 0) return Status.BLOCKED;
    if (sameBytes(given, expected(this.value))) {
      this.left = this.tries;
      return Status.OK;
    }
    this.left -= 1;
    return WRONG_TRIES_LEFT | this.left;
  }

  replace(value: Uint8Array): void {
    this.value = value;
  }
}
