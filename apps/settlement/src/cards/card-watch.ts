import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type CardChanges, type WatchedCard } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { Observable, type Subscriber } from 'rxjs';
import { Transactions } from '../database/transactions.js';
import { CardRegistry } from './card-registry.js';

/** How soon a change that another centre on the same database took is seen here, in milliseconds. */
const LOOK_EVERY_MS = 300;

/** What one counter has on its readers, and where it is told. */
interface Watch {
  readonly cards: Map<string, WatchedCard>;
  readonly told: Subscriber<CardChanges>;
}

/**
 * Watches the cards that lie on the readers of counters and tells a counter when the verdict that it shows no longer
 * holds. What this centre takes itself is seen at once; for what others take, the watched cards (and only those) are
 * looked up at a steady pace. It compares verdicts, not events, so that nothing can slip through between two looks.
 */
@Injectable()
export class CardWatch implements OnApplicationShutdown {
  private readonly watches = new Set<Watch>();
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private lookAgain = false;

  constructor(
    private readonly registry: CardRegistry,
    private readonly transactions: Transactions,
    private readonly log: Log,
  ) {}

  /** Watches cards for as long as the answer is subscribed to. Each change of a verdict is told of once. */
  watch(cards: readonly WatchedCard[]): Observable<CardChanges> {
    return new Observable((told) => {
      const watch: Watch = { cards: new Map(cards.map((card) => [card.cardNumber, card])), told };
      this.watches.add(watch);
      this.look();
      return () => void this.watches.delete(watch);
    });
  }

  /** Something changed: looks now instead of at the next turn. */
  look(): void {
    if (this.watches.size === 0) return;
    if (this.looking) {
      this.lookAgain = true;
      return;
    }
    clearTimeout(this.timer);
    this.looking = true;
    this.compare()
      .catch((error: unknown) => this.log.fault('the watched cards could not be looked up', error))
      .finally(() => {
        this.looking = false;
        if (this.lookAgain) this.look();
        else if (this.watches.size > 0) this.timer = setTimeout(() => this.look(), LOOK_EVERY_MS);
      });
  }

  /** Ends all watches, so that no answer stays open behind a closed door. */
  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    for (const { told } of [...this.watches]) told.complete();
    this.watches.clear();
  }

  private async compare(): Promise<void> {
    this.lookAgain = false;
    const watches = [...this.watches];
    const numbers = new Set(watches.flatMap(({ cards }) => [...cards.keys()]));
    if (numbers.size === 0) return;
    const codes = await this.registry.codes(this.transactions.reader, [...numbers]);
    for (const { cards, told } of watches) {
      const changed = [...cards.values()].filter((card) => codes(card) !== card.code);
      for (const card of changed) cards.set(card.cardNumber, { ...card, code: codes(card) });
      if (changed.length > 0) told.next({ cardNumbers: changed.map(({ cardNumber }) => cardNumber) });
    }
  }
}
