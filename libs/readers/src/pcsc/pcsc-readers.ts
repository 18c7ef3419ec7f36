import { type CardChannel, CardFault } from '@medisettle/card';
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { ReaderBoard } from '../reader-board.js';
import {
  type InsertionId,
  type ReaderDescription,
  type ReaderDriver,
  type ReaderFaultReason,
  UnknownReader,
} from '../reader-driver.js';
import { ReaderSlot } from '../reader-slot.js';
import { CardLine } from './card-line.js';
import { type CardServiceState, cardServiceState } from './card-service-state.js';
import { type WatchNews } from './child-messages.js';
import { nativeModuleInstalled } from './native-module.js';
import { type PcscCard, PcscCardWork, type PcscDeadlines } from './pcsc-card.js';
import { ServiceWatch } from './service-watch.js';
import { sightOf, wasSwapped } from './service-codes.js';

interface PcscReadersOptions {
  /** Told whenever the state of the card service changes, and once at the start. */
  readonly onService?: (state: CardServiceState) => void;
  readonly deadlines?: Partial<PcscDeadlines>;
  /** Folder of the built child programs, where it is not this file's. */
  readonly programs?: URL;
  /** Added to the environment of the child programs; `PCSCLITE_CSOCK_NAME` names another service's socket. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Starts a child program: `watch`, or `card` for one reader. */
  readonly launch?: (program: 'watch' | 'card', reader?: string) => ChildProcess;
}

const DEADLINES: PcscDeadlines = { commandMs: 4_000, powerUpMs: 5_000, leavingMs: 1_500 };
/** After a restart of the service, readers that are not back by then are gone. */
const READERS_BACK_MS = 5_000;
/** Before a card is read again whose reader failed. */
const RETRY_MS = 200;

/** One reader: its card and the process that speaks with it. */
interface Reader {
  readonly slot: ReaderSlot<PcscCard>;
  readonly line: CardLine;
  /** Whether some program held the card when the service last said how the reader is. */
  inUse: boolean;
}

/**
 * The readers of the machine's PC/SC service. One child process watches them all, and each reader has one that speaks with
 * its cards: a card that stays silent holds up nobody but itself. Service, readers and child processes may come and go; the
 * driver goes on with what is there.
 */
export class PcscReaders implements ReaderDriver {
  readonly kind = 'pcsc';
  private readonly board = new ReaderBoard(this.kind);
  private readonly there = new Map<string, Reader>();
  private readonly deadlines: PcscDeadlines;
  private readonly launch: (program: 'watch' | 'card', reader?: string) => ChildProcess;
  private readonly watch: ServiceWatch | null;
  private readonly timers = new Set<NodeJS.Timeout>();
  private state: CardServiceState | null = null;
  private closed = false;
  readonly events = this.board.events;

  constructor(private readonly options: PcscReadersOptions = {}) {
    this.deadlines = { ...DEADLINES, ...options.deadlines };
    this.launch =
      options.launch ?? launcherFrom(options.programs ?? new URL('.', import.meta.url), options.environment);
    const usable = options.launch !== undefined || nativeModuleInstalled();
    this.watch = usable
      ? new ServiceWatch(
          () => this.launch('watch'),
          (news) => this.noticed(news),
        )
      : null;
    if (!usable) this.changeService(cardServiceState('module-missing'));
  }

  get advice(): string | null {
    return this.service.advice;
  }

  private get service(): CardServiceState {
    return this.state ?? cardServiceState('absent');
  }

  readers(): readonly ReaderDescription[] {
    return this.board.readers();
  }

  async withCard<T>(name: string, work: (channel: CardChannel) => Promise<T>, insertion?: InsertionId): Promise<T> {
    if (this.closed) throw closedFault();
    const reader = this.there.get(name);
    if (!reader) throw new UnknownReader(name);
    const powerUp = (card: PcscCard, leaving: AbortSignal): Promise<PcscCardWork> => {
      const failed = (reason: ReaderFaultReason): void => this.failed(name, card, reason);
      return new PcscCardWork(card, leaving, reader.line, this.deadlines, failed).powerUp();
    };
    return reader.slot.lend(work, powerUp, insertion);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.watch?.close();
    for (const timer of this.timers) clearTimeout(timer);
    for (const [name, { slot }] of this.there) if (slot.end(closedFault())) this.board.cardRemoved(name);
    await Promise.all([...this.there.values()].map(({ slot }) => slot.idle()));
    for (const { line } of this.there.values()) line.end();
    this.board.close();
  }

