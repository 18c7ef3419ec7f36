/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Chance {
  #state;

  /** @param {number} seed a whole number */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** @returns {number} from 0 up to, not including, 1 */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @param {number} share of the cases, 0 to 1 */
  happens(share) {
    return this.next() < share;
  }

  /**
   * A whole number.
   * @param {number} from
   * @param {number} to included
   */
  between(from, to) {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /**
   * @template Item
   * @param {readonly Item[]} items at least one
   * @returns {Item}
   */
  oneOf(items) {
    return /** @type {Item} */ (items[this.between(0, items.length - 1)]);
  }

  /**
   * The same items in another order.
   * @template Item
   * @param {readonly Item[]} items
   * @returns {Item[]}
   */
  shuffled(items) {
    const mixed = [...items];
    for (let last = mixed.length - 1; last > 0; last -= 1) {
      const other = this.between(0, last);
      const held = /** @type {Item} */ (mixed[last]);
      mixed[last] = /** @type {Item} */ (mixed[other]);
      mixed[other] = held;
    }
    return mixed;
  }
}
