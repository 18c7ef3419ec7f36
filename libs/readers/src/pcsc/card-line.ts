import { type ChildProcess } from 'node:child_process';
import { CardReply, type CardOrder } from './child-messages.js';

/** The service refused an order. */
export class OrderRefused extends Error {
  constructor(readonly code: number | null) {
    super(`the card service answered ${code === null ? 'without a code' : `0x${code.toString(16)}`}`);
    this.name = 'OrderRefused';
  }
}

/** No reply came: `silent` within the deadline, `ended` because the process is gone. */
export class NoReply extends Error {
  constructor(readonly why: 'silent' | 'ended') {
    super(why === 'silent' ? 'the card process did not answer in time' : 'the card process ended');
    this.name = 'NoReply';
  }
}

interface Waiting {
  readonly done: (answer: Uint8Array) => void;
  readonly failed: (error: OrderRefused | NoReply) => void;
}

type Order = CardOrder extends infer One ? (One extends unknown ? Omit<One, 'id'> : never) : never;

/** The child process at one reader. It is there from the start, and a new one as soon as one has ended. */
export class CardLine {
  private child: ChildProcess | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** @param launch starts the process */
  constructor(private readonly launch: () => ChildProcess) {
    this.begin();
  }

  /**
   * Gives an order and waits for its end, at most so long. A process that is late is ended: the thread that waits in it
   * cannot be had back.
   * @throws OrderRefused, NoReply
   */
  give(order: Order, deadlineMs: number): Promise<Uint8Array> {
    const child = this.child ?? this.begin();
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(id);
        reject(new NoReply('silent'));
        this.renew();
      }, deadlineMs);
      const settled = (): void => {
        clearTimeout(late);
        this.waiting.delete(id);
      };
      this.waiting.set(id, {
        done: (answer) => (settled(), resolve(answer)),
        failed: (error) => (settled(), reject(error)),
      });
      // A process that is just ending cannot be told anything; its end fails the order.
      child.send({ ...order, id }, (error) => error && this.waiting.get(id)?.failed(new NoReply('ended')));
    });
  }

  /** Ends the process and starts another, with a context of its own at the card service. */
  renew(): void {
    this.end();
    this.begin();
  }

  /** Ends the process; what is under way fails. A later order starts another. */
  end(): void {
    const { child } = this;
    this.child = null;
    child?.kill('SIGKILL');
    this.failAll();
  }

  private begin(): ChildProcess {
    const child = this.launch();
    this.child = child;
    const over = (): void => {
      if (this.child !== child) return;
      this.child = null;
      this.failAll();
    };
    child.once('error', over);
    child.once('exit', over);
    child.on('message', (message) => this.replied(CardReply.parse(message)));
    return child;
  }

  private replied(reply: CardReply): void {
    const waiting = this.waiting.get(reply.id);
    if (reply.outcome === 'done') waiting?.done(Uint8Array.from(Buffer.from(reply.answer, 'hex')));
    else waiting?.failed(new OrderRefused(reply.code));
  }

  private failAll(): void {
    for (const { failed } of [...this.waiting.values()]) failed(new NoReply('ended'));
  }
}
