import { type OutcomeAnswer } from '@medisettle/national';
import { type Log } from '@medisettle/program';
import { type Subscription } from 'rxjs';
import { type CentreLink, type LinkReply } from '../centre-link/centre-link.js';
import { pauseAfter, type Pace } from './backoff.js';
import { intentKey, type IntentName, type NotedIntent } from './intent.js';
import { type Journal } from './journal.js';
import { type IntentEvent } from './life-cycle.js';
import { OpenIntent, type Asked, type UnresolvedView } from './open-intent.js';

export interface InquirySettings {
  readonly pace: Pace;
  /** How long after the centre first said "absent" the number is closed, unless HIS sends the message again. */
  readonly closeAfterMs: number;
  /** After this long without an end an intent stands out in the list, and no longer holds up what came after it. */
  readonly horizonMs: number;
}

/** A clock that no change of the time of day moves, in milliseconds; and chance, from 0 up to 1. */
export interface Circumstances {
  readonly elapsed: () => number;
  readonly chance: () => number;
}

const REAL: Circumstances = { elapsed: () => performance.now(), chance: Math.random };

/** How many persons' intents are asked for at the same time. */
const LANES_MAX = 8;

type Link = Pick<CentreLink, 'outcome' | 'closeNumber'> & {
  readonly heartbeat: Pick<CentreLink['heartbeat'], 'beats' | 'state' | 'current'>;
};

/**
 * Brings intents whose outcome is unknown to an end: asks the centre by msgid until it says settled or refused, and
 * where it has not seen the message for a while, closes the number there, so that a late copy cannot be done any more.
 * The centre's signs of life are the clock: with the centre away nothing is tried, and when it is back all is at once.
 */
