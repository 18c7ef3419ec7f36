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

interface VirtualReadersOptions {
  /** What each command takes, in milliseconds, on top of what the card itself does; real contact cards need 30 to 65. */
  readonly apduLatencyMs?: number;
}

/** A card in a slot. The signal is raised when the stay ends, its reason is the fault to throw. */
interface Stay extends InsertedCard {
  readonly virtualCard: VirtualCard;
  readonly leaving: AbortController;
}

interface Slot {
  stay: Stay | null;
  /** Settles, never fails, when the work before is done. */
  workBefore: Promise<void>;
}

/** Readers that exist only here, for demo and tests. Cards are put in and pulled by calls instead of by hand. */
export class VirtualReaders implements ReaderDriver {
  readonly kind = 'virtual';
  private readonly board = new ReaderBoard(this.kind);
  private readonly slots = new Map<string, Slot>();
  private readonly apduLatencyMs: number;
  private closed = false;
  readonly events = this.board.events;

  constructor(names: readonly string[], { apduLatencyMs = 0 }: VirtualReadersOptions = {}) {
    this.apduLatencyMs = apduLatencyMs;
    for (const name of names) {
      this.slots.set(name, { stay: null, workBefore: Promise.resolve() });
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
    slot.stay?.leaving.abort(new CardFault('removed'));
    slot.stay = { ...card, virtualCard, leaving: new AbortController() };
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
    const { stay } = slot;
    if (!stay || (insertion !== undefined && stay.insertion !== insertion)) throw new CardFault('removed');

    const turn = slot.workBefore.then(() => this.work(reader, stay, work));
    // The next one waits for the end of this, whichever end; how it ended is its caller's business.
    slot.workBefore = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const reader of this.slots.keys()) this.endStay(reader, closedFault());
    await Promise.all([...this.slots.values()].map(({ workBefore }) => workBefore));
    this.board.close();
  }

  private async work<T>(reader: string, stay: Stay, work: (channel: CardChannel) => Promise<T>): Promise<T> {
    const { signal } = stay.leaving;
    signal.throwIfAborted();
    const { gone, forget } = rejectionOf(signal);
    stay.virtualCard.reset();
    const loan = { over: false };
    try {
      // Work that waits for something else than the card (a key service) must not hold the reader after the card is
      // gone. It may go on behind our back; its channel is dead by then, and the race takes care of how it ends.
      return await Promise.race([work(this.channel(reader, stay, loan)), gone]);
    } finally {
      loan.over = true;
      forget();
      // A card that has left may be in another reader by now.
      if (!signal.aborted) stay.virtualCard.reset();
    }
  }

  private channel(reader: string, stay: Stay, loan: { readonly over: boolean }): CardChannel {
    const { signal } = stay.leaving;
    const transmit = async (command: Uint8Array): Promise<Uint8Array> => {
      signal.throwIfAborted();
      const latencyMs = this.apduLatencyMs + stay.virtualCard.latencyMs;
      if (latencyMs > 0) await elapse(latencyMs, signal);
      signal.throwIfAborted();
      if (loan.over) throw new Error('the channel was used after it had been given back');
      const answer = stay.virtualCard.process(command);
      if (answer === 'removed') {
        this.remove(reader);
        signal.throwIfAborted();
        throw new CardFault('removed');
      }
      if (answer === 'mute') {
        this.board.readerFaulty(reader, 'wedged');
        throw new CardFault('mute');
      }
      return answer;
    };
    return { atr: stay.atr, transmit };
  }

  private endStay(reader: string, fault: CardFault): void {
    const slot = this.slot(reader);
    const { stay } = slot;
    if (!stay) return;
    slot.stay = null;
    stay.leaving.abort(fault);
    this.board.cardRemoved(reader);
  }

  private slot(reader: string): Slot {
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

/** A promise that fails with the signal's reason, and a way to stop listening. */
function rejectionOf(signal: AbortSignal): { gone: Promise<never>; forget: () => void } {
  let forget = (): void => undefined;
  const gone = new Promise<never>((_resolve, reject) => {
    // The reason is always the fault that `endStay` was given.
    const listener = (): void => reject(signal.reason as CardFault);
    signal.addEventListener('abort', listener, { once: true });
    forget = () => signal.removeEventListener('abort', listener);
  });
  return { gone, forget };
}

function closedFault(): CardFault {
  return new CardFault('reader', 'the readers are closed');
}
