import { Injectable } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import { Latencies } from './latencies.js';
import { type AnsweredMessage, type Outcome, outcomeOf, OUTCOMES } from './outcome.js';

/** How many seconds are kept. */
const SECONDS_KEPT = 300;
/** How many messages are kept for who looks at the last ones; a bound of memory, not of time. */
const MESSAGES_KEPT = 2_000;
/** Seconds that "now" is made of: enough for a quantile, short enough to be felt. */
const NOW_SECONDS = 10;

/** A message that was answered, and what it came to. */
export interface EndedMessage extends Omit<AnsweredMessage, 'again'> {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly outcome: Outcome;
  readonly ms: number;
}

export type OutcomeCounts = Readonly<Record<Outcome, number>>;

/** One second: what came to which end, and how long settlements took in it. */
export interface TrafficSecond {
  /** Seconds since 1970. */
  readonly second: number;
  readonly counts: OutcomeCounts;
  readonly p99Ms: number | null;
}

const none = (): Record<Outcome, number> =>
  Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;

/** What came from outside is as long as its sender likes; what is kept is not. */
const bounded = ({ infno, institution, msgid }: AnsweredMessage) => ({
  infno: infno.slice(0, 8),
  institution: institution.slice(0, 40),
  msgid: msgid.slice(0, 60),
});

class Second {
  readonly counts = none();
  readonly latencies = new Latencies();
}

/**
 * What this program has answered: counted in memory, message by message, for whoever looks. A restart begins anew; what
 * is in the books is in the database. Several copies of a centre each count their own.
 */
@Injectable()
export class Traffic {
  private readonly seconds = new Map<number, Second>();
  private readonly messages: EndedMessage[] = [];
  private readonly refusals = new Map<string, number>();
  private readonly totals = none();
  private readonly subject = new Subject<EndedMessage>();

  /** Each message as it is answered. */
  get ended(): Observable<EndedMessage> {
    return this.subject;
  }

  /** Counts an answered message. @param at milliseconds since 1970 */
  note(answered: AnsweredMessage, ms: number, at: number): void {
    const { code } = answered;
    const outcome = outcomeOf(answered);
    const second = this.secondOf(Math.floor(at / 1_000));
    second.counts[outcome] += 1;
    if (outcome === 'settled') second.latencies.note(ms);
    this.totals[outcome] += 1;
    if (outcome === 'refused') this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    const { infno, institution, msgid } = bounded(answered);
    const message = { at, infno, institution, msgid, outcome, code, ms };
    // One in, one out, in steps: to move two thousand entries for each message would cost more than to count it.
    if (this.messages.length >= 2 * MESSAGES_KEPT) this.messages.splice(0, MESSAGES_KEPT);
    this.messages.push(message);
    this.subject.next(message);
  }

  /** The seconds that are over at this time, the oldest first; a second without anything is there too. */
  history(at: number, count = SECONDS_KEPT): TrafficSecond[] {
    const last = Math.floor(at / 1_000) - 1;
    return Array.from({ length: count }, (_, index) => {
      const second = last - count + 1 + index;
      const found = this.seconds.get(second);
      return { second, counts: found?.counts ?? none(), p99Ms: found?.latencies.quantile(0.99) ?? null };
    });
  }

  /** The rate and the time of settlements over the last seconds. */
  now(at: number): { readonly settledPerSecond: number; readonly p50Ms: number | null; readonly p99Ms: number | null } {
    const last = Math.floor(at / 1_000) - 1;
    const latencies = new Latencies();
    let settled = 0;
    for (let second = last; second > last - NOW_SECONDS; second -= 1) {
      const found = this.seconds.get(second);
      if (!found) continue;
      settled += found.counts.settled;
      latencies.add(found.latencies);
    }
    return {
      settledPerSecond: settled / NOW_SECONDS,
      p50Ms: latencies.quantile(0.5),
      p99Ms: latencies.quantile(0.99),
    };
  }

  /** Since the program began. */
  get counts(): OutcomeCounts {
    return { ...this.totals };
  }

  /** Refusals since the program began, the most frequent first. */
  get refused(): { readonly code: string; readonly count: number }[] {
    return [...this.refusals].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
  }

  /** The last messages that were answered and that somebody wants to see, the newest first. */
  latest(count: number, wanted: (message: EndedMessage) => boolean = () => true): EndedMessage[] {
    const found: EndedMessage[] = [];
    const oldest = Math.max(0, this.messages.length - MESSAGES_KEPT);
    for (let index = this.messages.length - 1; index >= oldest && found.length < count; index -= 1) {
      const message = this.messages[index];
      if (message && wanted(message)) found.push(message);
    }
    return found;
  }

  private secondOf(second: number): Second {
    const known = this.seconds.get(second);
    if (known) return known;
    const begun = new Second();
    this.seconds.set(second, begun);
    for (const old of this.seconds.keys()) if (old < second - SECONDS_KEPT) this.seconds.delete(old);
    return begun;
  }
}
