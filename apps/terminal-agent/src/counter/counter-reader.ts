import {
  type BankCardReading,
  type CardChannel,
  CardFault,
  type CardFaultKind,
  type CardReading,
  type KeyService,
  readBankCard,
  readCard,
} from '@medisettle/card';
import { refusal, type Refusal } from '@medisettle/national';
import { HttpRefusal, httpRefusal, type Log } from '@medisettle/program';
import { type InsertionId, type ReaderDriver, type ReaderFaultReason } from '@medisettle/readers';
import { type CardJudge } from './card-judge.js';
import { refusalOfFault, STATE_AFTER, type CardStay, type ReaderState } from './card-stay.js';
import { type CardView, type FinishedReading } from './card-view.js';

/** A reader as the cashier page and HIS see it. */
export interface ReaderView {
  readonly name: string;
  readonly kind: ReaderDriver['kind'];
  readonly state: ReaderState;
  readonly card: CardView | null;
}

export type CardNews = 'card-inserted' | 'card-read' | 'card-removed' | 'reader-faulty';

/** A reading that tells nothing about the card. */
interface Interruption {
  readonly outcome: 'interrupted';
  readonly fault: CardFaultKind;
}

const interruption = (fault: CardFaultKind): HttpRefusal =>
  new HttpRefusal(refusalOfFault(fault), fault === 'removed' ? 404 : undefined);

/** One reader of this counter and the card on it. Readers do not wait for each other. */
export class CounterReader {
  private stay: CardStay | null = null;
  private broken = false;

  constructor(
    readonly name: string,
    private readonly driver: ReaderDriver,
    private readonly judge: CardJudge,
    private readonly tell: (news: CardNews, reader: ReaderView) => void,
    private readonly log: Log,
    private readonly keyService?: KeyService,
  ) {}

  get view(): ReaderView {
    const state = this.stay?.state ?? (this.broken ? 'faulty' : 'empty');
    return { name: this.name, kind: this.driver.kind, state, card: this.stay?.view ?? null };
  }

  /** A card lies on the reader: it is read and judged at once. */
  inserted(insertion: InsertionId): void {
    this.broken = false;
    this.begin(insertion);
    this.tell('card-inserted', this.view);
  }

  /** @param insertion the card that has left; one that was replaced already is no news */
  removed(insertion: InsertionId): void {
    this.broken = false;
    if (this.stay?.insertion !== insertion) return;
    this.stay = null;
    this.tell('card-removed', this.view);
  }

  /**
   * The driver lost the reader, its card holds it, or another program holds the card. It is whole again when the card is
   * pulled, when the next one comes, or when the driver says so.
   */
  failed(reason: ReaderFaultReason): void {
    if (reason === 'unavailable') this.stay = null;
    else if (this.stay) this.stay.state = reason === 'wedged' ? 'wedged' : 'faulty';
    this.broken = this.stay === null;
    this.tell('reader-faulty', this.view);
  }

  /** The reader is there again, or gone for good: nothing of before counts any more. */
  reset(): void {
    this.broken = false;
    if (this.stay) this.removed(this.stay.insertion);
  }

  /**
   * The card on the reader now, with a verdict that is as old as this call. Waits for a reading that is under way.
   * @throws HttpRefusal READER-EMPTY or CARD-REMOVED (404), CARD-MUTE or READER-FAULTY (503)
   */
  async card(): Promise<CardView> {
    const stay = this.presentStay();
    if (!stay) throw this.missingCard();
    const judgedBefore = stay.view !== null;
    const reading = await stay.reading;
    if (reading.outcome === 'interrupted') throw interruption(reading.fault);
    const view = judgedBefore ? await this.judgeAgain(stay, reading) : await stay.firstView;
    if (this.stay !== stay || !view) throw httpRefusal('CARD-REMOVED', {}, 404);
    return view;
  }

