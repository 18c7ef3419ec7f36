import { CardFault } from '@medisettle/card';
import { setTimeout as delay } from 'node:timers/promises';
import { type InsertedCard, type ReaderFaultReason } from '../reader-driver.js';
import { type PoweredCard } from '../reader-slot.js';
import { type CardLine, NoReply, OrderRefused } from './card-line.js';
import { nextPause, PAUSE_MS_MIN } from './pauses.js';
import { type OrderTrouble, troubleOf } from './service-codes.js';

/** How long things may take, in milliseconds. */
export interface PcscDeadlines {
  /** One command. Real cards need 30 to 220; one that needs this long will never answer. */
  readonly commandMs: number;
  /** Until a reader that another program holds, or whose service is restarting, is given up. */
  readonly powerUpMs: number;
  /** Until a card that stopped in the middle is seen to have left. The service looks each 400. */
  readonly leavingMs: number;
}

/** A card in a PC/SC reader, as the driver keeps it. */
export interface PcscCard extends InsertedCard {
  /** The reader's count of card events when it came. */
  readonly changes: number;
  /** It was silent, and nothing but pulling it helps. */
  wedged: boolean;
  /** It was read again after a failure of the reader. Once is enough. */
  retried: boolean;
}

const STATUS_BYTES = 2;
const POWER_DOWN_MS = 3_000;

/** Powers up the card in one reader and speaks with it, and tells the driver what ails the reader. */
export class PcscCardWork implements PoweredCard {
  constructor(
    private readonly card: PcscCard,
    private readonly leaving: AbortSignal,
    private readonly line: CardLine,
    private readonly deadlines: PcscDeadlines,
    private readonly failed: (reason: ReaderFaultReason) => void,
  ) {}

  /**
   * Takes the card for this program alone and powers it up. A card that another program holds, or a service that is just
   * restarting, is tried again for a while.
   * @throws CardFault
   */
  async powerUp(): Promise<this> {
    if (this.card.wedged) throw new CardFault('mute');
    const end = performance.now() + this.deadlines.powerUpMs;
    for (let pauseMs = PAUSE_MS_MIN / 2; ; pauseMs = nextPause(pauseMs)) {
      const trouble = await this.tryPowerUp();
      if (trouble === null) return this;
      if (trouble === 'removed' || trouble === 'mute') throw await this.faultFor(trouble);
      if (performance.now() + pauseMs > end) throw await this.faultFor(trouble);
      if (trouble === 'lost') this.line.renew();
      await delay(pauseMs, undefined, { signal: this.leaving });
    }
  }

  private async tryPowerUp(): Promise<OrderTrouble | null> {
    try {
      await this.line.give({ order: 'power-up' }, this.deadlines.powerUpMs);
      return null;
    } catch (error) {
      return troubleWith(error);
    }
  }

  async transmit(command: Uint8Array): Promise<Uint8Array> {
    const order = { order: 'transmit', command: Buffer.from(command).toString('hex') } as const;
    let answer: Uint8Array;
    try {
      answer = await this.line.give(order, this.deadlines.commandMs);
    } catch (error) {
      throw await this.faultFor(troubleWith(error));
    }
    // A card that dies while it answers ends in a success without status bytes.
    if (answer.length < STATUS_BYTES) throw await this.faultFor('removed');
    return answer;
  }

  /** Takes the power away, so that no security state survives, and lets other programs have the card. */
  async powerDown(): Promise<void> {
    try {
      await this.line.give({ order: 'power-down' }, POWER_DOWN_MS);
    } catch (error) {
      // The card or the service has gone. A new process holds nothing of them; a silent one was renewed already.
      if (error instanceof OrderRefused) this.line.renew();
    }
  }

  private async faultFor(trouble: OrderTrouble): Promise<CardFault> {
    switch (trouble) {
      case 'removed':
        return this.faultOfDeadCard();
      case 'mute':
        return this.wedged();
      case 'in-use':
        this.failed('in-use');
        return new CardFault('reader', 'the card is in use by another program');
      case 'lost':
        this.failed('unavailable');
        return new CardFault('reader', 'the way to the card was lost');
    }
  }

  /** A card that stopped was pulled, and the service is about to say so; or it lies there and is dead until it is pulled. */
  private async faultOfDeadCard(): Promise<CardFault> {
    const left = await delay(this.deadlines.leavingMs, false, { signal: this.leaving }).catch(() => true);
    return left ? new CardFault('removed') : this.wedged();
  }

  private wedged(): CardFault {
    this.card.wedged = true;
    this.failed('wedged');
    return new CardFault('mute');
  }
}

function troubleWith(error: unknown): OrderTrouble {
  if (error instanceof OrderRefused) return troubleOf(error.code);
  if (error instanceof NoReply) return error.why === 'silent' ? 'mute' : 'lost';
  throw error;
}
