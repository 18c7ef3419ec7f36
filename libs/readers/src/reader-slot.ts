import { type CardChannel, CardFault } from '@medisettle/card';
import { type InsertedCard, type InsertionId } from './reader-driver.js';

/** A card under power. Powering down never fails: what goes wrong there is the driver's business. */
export interface PoweredCard {
  transmit(command: Uint8Array): Promise<Uint8Array>;
  powerDown(): Promise<void> | void;
}

/** A card in a slot. The signal is raised when the stay ends, its reason is the fault to throw. */
interface Stay<Card extends InsertedCard> {
  readonly card: Card;
  readonly leaving: AbortController;
}

/**
 * One reader's card and the queue of work for it: the part of lending a card that every driver has in common. Work is for
 * the card that is there when it is asked for, and ends with that card's stay.
 */
export class ReaderSlot<Card extends InsertedCard> {
  private stay: Stay<Card> | null = null;
  /** Settles, never fails, when the work before is done and the card is powered down. */
  private workBefore: Promise<void> = Promise.resolve();

  /** The card in it now. */
  get card(): Card | null {
    return this.stay?.card ?? null;
  }

  /** A card comes in; one that was there is pulled first. */
  begin(card: Card): void {
    this.end(new CardFault('removed'));
    this.stay = { card, leaving: new AbortController() };
  }

  /** The card's stay ends, and with it all work for it, under way or waiting. @returns whether there was a card */
  end(fault: CardFault): boolean {
    const { stay } = this;
    this.stay = null;
    stay?.leaving.abort(fault);
    return stay !== null;
  }

  /** Returns when nothing is under way. */
  idle(): Promise<void> {
    return this.workBefore;
  }

  /**
   * Lends the card to `work` when its turn has come. The result does not wait for the card to be powered down, the next
   * work does.
   * @param powerUp is called with the signal that the stay ends by
   * @throws CardFault of the end of the stay; what `powerUp` and `work` throw
   */
  async lend<T>(
    work: (channel: CardChannel) => Promise<T>,
    powerUp: (card: Card, leaving: AbortSignal) => Promise<PoweredCard> | PoweredCard,
    insertion?: InsertionId,
  ): Promise<T> {
    const { stay } = this;
    if (!stay || (insertion !== undefined && stay.card.insertion !== insertion)) throw new CardFault('removed');
    const signal = stay.leaving.signal;
    const powering = this.workBefore.then(() => {
      signal.throwIfAborted();
      return powerUp(stay.card, signal);
    });
    const result = powering.then((powered) => lendPowered(work, powered, stay.card.atr, signal));
    this.workBefore = afterEither(result, async () => {
      await powering.then(
        (powered) => powered.powerDown(),
        () => undefined,
      );
    });
    return orLeaving(signal, result);
  }
}

async function lendPowered<T>(
  work: (channel: CardChannel) => Promise<T>,
  powered: PoweredCard,
  atr: Uint8Array,
  signal: AbortSignal,
): Promise<T> {
  let over = false;
  const transmit = async (command: Uint8Array): Promise<Uint8Array> => {
    signal.throwIfAborted();
    if (over) throw new Error('the channel was used after it had been given back');
    return orLeaving(signal, powered.transmit(command));
  };
  try {
    signal.throwIfAborted();
    // Work that waits for something else than the card (a key service) must not hold the reader after the card is
    // gone. It may go on behind our back; its channel is dead by then, and the race takes care of how it ends.
    return await orLeaving(signal, work({ atr, transmit }));
  } finally {
    over = true;
  }
}

/** What comes first: the promise's end, or the end of the card's stay. */
async function orLeaving<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let forget = (): void => undefined;
  const gone = new Promise<never>((_resolve, reject) => {
    // The reason is always the fault that `end` was given.
    const listener = (): void => reject(signal.reason as CardFault);
    if (signal.aborted) listener();
    signal.addEventListener('abort', listener, { once: true });
    forget = () => signal.removeEventListener('abort', listener);
  });
  try {
    return await Promise.race([promise, gone]);
  } finally {
    forget();
  }
}

/** The next one waits for the end of this, whichever end; how it ended is its caller's business. */
function afterEither(promise: Promise<unknown>, then: () => Promise<void>): Promise<void> {
  return promise.then(then, then);
}
