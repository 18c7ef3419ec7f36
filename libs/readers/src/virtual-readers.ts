import { type CardChannel, CardFault, type VirtualCard } from '@medisettle/card';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ReaderBoard } from './reader-board.js';
import {
  type InsertedCard,
  type InsertionId,
  type ReaderDescription,
  type ReaderDriver,
  UnknownReader,
} from './reader-driver.js';
import { type PoweredCard, ReaderSlot } from './reader-slot.js';

interface VirtualReadersOptions {
  /** What each command takes, in milliseconds, on top of what the card itself does; real contact cards need 30 to 65. */
  readonly apduLatencyMs?: number;
}

interface InsertedVirtualCard extends InsertedCard {
  readonly virtualCard: VirtualCard;
}

/** Readers that exist only here, for demo and tests. Cards are put in and pulled by calls instead of by hand. */
export class VirtualReaders implements ReaderDriver {
  readonly kind = 'virtual';
  private readonly board = new ReaderBoard(this.kind);
  private readonly slots = new Map<string, ReaderSlot<InsertedVirtualCard>>();
  private readonly apduLatencyMs: number;
  private closed = false;
  readonly events = this.board.events;

  constructor(names: readonly string[], { apduLatencyMs = 0 }: VirtualReadersOptions = {}) {
    this.apduLatencyMs = apduLatencyMs;
    for (const name of names) {
      this.slots.set(name, new ReaderSlot());
      this.board.addReader(name);
    }
  }

  readers(): readonly ReaderDescription[] {
    return this.board.readers();
  }

  /**
   * Puts a card into a reader; a card that is in it is pulled first.
   * @throws UnknownReader; CardFault `reader` when the driver is closed.
   */
  insert(reader: string, virtualCard: VirtualCard): InsertionId {
    const slot = this.slot(reader);
    if (this.closed) throw closedFault();
    const card: InsertedCard = { insertion: randomUUID(), atr: virtualCard.atr };
    slot.begin({ ...card, virtualCard });
    this.board.cardInserted(reader, card);
    return card.insertion;
  }

  /** Pulls the card, if there is one, also in the middle of a command. @throws UnknownReader */
  remove(reader: string): void {
    this.endStay(reader, new CardFault('removed'));
  }

  async withCard<T>(reader: string, work: (channel: CardChannel) => Promise<T>, insertion?: InsertionId): Promise<T> {
    const slot = this.slot(reader);
    if (this.closed) throw closedFault();
    return slot.lend(work, ({ virtualCard }, leaving) => this.powerUp(reader, virtualCard, leaving), insertion);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const reader of this.slots.keys()) this.endStay(reader, closedFault());
    await Promise.all([...this.slots.values()].map((slot) => slot.idle()));
    this.board.close();
  }

  private powerUp(reader: string, virtualCard: VirtualCard, leaving: AbortSignal): PoweredCard {
    virtualCard.reset();
    return {
      transmit: async (command) => {
        const latencyMs = this.apduLatencyMs + virtualCard.latencyMs;
        if (latencyMs > 0) await elapse(latencyMs, leaving);
        leaving.throwIfAborted();
        const answer = virtualCard.process(command);
        if (answer === 'removed') {
          this.remove(reader);
          throw new CardFault('removed');
        }
        if (answer === 'mute') {
          this.board.readerFaulty(reader, 'wedged');
          throw new CardFault('mute');
        }
        return answer;
      },
      // A card that has left may be in another reader by now.
      powerDown: () => {
        if (!leaving.aborted) virtualCard.reset();
      },
    };
  }

  private endStay(reader: string, fault: CardFault): void {
    if (this.slot(reader).end(fault)) this.board.cardRemoved(reader);
  }

  private slot(reader: string): ReaderSlot<InsertedVirtualCard> {
    const slot = this.slots.get(reader);
    if (!slot) throw new UnknownReader(reader);
    return slot;
  }
}

/** @throws the signal's reason as soon as it is raised */
async function elapse(latencyMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(latencyMs, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

function closedFault(): CardFault {
  return new CardFault('reader', 'the readers are closed');
}
