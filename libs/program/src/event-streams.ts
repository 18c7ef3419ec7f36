import { type ServerResponse } from 'node:http';
import { type Observable, type Subscription } from 'rxjs';

/** A counter has a page or two and its HIS, a centre some operators. */
const STREAMS_MAX = 16;
/** A page that does not read is let go before it fills the memory. */
const UNREAD_BYTES_MAX = 256 * 1024;
/** Keeps whatever sits between from taking the silence of a quiet hour for the end. */
const ALIVE_MS = 15_000;

/** What is told: its name, and what goes with it as JSON. */
export interface StreamedEvent {
  readonly type: string;
  readonly data: unknown;
}

/** Server-sent event streams that all tell the same. */
export class EventStreams {
  private readonly streams = new Set<ServerResponse>();
  private subscription: Subscription | undefined;
  private alive: NodeJS.Timeout | undefined;

  constructor(private readonly events: Observable<StreamedEvent>) {}

  /** Begins to pass the events on. */
  open(): void {
    this.subscription = this.events.subscribe((event) => this.send(textOf(event)));
    this.alive = setInterval(() => this.send(': alive\n\n'), ALIVE_MS);
  }

  /** Ends all streams. */
  close(): void {
    this.subscription?.unsubscribe();
    clearInterval(this.alive);
    for (const stream of this.streams) stream.end();
    this.streams.clear();
  }

  get hasRoom(): boolean {
    return this.streams.size < STREAMS_MAX;
  }

  /** How many listen. */
  get size(): number {
    return this.streams.size;
  }

  /**
   * Turns an answer that has not begun into a stream of the events from now on.
   * @param first told to this one alone, ahead of everything else
   */
  add(answer: ServerResponse, first?: StreamedEvent): void {
    answer.setHeader('content-type', 'text/event-stream; charset=utf-8');
    answer.setHeader('cache-control', 'no-store');
    answer.writeHead(200);
    // A first line, so that the other side knows that it listens from here on.
    answer.write(': listening\n\n');
    if (first) answer.write(textOf(first));
    this.streams.add(answer);
    answer.once('close', () => this.streams.delete(answer));
    answer.once('error', () => this.streams.delete(answer));
  }

  private send(text: string): void {
    for (const stream of this.streams) {
      stream.write(text);
      if (stream.writableLength > UNREAD_BYTES_MAX) stream.destroy();
    }
  }
}

const textOf = ({ type, data }: StreamedEvent): string => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
