import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { FrameReader, type Frame } from './frames.js';

/**
 * What is done to one frame. `drop`: it vanishes. `duplicate`: it comes twice. `reorder`: the next one of its direction
 * goes first. `truncate`: half of it comes, then the connection breaks. `half-open`: from it on nothing passes on this
 * connection, either way, and nobody is told. `slow`: it trickles. A delay holds this frame, not those behind it.
 */
export type Fault = 'pass' | 'drop' | 'duplicate' | 'reorder' | 'truncate' | 'half-open' | 'slow' | { delayMs: number };

/** A frame on its way, as the one who decides on its fate sees it. */
export interface Passing {
  readonly direction: 'request' | 'answer';
  /** The question, for an answer that of its request; undefined for what belongs to none. */
  readonly pattern: string | undefined;
  readonly frame: Frame;
}

/** Decides on each frame. A promise holds it, and with it nothing else, until the decision is there. */
export type Decide = (passing: Passing) => Fault | Promise<Fault>;

/** How long a frame waits to be overtaken where nothing comes behind it. */
const OVERTAKEN_MS_MAX = 200;
const PIECES = 10;
const PIECE_MS = 20;

const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

/** Stands between two programs that speak over the link, and does to their frames what networks do to them. */
export class FaultProxy {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  /** What happens to each frame from now on. */
  decide: Decide = () => 'pass';

  constructor(private readonly toPort: number) {}

  /** @returns the port to connect to instead; the same after a stop */
  async start(port = 0): Promise<number> {
    this.server = createServer((near) => this.join(near));
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  /** Breaks the connections that are there; new ones work. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    this.cut();
    await closed;
  }

  private join(near: Socket): void {
    const far = connect(this.toPort, '127.0.0.1');
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    const wire: Wire = { open: true, patterns: new Map() };
    this.relay(near, far, 'request', wire);
    this.relay(far, near, 'answer', wire);
  }

  private relay(from: Socket, to: Socket, direction: Passing['direction'], wire: Wire): void {
    const reader = new FrameReader();
    const lane = new Lane(to, wire);
    from.on('data', (bytes) => {
      for (const frame of reader.take(bytes)) {
        if (frame.id !== undefined && frame.pattern !== undefined) wire.patterns.set(frame.id, frame.pattern);
        const pattern = frame.pattern ?? (frame.id === undefined ? undefined : wire.patterns.get(frame.id));
        void lane.pass(frame, Promise.resolve(this.decide({ direction, pattern, frame })));
      }
    });
  }
}

/** One connection: whether anything passes on it at all, and which answer belongs to which question. */
interface Wire {
  open: boolean;
  readonly patterns: Map<string, string>;
}

/** One direction of a connection. */
class Lane {
  private overtaken: (() => void)[] = [];
  /** What is being written; frames are never torn into each other. */
  private writing = Promise.resolve();

  constructor(
    private readonly to: Socket,
    private readonly wire: Wire,
  ) {}

  async pass({ raw }: Frame, decided: Promise<Fault>): Promise<void> {
    const fault = await decided;
    if (typeof fault === 'object') {
      await pause(fault.delayMs);
      return this.write(raw);
    }
    switch (fault) {
      case 'pass':
        return this.write(raw);
      case 'drop':
        return;
      case 'duplicate':
        return this.write(raw + raw);
      case 'reorder':
        await Promise.race([new Promise<void>((resolve) => this.overtaken.push(resolve)), pause(OVERTAKEN_MS_MAX)]);
        return this.write(raw);
      case 'truncate':
        this.write(raw.slice(0, raw.length / 2));
        this.writing = this.writing.then(() => void this.to.end(() => this.to.destroy()));
        return;
      case 'half-open':
        this.wire.open = false;
        return;
      case 'slow':
        return this.write(...piecesOf(raw));
    }
  }

  private write(...pieces: readonly string[]): void {
    this.writing = this.writing.then(async () => {
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) await pause(PIECE_MS);
        if (this.wire.open && this.to.writable) this.to.write(piece);
      }
      for (const overtaken of this.overtaken.splice(0)) overtaken();
    });
  }
}

function piecesOf(text: string): string[] {
  const size = Math.ceil(text.length / PIECES);
  return Array.from({ length: PIECES }, (_, index) => text.slice(index * size, (index + 1) * size));
}