  private noticed(news: WatchNews): void {
    switch (news.news) {
      case 'module-unusable':
        return this.changeService(cardServiceState('module-unusable'));
      case 'service-absent':
        return this.changeService(cardServiceState('absent'));
      case 'service-there':
        this.changeService(cardServiceState('there'));
        return this.later(READERS_BACK_MS, () => this.forgetLost());
      case 'lost':
        return this.lost();
      case 'reader-there':
        return this.readerThere(news.reader);
      case 'reader-gone':
        return this.readerGone(news.reader);
      case 'state':
        return this.seen(news.reader, news.state, Uint8Array.from(Buffer.from(news.atr, 'hex')));
    }
  }

  private readerThere(name: string): void {
    const known = this.there.get(name);
    if (!known) {
      const line = new CardLine(() => this.launch('card', name));
      this.there.set(name, { slot: new ReaderSlot(), line, inUse: false });
      this.board.addReader(name);
    } else if (this.board.faultOf(name) === 'unavailable') {
      known.line.renew();
      this.board.readerRecovered(name);
    }
  }

  private readerGone(name: string): void {
    const reader = this.there.get(name);
    if (!reader) return;
    this.there.delete(name);
    reader.slot.end(new CardFault('reader', 'the reader is gone'));
    reader.line.end();
    this.board.removeReader(name);
  }

  /** Nothing that was known counts any more: another card may lie there when the service is back. */
  private lost(): void {
    if (this.service.name === 'there') this.changeService(cardServiceState('absent'));
    for (const [name, { slot, line }] of this.there) {
      if (slot.end(new CardFault('reader', 'the card service is lost'))) this.board.cardRemoved(name);
      line.end();
      this.board.readerFaulty(name, 'unavailable');
    }
  }

  private forgetLost(): void {
    if (this.service.name !== 'there') return;
    for (const [name, { slot }] of this.there) {
      if (slot.card === null && this.board.faultOf(name) === 'unavailable') this.readerGone(name);
    }
  }

  private seen(name: string, state: number, atr: Uint8Array): void {
    const reader = this.there.get(name);
    if (!reader) return;
    const { slot } = reader;
    const { cardPresent, inUse, changes } = sightOf(state);
    reader.inUse = inUse;
    if (!cardPresent) {
      if (slot.end(new CardFault('removed'))) this.board.cardRemoved(name);
    } else if (!slot.card || wasSwapped(slot.card.changes, changes)) {
      const card: PcscCard = { insertion: randomUUID(), atr, changes, wedged: false, retried: false };
      slot.begin(card);
      this.board.cardInserted(name, { insertion: card.insertion, atr });
    } else if (!inUse && this.board.faultOf(name) === 'in-use') {
      this.board.readerRecovered(name);
    }
  }

  /** Work with a card failed for a reason that is not the card's. What can heal by itself is told as a new beginning. */
  private failed(name: string, card: PcscCard, reason: ReaderFaultReason): void {
    const reader = this.there.get(name);
    if (reader?.slot.card !== card) return;
    this.board.readerFaulty(name, reason);
    // The other program may have let go before the fault was known; else its letting go will be seen.
    const heals = reason === 'in-use' ? !reader.inUse : reason === 'unavailable' && !card.retried;
    if (!heals) return;
    card.retried ||= reason === 'unavailable';
    this.later(RETRY_MS, () => {
      if (this.there.get(name)?.slot.card === card && this.board.faultOf(name) === reason)
        this.board.readerRecovered(name);
    });
  }

  private changeService(state: CardServiceState): void {
    const changed = this.state?.name !== state.name;
    this.state = state;
    if (changed) this.options.onService?.(state);
  }

  private later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, ms);
    this.timers.add(timer);
  }
}

function launcherFrom(
  programs: URL,
  environment: Readonly<Record<string, string>> = {},
): (program: 'watch' | 'card', reader?: string) => ChildProcess {
  return (program, reader) =>
    fork(fileURLToPath(new URL(`${program}-program.js`, programs)), reader === undefined ? [] : [reader], {
      // Flags and heap of a small program, whatever the agent's are.
      execArgv: ['--max-old-space-size=64', '--max-semi-space-size=1'],
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
}

function closedFault(): CardFault {
  return new CardFault('reader', 'the readers are closed');
}