  /**
   * The account of the bank application on the chip, read at this moment because somebody asks for it. Nothing of it is
   * kept, and its number is masked in whatever is made of the answer.
   * @throws HttpRefusal as for `card`
   */
  async bankCard(): Promise<Exclude<BankCardReading, Interruption>> {
    const stay = this.presentStay();
    if (!stay) throw this.missingCard();
    const reading = await this.lend(stay.insertion, readBankCard);
    if (reading.outcome === 'interrupted') throw interruption(reading.fault);
    return reading;
  }

  /** What the card says, or why there is nothing to read; null without a card. Waits for a reading that is under way. */
  async reading(): Promise<FinishedReading | Refusal | null> {
    const stay = this.presentStay();
    if (!stay) return this.broken ? refusal('READER-FAULTY') : null;
    const reading = await stay.reading;
    return reading.outcome === 'interrupted' ? refusalOfFault(reading.fault) : reading;
  }

  /** Asks for the verdict again. A card that is still being read or judged gets a fresh one anyway. */
  async recheck(): Promise<void> {
    const stay = this.stay;
    if (!stay?.view) return;
    stay.recheckAgain = true;
    if (stay.rechecking) return;
    const reading = await stay.reading;
    if (reading.outcome === 'interrupted') return;
    stay.rechecking = true;
    try {
      while (stay.recheckAgain && this.stay === stay) {
        stay.recheckAgain = false;
        await this.judgeAgain(stay, reading);
      }
    } finally {
      stay.rechecking = false;
    }
  }

  /** The card that is there. One whose reading failed for the reader's fault is tried again, without being pulled. */
  private presentStay(): CardStay | null {
    if (this.stay?.state === 'faulty') this.begin(this.stay.insertion);
    return this.stay;
  }

  private begin(insertion: InsertionId): void {
    const reading = this.read(insertion);
    const firstView = reading.then((result) => (result.outcome === 'interrupted' ? null : this.judge.judge(result)));
    const stay: CardStay = {
      insertion,
      state: 'reading',
      view: null,
      rechecking: false,
      recheckAgain: false,
      reading,
      firstView,
    };
    this.stay = stay;
    this.follow(stay).catch((error: unknown) => this.log.fault('a card was not judged', error, { reader: this.name }));
  }

  private read(insertion: InsertionId): Promise<CardReading> {
    const { keyService } = this;
    return this.lend(insertion, (channel) => readCard(channel, { keyService }));
  }

  private async lend<Reading>(
    insertion: InsertionId,
    work: (channel: CardChannel) => Promise<Reading>,
  ): Promise<Reading | Interruption> {
    try {
      return await this.driver.withCard(this.name, work, insertion);
    } catch (error) {
      if (error instanceof CardFault) return { outcome: 'interrupted', fault: error.kind };
      this.log.fault('reading a card failed', error, { reader: this.name });
      return { outcome: 'interrupted', fault: 'reader' };
    }
  }

  private missingCard(): HttpRefusal {
    return this.broken ? httpRefusal('READER-FAULTY') : httpRefusal('READER-EMPTY', {}, 404);
  }

  private async follow(stay: CardStay): Promise<void> {
    const view = await stay.firstView;
    const reading = await stay.reading;
    // Another card may lie there by now: what is known of the one before is nobody's business any more.
    if (this.stay !== stay) return;
    if (view) {
      stay.view = view;
      stay.state = 'ready';
      this.tell('card-read', this.view);
    } else if (reading.outcome === 'interrupted') {
      const known = stay.state === STATE_AFTER[reading.fault];
      stay.state = STATE_AFTER[reading.fault];
      // That a card was pulled is told when the driver says so, and so may be that it holds the reader.
      if (!known && reading.fault !== 'removed') this.tell('reader-faulty', this.view);
    }
  }

  private async judgeAgain(stay: CardStay, reading: FinishedReading): Promise<CardView> {
    const view = await this.judge.judge(reading);
    if (this.stay !== stay) return view;
    const changed = view.verdict.code !== stay.view?.verdict.code;
    stay.view = view;
    if (changed) this.tell('card-read', this.view);
    return view;
  }
}
