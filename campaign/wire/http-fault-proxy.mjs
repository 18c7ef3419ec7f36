import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** @typedef {import('./fault-proxy.mjs').Fault} Fault */
/** @typedef {import('./fault-proxy.mjs').Passing['direction']} Direction */
/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */

/** Decides on each request and each answer. @typedef {(direction: Direction) => Fault} DecideHttp */

/** How long what shall be overtaken is held back. */
const OVERTAKEN_MS = 200;
const PIECES = 10;
const PIECE_MS = 20;

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));

/**
 * Stands between two programs that speak HTTP. The faults are those of the proxy for the link: `drop` and `half-open` let
 * the one who asked wait for nothing, `duplicate` brings a request twice and its second answer to nobody.
 */
export class HttpFaultProxy {
  #toPort;
  /** @type {import('node:http').Server | undefined} */
  #server;
  /** What happens from now on. @type {DecideHttp} */
  decide = () => 'pass';

  /** @param {number} toPort */
  constructor(toPort) {
    this.#toPort = toPort;
  }

  /** @returns {Promise<number>} the port to connect to instead */
  async start() {
    const server = createServer((asked, answer) => {
      asked.on('error', () => answer.destroy());
      // Whoever breaks off while we hold his request has no answer, and that is what is wanted.
      this.#pass(asked, answer).catch(() => answer.destroy());
    });
    this.#server = server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  }

  async stop() {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    this.#server?.closeAllConnections();
    await closed;
  }

  /** @param {IncomingMessage} asked @param {ServerResponse} answer */
  async #pass(asked, answer) {
    const body = await bytesOf(asked);
    const onTheWay = this.decide('request');
    if (onTheWay === 'drop' || onTheWay === 'half-open') return;
    if (onTheWay === 'reorder') await pause(OVERTAKEN_MS);
    if (typeof onTheWay === 'object') await pause(onTheWay.delayMs);
    // Whatever becomes of the copy, nobody waits for it.
    if (onTheWay === 'duplicate') this.#forward(asked, body, 'pass').catch(() => undefined);
    const got = await this.#forward(asked, body, onTheWay);
    const onTheWayBack = this.decide('answer');
    if (onTheWayBack === 'drop' || onTheWayBack === 'half-open') return;
    if (onTheWayBack === 'reorder') await pause(OVERTAKEN_MS);
    if (typeof onTheWayBack === 'object') await pause(onTheWayBack.delayMs);
    answer.writeHead(got.status, { ...got.headers, 'content-length': String(got.body.length) });
    if (onTheWayBack === 'truncate') {
      answer.write(got.body.subarray(0, got.body.length / 2), () => answer.destroy());
      return;
    }
    await sent(answer, got.body, onTheWayBack);
    answer.end();
  }

  /**
   * @param {IncomingMessage} asked
   * @param {Buffer} body
   * @param {Fault} fault
   * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, body: Buffer }>}
   */
  async #forward(asked, body, fault) {
    const onward = request({
      host: '127.0.0.1',
      port: this.#toPort,
      method: asked.method,
      path: asked.url,
      // Programs refuse what names another host than theirs.
      headers: { ...asked.headers, host: `127.0.0.1:${this.#toPort}`, 'content-length': String(body.length) },
      agent: false,
    });
    onward.removeHeader('transfer-encoding');
    const answered = once(onward, 'response');
    // It is waited for below; what fails before that is thrown there.
    answered.catch(() => undefined);
    if (fault === 'truncate') {
      onward.write(body.subarray(0, body.length / 2), () => onward.destroy());
    } else {
      await sent(onward, body, fault);
      onward.end();
    }
    const [answer] = /** @type {[IncomingMessage]} */ (await answered);
    return { status: answer.statusCode ?? 502, headers: answer.headers, body: await bytesOf(answer) };
  }
}

/** @param {IncomingMessage} stream */
async function bytesOf(stream) {
  /** @type {Buffer[]} */
  const parts = [];
  for await (const part of stream) parts.push(/** @type {Buffer} */ (part));
  return Buffer.concat(parts);
}

/** @param {import('node:http').OutgoingMessage} to @param {Buffer} body @param {Fault} fault */
async function sent(to, body, fault) {
  if (fault !== 'slow') {
    to.write(body);
    return;
  }
  const size = Math.ceil(body.length / PIECES);
  for (let from = 0; from < body.length; from += size) {
    to.write(body.subarray(from, from + size));
    await pause(PIECE_MS);
  }
}
