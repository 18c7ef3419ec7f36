import { type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { type CardOrder, type CardReply, type WatchNews } from './child-messages.js';

/** Stands in for a child program of the driver: a test plays its part. */
export class ScriptedChild extends EventEmitter {
  readonly orders: CardOrder[] = [];
  killed = false;

  /** @param answer to an order, in hex; a code stands for a refusal, and null for silence */
  constructor(private readonly answer: (order: CardOrder) => string | number | null = () => '') {
    super();
  }

  asProcess(): ChildProcess {
    return this as unknown as ChildProcess;
  }

  send(order: CardOrder): boolean {
    this.orders.push(order);
    const answer = this.answer(order);
    const reply: CardReply | null =
      answer === null
        ? null
        : typeof answer === 'string'
          ? { id: order.id, outcome: 'done', answer }
          : { id: order.id, outcome: 'failed', code: answer };
    if (reply) setImmediate(() => this.emit('message', reply));
    return true;
  }

  kill(): boolean {
    this.killed = true;
    return true;
  }

  tell(news: WatchNews): void {
    this.emit('message', news);
  }
}
