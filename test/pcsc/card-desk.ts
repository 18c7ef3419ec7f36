import { describe } from '@jest/globals';
import { type CardChannel, CardFault, type CardReading, readCard } from '@medisettle/card';
import { type InsertionId, PcscReaders, type ReaderEvent } from '@medisettle/readers';
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CardService, DRIVER_PROGRAMS, READER_NAMES, whyNoCardService } from '../../set-up/card-service.mjs';

const why = whyNoCardService();
if (why !== null) process.stderr.write(`The PC/SC tests are skipped: ${why}.\n`);

/** For suites that need a real card service; skipped, with one line that says why, where there can be none. */
export const describeWithCardService = why === null ? describe : describe.skip;

export const [FIRST, SECOND] = READER_NAMES;

type Chip = Readonly<Record<string, unknown>>;

const world = JSON.parse(readFileSync(new URL('../../demo/world.json', import.meta.url), 'utf8')) as {
  cards: { key: string; chip: Chip }[];
};

export const DEMO_CARDS: readonly string[] = world.cards.map(({ key }) => key);

/** The chip of a demo card, with changes. */
export function chipOf(key: string, changes: Chip = {}): Chip {
  const chip = world.cards.find((card) => card.key === key)?.chip;
  if (!chip) throw new Error(`no demo card ${key}`);
  return { ...chip, ...changes };
}

type EventOf<T extends ReaderEvent['type']> = Extract<ReaderEvent, { type: T }>;

/** The driver at a card service, its child processes, and what happened at its readers. */
export class CardDesk {
  readonly children: { readonly program: string; readonly reader: string | undefined; readonly child: ChildProcess }[] =
    [];
  readonly readers: PcscReaders;
  private readonly happened: ReaderEvent[] = [];
  private readonly waiting: (() => void)[] = [];
  private servicesSeen = 0;
  /** How the service last said each reader is. */
  private readonly states = new Map<string, number>();

  constructor(service: CardService, commandMs = 5_000) {
    this.readers = new PcscReaders({
      // Long enough for a busy machine to start the process that speaks with the card.
      deadlines: { commandMs, powerUpMs: 8_000 },
      launch: (program, reader) => {
        const file = fileURLToPath(new URL(`${program}-program.js`, DRIVER_PROGRAMS));
        const child = fork(file, reader === undefined ? [] : [reader], {
          env: { ...process.env, ...service.environment },
          execArgv: [],
          stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        });
        this.children.push({ program, reader, child });
        child.on('message', (message) => this.note(message as { news?: string; reader: string; state: number }));
        return child;
      },
    });
    this.readers.events.subscribe((event) => {
      this.happened.push(event);
      this.wake();
    });
  }

  private note({ news, reader, state }: { news?: string; reader: string; state: number }): void {
    if (news === 'lost') this.states.clear();
    if (news === 'service-there') this.servicesSeen += 1;
    if (news === 'state') this.states.set(reader, state);
    this.wake();
  }

  private wake(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }

  private news(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** The next event of this kind at a reader; others of this reader before it are passed over. */
  async next<T extends ReaderEvent['type']>(type: T, reader: string = FIRST): Promise<EventOf<T>> {
    for (;;) {
      const mine = this.happened.findIndex((event) => event.reader === reader);
      const [event] = mine < 0 ? [] : this.happened.splice(mine, 1);
      if (event?.type === type) return event as EventOf<T>;
      if (!event) await this.news();
    }
  }

  /**
   * Waits until the service has counted that a card has left. It can know that before, from an order that failed; a card
   * that comes in before it has counted is taken for the old one and never told.
   */
  async emptied(reader: string = FIRST): Promise<void> {
    const empty = (state: number): boolean => (state & 0x20) === 0 && ((state >>> 16) & 1) === 0;
    while (!empty(this.states.get(reader) ?? 0)) await this.news();
  }

  /** Waits until the service has answered so many times, counted from the start of this desk. */
  async serviceSeen(times: number): Promise<void> {
    while (this.servicesSeen < times) await this.news();
  }

  /** Reads the card in a reader. `before` runs before the n-th command. */
  read(reader: string, insertion?: InsertionId, n = 0, before: () => void = () => undefined): Promise<CardReading> {
    let count = 0;
    const work = (channel: CardChannel): Promise<CardReading> =>
      readCard({
        atr: channel.atr,
        transmit: (command) => {
          count += 1;
          if (count === n) before();
          return channel.transmit(command);
        },
      });
    return this.readers.withCard(reader, work, insertion);
  }

  /** Waits for a card and reads it. `before` runs before the n-th command. */
  async readNext(reader: string = FIRST, n = 0, before: () => void = () => undefined): Promise<CardReading> {
    const { card } = await this.next('card-inserted', reader);
    return this.read(reader, card.insertion, n, before);
  }

  /**
   * Waits for a card that stays, and reads it. One that the driver tried once more before it had noticed that the service
   * is gone is told of too, and passed over.
   */
  async readStaying(reader: string = FIRST): Promise<CardReading> {
    for (;;) {
      const { card } = await this.next('card-inserted', reader);
      const reading = await this.read(reader, card.insertion).catch((error: unknown) => {
        if (error instanceof CardFault) return null;
        throw error;
      });
      if (reading && reading.outcome !== 'interrupted') return reading;
    }
  }

  /** The running child process of one kind. */
  child(program: string, reader?: string): ChildProcess {
    const found = this.children.findLast((one) => one.program === program && one.reader === reader);
    if (!found) throw new Error(`no ${program} program is running`);
    return found.child;
  }
}
