import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { FrameReader } from './frames.mjs';

/** @typedef {import('./frames.mjs').Frame} Frame */
/** @typedef {import('node:net').Socket} Socket */

/**
 * What is done to one frame. `drop`: it vanishes. `duplicate`: it comes twice. `reorder`: the next one of its direction
 * goes first. `truncate`: half of it comes, then the connection breaks. `half-open`: from it on nothing passes on this
 * connection, either way, and nobody is told. `slow`: it trickles. A delay holds this frame, not those behind it.
 * @typedef {'pass' | 'drop' | 'duplicate' | 'reorder' | 'truncate' | 'half-open' | 'slow' | { delayMs: number }} Fault
 */

/**
 * A frame on its way, as the one who decides on its fate sees it.
 * @typedef {object} Passing
 * @property {'request' | 'answer'} direction
 * @property {string | undefined} pattern the question, for an answer that of its request; undefined for what belongs to
 *   none
 * @property {Frame} frame
 */

/**
 * Decides on each frame. A promise holds it, and with it nothing else, until the decision is there.
 * @typedef {(passing: Passing) => Fault | Promise<Fault>} Decide
 */

/** How long a frame waits to be overtaken where nothing comes behind it. */
const OVERTAKEN_MS_MAX = 200;
const PIECES = 10;
const PIECE_MS = 20;

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));

/** Stands between two programs that speak over the link, and does to their frames what networks do to them. */
export class FaultProxy {
  #toPort;
  /** @type {Set<Socket>} */
  #sockets = new Set();
  /** @type {import('node:net').Server | undefined} */
  #server;
  /** What happens to each frame from now on. @type {Decide} */
  decide = () => 'pass';

  /** @param {number} toPort */
  constructor(toPort) {
    this.#toPort = toPort;
  }

  /**
   * @param {number} [port]
   * @returns {Promise<number>} the port to connect to instead; the same after a stop
   */
  async start(port = 0) {
    const server = createServer((near) => this.#join(near));
    this.#server = server;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  }

  /** Breaks the connections that are there; new ones work. */
  cut() {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop() {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    this.cut();
    await closed;
  }

  /** @param {Socket} near */
  #join(near) {
    const far = connect(this.#toPort, '127.0.0.1');
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    /** @type {Wire} */
    const wire = { open: true, patterns: new Map() };
    this.#relay(near, far, 'request', wire);
    this.#relay(far, near, 'answer', wire);
  }

  /**
   * @param {Socket} from
   * @param {Socket} to
   * @param {Passing['direction']} direction
   * @param {Wire} wire
   */
  #relay(from, to, direction, wire) {
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

/**
 * One connection: whether anything passes on it at all, and which answer belongs to which question.
 * @typedef {{ open: boolean, patterns: Map<string, string> }} Wire
 */

/** One direction of a connection. */
class Lane {
  #to;
  #wire;
  /** @type {(() => void)[]} */
  #overtaken = [];
  /** What is being written; frames are never torn into each other. */
  #writing = Promise.resolve();

  /**
   * @param {Socket} to
   * @param {Wire} wire
   */
  constructor(to, wire) {
    this.#to = to;
    this.#wire = wire;
  }

  /**
   * @param {Frame} frame
   * @param {Promise<Fault>} decided
   * @returns {Promise<void>}
   */
  async pass({ raw }, decided) {
    const fault = await decided;
    if (typeof fault === 'object') {
      await pause(fault.delayMs);
      return this.#write(raw);
    }
    switch (fault) {
      case 'pass':
        return this.#write(raw);
      case 'drop':
        return;
      case 'duplicate':
        return this.#write(raw + raw);
      case 'reorder':
        await Promise.race([
          new Promise((/** @type {(overtaken: void) => void} */ resolve) => this.#overtaken.push(resolve)),
          pause(OVERTAKEN_MS_MAX),
        ]);
        return this.#write(raw);
      case 'truncate':
        this.#write(raw.slice(0, raw.length / 2));
        this.#writing = this.#writing.then(() => void this.#to.end(() => this.#to.destroy()));
        return;
      case 'half-open':
        this.#wire.open = false;
        return;
      case 'slow':
        return this.#write(...piecesOf(raw));
    }
  }

  /** @param {readonly string[]} pieces */
  #write(...pieces) {
    this.#writing = this.#writing.then(async () => {
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) await pause(PIECE_MS);
        if (this.#wire.open && this.#to.writable) this.#to.write(piece);
      }
      for (const overtaken of this.#overtaken.splice(0)) overtaken();
    });
  }
}

/** @param {string} text */
function piecesOf(text) {
  const size = Math.ceil(text.length / PIECES);
  return Array.from({ length: PIECES }, (_, index) => text.slice(index * size, (index + 1) * size));
}
