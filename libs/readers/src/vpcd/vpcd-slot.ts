import { type VirtualCard } from '@medisettle/card';
import { connect, type Socket } from 'node:net';

/** Payloads of one byte are orders to the card; everything else is a command APDU. */
const POWER_OFF = 0x00;
const POWER_ON = 0x01;
const RESET = 0x02;
const TELL_ATR = 0x04;
/** The service listens again within this time after a restart; a card that lies in the reader is there for it. */
const RECONNECT_MS = 50;
const LENGTH_BYTES = 2;

export interface CardOddities {
  /** The n-th command since power-up is answered with one byte, as by a chip that dies while it stays in the reader. */
  readonly shortAnswerAt?: number;
}

/**
 * One slot of vpcd, the virtual reader of the PC/SC service: a virtual card in it is a real card for the service and every
 * program above. The card is the TCP client, and lies in the reader as long as the connection stands.
 */
export class VpcdSlot {
  private socket: Socket | null = null;
  private card: VirtualCard | null = null;
  private oddities: CardOddities = {};
  private retry: NodeJS.Timeout | undefined;
  private sincePowerUp = 0;
  private powered = false;
  private readonly powerWaiters: (() => void)[] = [];
  private commandsSeen = 0;

  constructor(private readonly port: number) {}

  /** Commands since the card was put in. */
  get commands(): number {
    return this.commandsSeen;
  }

  /** Returns when the card is without power. */
  async poweredDown(): Promise<void> {
    if (this.powered) await new Promise<void>((resolve) => this.powerWaiters.push(resolve));
  }

  /** Puts a card in; one that is there is pulled first. */
  insert(card: VirtualCard, oddities: CardOddities = {}): void {
    this.remove();
    this.card = card;
    this.oddities = oddities;
    this.commandsSeen = 0;
    this.open();
  }

  /** Pulls the card, if there is one. */
  remove(): void {
    this.card = null;
    this.power(false);
    clearTimeout(this.retry);
    this.socket?.destroy();
    this.socket = null;
  }

  private open(): void {
    const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    this.socket = socket;
    let received = Buffer.alloc(0);
    socket.on('data', (part) => {
      received = Buffer.concat([received, part]);
      while (received.length >= LENGTH_BYTES) {
        const end = LENGTH_BYTES + received.readUInt16BE(0);
        if (received.length < end) return;
        const payload = received.subarray(LENGTH_BYTES, end);
        received = received.subarray(end);
        this.take(socket, payload);
      }
    });
    // Whatever the error, `close` follows, and that is where it is dealt with.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (this.socket === socket) this.retry = setTimeout(() => this.open(), RECONNECT_MS);
    });
  }

  private take(socket: Socket, payload: Buffer): void {
    const { card } = this;
    if (!card || this.socket !== socket) return;
    if (payload.length !== 1) return this.process(socket, card, payload);
    switch (payload[0]) {
      case POWER_OFF:
      case POWER_ON:
      case RESET:
        this.sincePowerUp = 0;
        this.power(payload[0] !== POWER_OFF);
        return card.reset();
      case TELL_ATR:
        return send(socket, card.atr);
      default:
        // No order that is known, and too short for a command: a card stays silent at that.
        return;
    }
  }

  private power(on: boolean): void {
    this.powered = on;
    if (!on) for (const resolve of this.powerWaiters.splice(0)) resolve();
  }

  private process(socket: Socket, card: VirtualCard, command: Buffer): void {
    this.sincePowerUp += 1;
    this.commandsSeen += 1;
    const answer = card.process(Uint8Array.from(command));
    if (answer === 'mute') return;
    if (answer === 'removed') return this.remove();
    send(socket, this.sincePowerUp === this.oddities.shortAnswerAt ? answer.subarray(0, 1) : answer);
  }
}

function send(socket: Socket, payload: Uint8Array): void {
  const message = Buffer.alloc(LENGTH_BYTES + payload.length);
  message.writeUInt16BE(payload.length, 0);
  message.set(payload, LENGTH_BYTES);
  socket.write(message);
}
