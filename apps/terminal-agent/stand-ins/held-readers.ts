import { type CardChannel, type VirtualCard } from '@medisettle/card';
import { VirtualReaders, type InsertionId, type ReaderDriver } from '@medisettle/readers';
import { Promised } from './promised.js';

/** Virtual readers whose cards can be made to answer nothing until the test lets them. */
export class HeldReaders implements ReaderDriver {
  readonly kind = 'virtual';
  private readonly inner: VirtualReaders;
  private readonly held = new Map<string, Promised<void>>();
  readonly events;

  constructor(names: readonly string[]) {
    this.inner = new VirtualReaders(names);
    this.events = this.inner.events;
  }

  hold(reader: string): void {
    this.held.set(reader, new Promised<void>());
  }

  release(reader: string): void {
    this.held.get(reader)?.resolve();
    this.held.delete(reader);
  }

  insert(reader: string, card: VirtualCard): InsertionId {
    return this.inner.insert(reader, card);
  }

  remove(reader: string): void {
    this.inner.remove(reader);
  }

  readers(): ReturnType<ReaderDriver['readers']> {
    return this.inner.readers();
  }

  withCard<T>(reader: string, work: (channel: CardChannel) => Promise<T>, insertion?: InsertionId): Promise<T> {
    const held = this.held.get(reader)?.promise;
    const slowly = (channel: CardChannel): CardChannel => ({
      atr: channel.atr,
      transmit: async (command) => {
        await held;
        return channel.transmit(command);
      },
    });
    return this.inner.withCard(reader, (channel) => work(slowly(channel)), insertion);
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
