import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CHINA_ZONE } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { DateTime } from 'luxon';
import { DayClosing } from './day-closing.js';

/** Hour of the day in China, after the day's last settlement and before the first. */
const HOUR = 2;

/** Milliseconds from now to the next two o'clock in China. */
export function untilNextRun(now: DateTime): number {
  const local = now.setZone(CHINA_ZONE);
  const today = local.startOf('day').plus({ hours: HOUR });
  return (today > local ? today : today.plus({ days: 1 })).diff(local).toMillis();
}

/**
 * Closes days every night. The timer only says when to look: what is to be closed stands in the database, a night that
 * was missed is made up for by the next, and several centres may run at the same time.
 */
@Injectable()
export class NightlyRun implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly closing: DayClosing,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setTimeout(() => void this.run(), untilNextRun(DateTime.now()));
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async run(): Promise<void> {
    try {
      const { closed, differing, open } = await this.closing.run(DateTime.now().setZone(CHINA_ZONE));
      this.log.info(`days closed: ${closed}, differing: ${differing}, open: ${open}`);
    } catch (error) {
      this.log.fault('closing days failed', error);
    }
    if (this.timer) this.onApplicationBootstrap();
  }
}
