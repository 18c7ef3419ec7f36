import { type Log } from '@medisettle/program';
import { type Looked } from './console-terms.js';

/** What took long is read rarely: at most this part of the time goes into it. */
const PART_OF_TIME = 1 / 50;

/**
 * Something that is read from the database for whoever looks, and kept for a while: not more often than is said, and the
 * more rarely the longer it takes. While it cannot be read, what was found last stands, with its time.
 */
export class Look<T> {
  private last: Looked<T> | null = null;
  private nextAt = 0;
  private reading: Promise<boolean> | null = null;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly read: () => Promise<T>,
    private readonly log: Log,
  ) {}

  get found(): Looked<T> | null {
    return this.last;
  }

  /** Reads anew if it is time. @returns whether something new was found */
  refresh(): Promise<boolean> {
    if (this.reading) return this.reading;
    if (performance.now() < this.nextAt) return Promise.resolve(false);
    this.reading = this.look().finally(() => (this.reading = null));
    return this.reading;
  }

  private async look(): Promise<boolean> {
    const began = performance.now();
    try {
      const found = await this.read();
      this.last = { at: new Date().toISOString(), found };
      return true;
    } catch (error) {
      this.log.fault('the console could not read a part of what stands', error, { state: this.name });
      return false;
    } finally {
      const ended = performance.now();
      this.nextAt = ended + Math.max(this.everyMs, (ended - began) / PART_OF_TIME);
    }
  }
}
