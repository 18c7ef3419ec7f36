import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Log } from '@medisettle/program';
import { CardEvents } from '../cards/card-events.js';
import { PersonRows } from '../insured/person-rows.js';

const LOOK_EVERY_MS = 1_000;
/** Looking may take one part in so many of the time, however much waits. */
const SHARE = 20;

/**
 * Looks again and again whether the card or person for which a row of a feed waits has arrived: persons come by other
 * feeds, and a card may be issued in the very moment in which an event for it is put to wait.
 */
@Injectable()
export class WaitingRoom implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly events: CardEvents,
    private readonly persons: PersonRows,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.next(LOOK_EVERY_MS);
  }

  /** Waits for a look that is under way. */
  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private next(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.looking = this.look();
    }, delayMs);
  }

  private async look(): Promise<void> {
    const began = performance.now();
    // One after the other, and each for itself: what is wrong with one feed does not hold up the other.
    const persons = await this.taken(() => this.persons.takeArrived());
    const events = await this.taken(() => this.events.takeArrived());
    this.next(persons + events > 0 ? 0 : Math.max(LOOK_EVERY_MS, (performance.now() - began) * SHARE));
  }

  private async taken(take: () => Promise<number>): Promise<number> {
    try {
      return await take();
    } catch (error) {
      this.log.fault('waiting rows were not taken', error);
      return 0;
    }
  }
}
