import { Observable, type Subscriber } from 'rxjs';
import {
  type InsertedCard,
  type ReaderDescription,
  type ReaderEvent,
  type ReaderFaultReason,
  type ReaderKind,
  UnknownReader,
} from './reader-driver.js';

/** One subscriber's events in their order. */
interface Feed {
  readonly subscriber: Subscriber<ReaderEvent>;
  readonly pending: ReaderEvent[];
  draining: boolean;
}

/**
 * Which readers there are and what is in them, and the stream of changes: the part that every driver has in common. Each
 * subscriber has a queue of its own: one that answers an event by changing a reader (a test, the counter) must not make the
 * others see the second change before the first.
 */
export class ReaderBoard {
  private readonly states = new Map<string, ReaderDescription>();
  private readonly faults = new Map<string, ReaderFaultReason>();
  private readonly feeds = new Set<Feed>();
  private closed = false;

  readonly events = new Observable<ReaderEvent>((subscriber) => {
    const feed: Feed = { subscriber, pending: this.present(), draining: false };
    this.feeds.add(feed);
    drain(feed);
    if (this.closed) subscriber.complete();
    return () => void this.feeds.delete(feed);
  });

  constructor(private readonly kind: ReaderKind) {}

  readers(): readonly ReaderDescription[] {
    return [...this.states.values()];
  }

  /** @throws UnknownReader */
  reader(name: string): ReaderDescription {
    const state = this.states.get(name);
    if (!state) throw new UnknownReader(name);
    return state;
  }

  addReader(name: string): void {
    this.states.set(name, { name, kind: this.kind, state: 'empty', card: null });
    this.publish({ type: 'reader-added', reader: name });
  }

  /** A card that was still in the reader is removed by the same change. @throws UnknownReader */
  cardInserted(name: string, card: InsertedCard): void {
    const before = this.reader(name);
    this.faults.delete(name);
    this.states.set(name, { ...before, state: 'occupied', card });
    this.publish(...removalOf(before), { type: 'card-inserted', reader: name, card });
  }

  /** Does nothing when there is no card. A reader that the card had wedged is free again. @throws UnknownReader */
  cardRemoved(name: string): void {
    const before = this.reader(name);
    if (!before.card) return;
    this.faults.delete(name);
    this.states.set(name, { ...before, state: 'empty', card: null });
    this.publish(...removalOf(before));
  }

  /** @throws UnknownReader */
  readerFaulty(name: string, reason: ReaderFaultReason): void {
    if (this.faults.get(name) === reason) return;
    this.states.set(name, { ...this.reader(name), state: 'faulty' });
    this.faults.set(name, reason);
    this.publish({ type: 'reader-faulty', reader: name, reason });
  }

  /** Also when it was not there. What was in it is removed by the same change. */
  removeReader(name: string): void {
    const before = this.states.get(name);
    if (!before) return;
    this.states.delete(name);
    this.faults.delete(name);
    this.publish(...removalOf(before), { type: 'reader-removed', reader: name });
  }

  /**
   * A faulty reader works again: it is told as one that has just been added, with the card that is in it, so that whoever
   * gave that card up begins anew. Does nothing for a reader that is well. @throws UnknownReader
   */
  readerRecovered(name: string): void {
    if (!this.faults.delete(name)) return;
    const { card, ...before } = this.reader(name);
    this.states.set(name, { ...before, card, state: card ? 'occupied' : 'empty' });
    this.publish(
      { type: 'reader-added', reader: name },
      ...(card ? [{ type: 'card-inserted', reader: name, card } as const] : []),
    );
  }

  /** Why a reader is faulty; null for one that is well or not there. */
  faultOf(name: string): ReaderFaultReason | null {
    return this.faults.get(name) ?? null;
  }

  close(): void {
    this.closed = true;
    for (const { subscriber } of [...this.feeds]) subscriber.complete();
  }

  private present(): ReaderEvent[] {
    return this.readers().flatMap(({ name, card }): ReaderEvent[] => {
      const reason = this.faults.get(name);
      return [
        { type: 'reader-added', reader: name },
        ...(card ? [{ type: 'card-inserted', reader: name, card } as const] : []),
        ...(reason ? [{ type: 'reader-faulty', reader: name, reason } as const] : []),
      ];
    });
  }

  private publish(...events: ReaderEvent[]): void {
    const feeds = [...this.feeds];
    for (const feed of feeds) feed.pending.push(...events);
    for (const feed of feeds) drain(feed);
  }
}

function removalOf({ name, card }: ReaderDescription): ReaderEvent[] {
  return card ? [{ type: 'card-removed', reader: name, insertion: card.insertion }] : [];
}

function drain(feed: Feed): void {
  if (feed.draining) return;
  feed.draining = true;
  for (let event = feed.pending.shift(); event; event = feed.pending.shift()) feed.subscriber.next(event);
  feed.draining = false;
}
