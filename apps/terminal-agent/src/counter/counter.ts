import { type WatchedCard } from '@medisettle/national';
import { type Log } from '@medisettle/program';
import { type ReaderDriver, type ReaderEvent } from '@medisettle/readers';
import { Subject, type Observable, type Subscription } from 'rxjs';
import { type CardJudge } from './card-judge.js';
import { type KeyServices } from '../key-service/key-services.js';
import { CounterReader, type CardNews, type ReaderView } from './counter-reader.js';

/** Something that happened at a reader, and how the reader is since. */
export interface CounterEvent {
  readonly type: CardNews | 'reader-added' | 'reader-removed';
  readonly reader: ReaderView;
}

/** Tells which cards must be judged again, of those that it is told of. */
export interface CardNewsFromCentre {
  watch(cards: readonly WatchedCard[]): void;
  readonly numbers: Observable<string>;
}

/** The readers of this counter, of whatever kind, and what lies on them. */
export class Counter {
  private readonly readers = new Map<string, CounterReader>();
  private readonly news = new Subject<CounterEvent>();
  private readonly subscriptions: Subscription[] = [];

  /**
   * @param signsOfLife of the centre
   * @param keyServices opens locked cards; without it they stay locked
   */
  constructor(
    private readonly drivers: readonly ReaderDriver[],
    private readonly judge: CardJudge,
    private readonly signsOfLife: Observable<unknown>,
    private readonly fromCentre: CardNewsFromCentre,
    private readonly log: Log,
    private readonly keyServices?: KeyServices,
  ) {}

  get events(): Observable<CounterEvent> {
    return this.news;
  }

  /** Begins to watch the readers. */
  open(): void {
    for (const driver of this.drivers) {
      this.subscriptions.push(driver.events.subscribe((event) => this.notice(driver, event)));
    }
    // Each sign of life of the centre is the moment to ask for what it could not be asked before.
    this.subscriptions.push(this.signsOfLife.subscribe(() => this.recheck()));
    this.subscriptions.push(this.fromCentre.numbers.subscribe((cardNumber) => this.recheck(cardNumber)));
    // The centre knows what is shown here, and tells when it does not hold any more.
    this.subscriptions.push(this.news.subscribe(() => this.fromCentre.watch(this.shown())));
  }

  /** Stops watching and lets the readers go. */
  async close(): Promise<void> {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    this.news.complete();
    await Promise.all(this.drivers.map((driver) => driver.close()));
  }

  all(): CounterReader[] {
    return [...this.readers.values()];
  }

  /** What somebody at the machine can do so that all its readers work. */
  get advice(): string[] {
    return this.drivers.flatMap(({ advice }) => advice ?? []);
  }

  find(name: string): CounterReader | undefined {
    return this.readers.get(name);
  }

  private notice(driver: ReaderDriver, event: ReaderEvent): void {
    this.log.debug(event.type, { reader: event.reader });
    switch (event.type) {
      case 'reader-added':
        this.added(driver, event.reader).reset();
        break;
      case 'reader-removed':
        this.removed(event.reader);
        break;
      case 'card-inserted':
        this.added(driver, event.reader).inserted(event.card.insertion);
        break;
      case 'card-removed':
        this.find(event.reader)?.removed(event.insertion);
        break;
      case 'reader-faulty':
        this.find(event.reader)?.failed(event.reason);
        break;
    }
  }

  private added(driver: ReaderDriver, name: string): CounterReader {
    const known = this.find(name);
    if (known) return known;
    const keyService = this.keyServices?.forReader(name);
    const tell = (type: CardNews, view: ReaderView): void => this.tell(type, view);
    const reader = new CounterReader(name, driver, this.judge, tell, this.log, keyService);
    this.readers.set(name, reader);
    this.tell('reader-added', reader.view);
    return reader;
  }

  private removed(name: string): void {
    const reader = this.find(name);
    if (!reader) return;
    this.readers.delete(name);
    // Whoever still waits for a card of this reader learns that it is gone.
    reader.reset();
    this.tell('reader-removed', reader.view);
  }

  private tell(type: CounterEvent['type'], reader: ReaderView): void {
    this.news.next({ type, reader });
  }

  private shown(): WatchedCard[] {
    return this.all().flatMap(({ view: { card } }) =>
      card && card.cardNumber !== ''
        ? [{ cardNumber: card.cardNumber, cardIdentifier: card.cardIdentifier, code: card.verdict.code }]
        : [],
    );
  }

  /** @param changed the card that the centre tells of; absent: what could not be asked for before */
  private recheck(changed?: string): void {
    for (const reader of this.readers.values()) {
      const { card } = reader.view;
      if (changed === undefined ? card?.verdict.outcome !== 'unknown' : card?.cardNumber !== changed) continue;
      reader.recheck().catch((error: unknown) => this.log.fault('a verdict was not asked for again', error));
    }
  }
}