export class Inquiries {
  private readonly intents = new Map<string, OpenIntent>();
  private readonly asking = new Map<string, Promise<OutcomeAnswer | undefined>>();
  private readonly subscriptions: Subscription[] = [];
  private pass: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly link: Link,
    private readonly journal: Journal,
    private readonly settings: InquirySettings,
    private readonly log: Log,
    private readonly circumstances: Circumstances = REAL,
  ) {}

  /** Takes up what the journal has open, and goes on at each sign of life of the centre. */
  async open(): Promise<void> {
    for (const noted of await this.journal.open()) this.add(noted);
    if (this.intents.size > 0) this.log.info('outcomes are unknown and asked for', { count: this.intents.size });
    const { state, beats } = this.link.heartbeat;
    this.subscriptions.push(
      state.subscribe(({ reachable }) => {
        if (reachable) for (const intent of this.intents.values()) intent.dueNow();
      }),
      beats.subscribe(() => this.goOn()),
    );
  }

  /** Begins no more inquiries; resolves when those under way have ended. */
  async close(): Promise<void> {
    this.closed = true;
    for (const subscription of this.subscriptions.splice(0)) subscription.unsubscribe();
    await this.idle();
  }

  /** Resolves when no inquiry is under way. */
  async idle(): Promise<void> {
    await this.pass;
    await Promise.all(this.asking.values());
  }

  /** From now on this intent is asked for, until it has an end. */
  add(noted: NotedIntent): void {
    const key = intentKey(noted);
    if (!this.intents.has(key)) this.intents.set(key, new OpenIntent(noted, this.circumstances.elapsed()));
  }

  /** Leaves an intent alone, since its message is being sent again. */
  leave(name: IntentName): void {
    this.intents.delete(intentKey(name));
  }

  /**
   * Asks for one intent now, whether its turn has come or not.
   * @returns what the centre said, also where that could not be noted; undefined where it said nothing
   */
  ask(noted: NotedIntent): Promise<OutcomeAnswer | undefined> {
    this.add(noted);
    return this.askOnce(noted, 'outcome');
  }

  /**
   * Gives an intent up: the number is closed at the centre, unless the message was done after all.
   * @returns whether there was such an intent
   */
  async giveUp(name: IntentName): Promise<boolean> {
    if (!this.intents.has(intentKey(name))) return false;
    await this.askOnce(name, 'close');
    return true;
  }

  /** What has no end yet, the oldest first. */
  get unresolved(): UnresolvedView[] {
    const now = this.circumstances.elapsed();
    const { reachable } = this.link.heartbeat.current;
    return this.inOrder().map((intent) => intent.view(now, this.settings.horizonMs, reachable));
  }

  private inOrder(): OpenIntent[] {
    return [...this.intents.values()].sort((a, b) => a.noted.position - b.noted.position);
  }

  /** One pass at a time: what is due, person by person, each person's intents in the order in which they were made. */
  private goOn(): void {
    if (this.closed || this.pass) return;
    this.pass = this.askDue().finally(() => (this.pass = undefined));
  }

  private async askDue(): Promise<void> {
    const now = this.circumstances.elapsed();
    const lanes = new Map<string, OpenIntent[]>();
    for (const intent of this.inOrder().filter((candidate) => candidate.dueAt <= now)) {
      lanes.set(intent.noted.lane, [...(lanes.get(intent.noted.lane) ?? []), intent]);
    }
    const waiting = [...lanes.values()];
    const work = async (): Promise<void> => {
      for (let lane = waiting.shift(); lane; lane = waiting.shift()) {
        for (const { noted } of lane) {
          if (this.closed || !this.link.heartbeat.current.reachable) return;
          await this.askOnce(noted, this.mayClose(noted) ? 'close' : 'outcome');
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(LANES_MAX, waiting.length) }, work));
  }

  /** A number is closed once it was absent for long enough, and nothing older of the same person is open. */
  private mayClose({ lane, position, ...name }: NotedIntent): boolean {
    const now = this.circumstances.elapsed();
    const { closeAfterMs, horizonMs } = this.settings;
    if (!this.intents.get(intentKey(name))?.absentFor(closeAfterMs, now)) return false;
    return ![...this.intents.values()].some(
      ({ noted, openedAt }) => noted.lane === lane && noted.position < position && now - openedAt < horizonMs,
    );
  }

  /** Asks, or waits for the question that is under way. Nothing that goes wrong here concerns another intent. */
  private askOnce(name: IntentName, what: Asked): Promise<OutcomeAnswer | undefined> {
    const key = intentKey(name);
    const running = this.asking.get(key);
    if (running) return running;
    const intent = this.intents.get(key);
    if (!intent) return Promise.resolve(undefined);
    const asked = this.inquire(intent, what).finally(() => this.asking.delete(key));
    this.asking.set(key, asked);
    return asked;
  }

  private async inquire(intent: OpenIntent, what: Asked): Promise<OutcomeAnswer | undefined> {
    const { institution, msgid, infno, fingerprint } = intent.noted;
    const reply = await (what === 'close'
      ? this.link.closeNumber({ institution, msgid, infno, fingerprint })
      : this.link.outcome({ institution, msgid }));
    // It was not asked: that is no try.
    if (reply.outcome === 'unreachable' || reply.outcome === 'busy') return undefined;
    try {
      await this.take(intent, what, reply);
    } catch (error) {
      this.log.fault('an outcome could not be noted', error, { institution, msgid, infno });
      this.putOff(intent, what, 'not-noted');
    }
    return reply.outcome === 'answered' ? reply.answer : undefined;
  }

  private async take(intent: OpenIntent, what: Asked, reply: LinkReply<OutcomeAnswer>): Promise<void> {
    // Its end could not be noted when it came.
    if (intent.noted.state === 'intended' || intent.noted.state === 'repeated') await this.note(intent, 'no-answer');
    if (reply.outcome !== 'answered') return this.putOff(intent, what, reply.outcome);
    const { outcome, closed, text } = reply.answer;
    if (closed && text !== null) return this.end(intent, 'closed', text);
    if ((outcome === 'settled' || outcome === 'refused') && text !== null) return this.end(intent, outcome, text);
    if (outcome === 'absent') {
      await this.note(intent, 'absent');
      intent.wasAbsent(this.circumstances.elapsed());
    }
    this.putOff(intent, what, outcome);
  }

  private async end(intent: OpenIntent, event: IntentEvent, text: string): Promise<void> {
    await this.note(intent, event, text);
    this.intents.delete(intentKey(intent.noted));
    const { institution, msgid, infno } = intent.noted;
    this.log.info('an unknown outcome is known', {
      institution,
      msgid,
      infno,
      state: event,
      attempt: intent.tried + 1,
    });
  }

  private async note(intent: OpenIntent, event: IntentEvent, text?: string): Promise<void> {
    intent.changes(await this.journal.note(intent.noted, event, text));
  }

  private putOff(intent: OpenIntent, asked: Asked, came: string): void {
    const now = this.circumstances.elapsed();
    intent.putOff({ asked, came }, now, pauseAfter(intent.tried + 1, this.settings.pace, this.circumstances.chance()));
    // So that a number is closed when its time has come, whatever the pace by then.
    intent.dueBy(this.settings.closeAfterMs);
  }
}
