import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Refused, refuse, type Refusal } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { Transactions, type Db } from '../database/transactions.js';
import { Insured } from '../insured/insured.js';
import { Reservations } from '../messages/reservations.js';
import { OutcomeElsewhere, SettledAnswer, type SettledElsewhere } from './bodies.js';
import { CareBooks } from './care-books.js';
import { HUB, type Hub, type HubReply } from './hub.js';
import { Intents, type Intent } from './intents.js';
import { agreed } from './owed.js';

/** Intents that are asked for in one turn. */
const TURN_MAX = 100;

const keyOf = ({ institutionCode, msgid }: Intent): string => JSON.stringify([institutionCode, msgid]);

/**
 * Brings what was asked in another province to its end. The intent is in the database before anything is sent; an answer
 * ends it in the transaction that books it. Without an answer the outcome is unknown, and asked for by number, also
 * after a restart, until the insured place says settled, or has taken the number as void so that a late message cannot
 * be done any more. A message that changes something is sent once and never again.
 */
@Injectable()
export class Saga implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly underWay = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly insured: Insured,
    private readonly intents: Intents,
    private readonly books: CareBooks,
    private readonly reservations: Reservations,
    private readonly log: Log,
    @Inject(HUB) private readonly hub: Hub | null,
    @Inject(CONFIGURATION) private readonly configuration: CentreConfiguration,
  ) {}

  onApplicationBootstrap(): void {
    if (this.hub) this.plan();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.turn;
  }

  /**
   * Sends what an intent that was just written asks for.
   * @returns when its end is booked; the answer stands under its number
   * @throws Refused UNKNOWN-PROVINCE while the outcome is not known; what the insured place refused for the moment, and
   *   PROVINCE-UNREACHABLE, when nothing was done and nothing is left of the intent
   */
  async send(intent: Intent): Promise<void> {
    const key = keyOf(intent);
    this.underWay.add(key);
    try {
      const { kind } = intent;
      await this.take(intent, await this.ask(intent, kind === 'settle' ? 'settle' : 'cancel', intent.content.body));
    } finally {
      this.underWay.delete(key);
    }
  }

  /** Asks once for an outcome that is not known. @throws Refused UNKNOWN-PROVINCE where it still is not */
  async inquire(intent: Intent): Promise<void> {
    if (!(await this.inquired(intent, false))) refuse('UNKNOWN-PROVINCE');
  }

  private plan(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.goOn()
        .catch((error: unknown) => this.log.fault('outcomes in other provinces could not be asked for', error))
        .finally(() => this.plan());
    }, this.configuration.PROVINCE_INQUIRY_MS);
  }

  private async goOn(): Promise<void> {
    const { PROVINCE_CLOSE_AFTER_MS } = this.configuration;
    for (const intent of await this.intents.open(this.transactions.reader, TURN_MAX)) {
      if (this.stopped) return;
      if (this.underWay.has(keyOf(intent))) continue;
      const { institutionCode: institution, msgid } = intent;
      try {
        const old = Date.now() - intent.madeAt.getTime() >= PROVINCE_CLOSE_AFTER_MS;
        if (await this.inquired(intent, old)) this.log.info('an outcome elsewhere is known', { institution, msgid });
      } catch (error) {
        // One that cannot be ended holds up nobody else; it is tried again at the next turn.
        this.log.fault('an outcome elsewhere could not be booked', error, { institution, msgid });
      }
    }
  }

  /** @returns whether the intent has its end now */
  private async inquired(intent: Intent, close: boolean): Promise<boolean> {
    if (intent.kind === 'take-back') return this.takenBack(intent);
    const { institutionCode, msgid } = intent;
    const { infno } = intent.content.body;
    const reply = await this.ask(intent, close ? 'close' : 'outcome', { institutionCode, msgid, infno });
    if (reply.outcome !== 'answered') return false;
    const found = OutcomeElsewhere.parse(reply.answer);
    if (found.outcome === 'settled') await this.book(intent, found.settled);
    if (found.outcome === 'void') {
      await this.ended(intent, (db) => this.books.end(db, intent, intent.content, 'MSG-CLOSED', 'void'));
    }
    return found.outcome !== 'absent';
  }

  private ask(intent: Intent, kind: Parameters<Hub['ask']>[1], body: object): Promise<HubReply> {
    return this.hub ? this.hub.ask(intent.division, kind, body) : Promise.resolve({ outcome: 'not-delivered' });
  }

  private async take(intent: Intent, reply: HubReply): Promise<void> {
    switch (reply.outcome) {
      case 'answered': {
        const { settled } = SettledAnswer.parse(reply.answer);
        return this.book(intent, settled);
      }
      case 'refused':
        return this.refused(intent, reply.refusal);
      case 'not-delivered':
        await this.ended(intent, (db) => this.dropped(db, intent));
        return refuse('PROVINCE-UNREACHABLE');
      case 'unknown':
        return refuse('UNKNOWN-PROVINCE');
    }
  }

  /** It was sent once, so that its refusal is the end of it. */
  private async refused(intent: Intent, why: Refusal): Promise<void> {
    if (why.code.startsWith('UNKNOWN-')) refuse('UNKNOWN-PROVINCE');
    await this.ended(intent, (db) => this.dropped(db, intent));
    throw new Refused(why);
  }

  private async dropped(db: Db, intent: Intent): Promise<void> {
    await this.intents.drop(db, intent);
    await this.reservations.release(db, intent);
  }

  /** Books what the insured place did; what does not add up is not booked, and taken back there. */
  private async book(intent: Intent, settled: SettledElsewhere): Promise<void> {
    if (intent.kind !== 'settle') {
      return this.ended(intent, (db) => this.books.cancel(db, intent, intent.content, settled));
    }
    const { content } = intent;
    const { personId, institutionCode, msgid } = intent;
    const agreement = agreed(settled, content.body.sums, content.body.day);
    if (agreement) {
      if (agreement.differenceFen > 0)
        this.log.warn('amounts of another province differ within the tolerance', {
          institution: institutionCode,
          msgid,
        });
      return this.ended(intent, (db) => this.books.settle(db, intent, content, agreement));
    }
    this.log.warn('amounts of another province do not add up', { institution: institutionCode, msgid });
    const { operator } = content.body;
    const { settlementId } = settled;
    // The number is made from the message's own, so that whoever repeats this takes back the same settlement.
    const body = { personId, institutionCode, msgid: `${msgid}~take-back`, infno: '2601', operator, settlementId };
    await this.ended(intent, (db) => this.intents.takeBack(db, intent, { body, frame: content.frame }));
    const taking = await this.intents.find(this.transactions.reader, intent);
    if (taking?.kind === 'take-back' && !(await this.takenBack(taking))) refuse('UNKNOWN-PROVINCE');
  }

  private async takenBack(intent: Intent): Promise<boolean> {
    const reply = await this.ask(intent, 'cancel', intent.content.body);
    const gone = reply.outcome === 'refused' && reply.refusal.code === 'SETTLEMENT-CANCELLED';
    if (reply.outcome !== 'answered' && !gone) return false;
    await this.ended(intent, (db) => this.books.end(db, intent, intent.content, 'PROVINCE-AMOUNTS', 'refused'));
    return true;
  }

  /** In one transaction, unless somebody else has ended the intent meanwhile. */
  private async ended(intent: Intent, work: (db: Db) => Promise<unknown>): Promise<void> {
    await this.transactions.run(async (db) => {
      await this.insured.hold(db, intent.personId);
      const standing = await this.intents.find(db, intent);
      if (standing?.kind === intent.kind) await work(db);
    });
  }
}
