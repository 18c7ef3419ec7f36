// The lightest client that is still an HTTP client: a lane is a connection that is kept open and carries one request at a
// time. Its share of the machine is taken from what is measured.
import { connect } from 'node:net';

/**
 * What a load has shown.
 * @typedef {object} Load
 * @property {number} perSecond
 * @property {number} p50 milliseconds
 * @property {number} p99 milliseconds
 */

const HEAD_END = Buffer.from('\r\n\r\n');

class Lane {
  /** @type {import('node:net').Socket} */
  #socket;
  /** @type {Buffer} */
  #got = Buffer.alloc(0);
  /** @type {{ resolve: (body: string) => void, reject: (error: Error) => void } | undefined} */
  #waiting;

  /** @param {string} url */
  constructor(url) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (part) => this.#take(part));
    this.#socket.on('error', (error) => this.#waiting?.reject(error));
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the connection was closed')));
  }

  /**
   * @param {string} request head and body
   * @returns {Promise<string>} the answer's body; rejects unless it is a 200
   */
  send(request) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close() {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  /** @param {Buffer} part */
  #take(part) {
    this.#got = this.#got.length === 0 ? part : Buffer.concat([this.#got, part]);
    const end = this.#got.indexOf(HEAD_END);
    if (end < 0) return;
    const head = this.#got.toString('latin1', 0, end);
    const length = Number(/content-length: *(\d+)/i.exec(head)?.[1]);
    if (this.#got.length < end + 4 + length) return;
    const body = this.#got.toString('utf8', end + 4, end + 4 + length);
    this.#got = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (head.startsWith('HTTP/1.1 200')) waiting?.resolve(body);
    else waiting?.reject(new Error(`answered ${head.slice(0, 12)}`));
  }
}

/**
 * @param {string} url
 * @param {string} key
 * @param {string} path
 * @param {string} [body] posted as JSON; without it the path is read
 * @returns {string} the whole text of a request
 */
export function requestText(url, key, path, body) {
  const head = `${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\nauthorization: Bearer ${key}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/**
 * Sends every request, so many at a time.
 * @param {string} url
 * @param {readonly string[]} requests
 * @param {number} inFlight
 * @param {(body: string) => boolean} good what an answer must be; one that is not ends the measurement
 * @returns {Promise<Load>}
 */
export async function load(url, requests, inFlight, good) {
  /** @type {number[]} */
  const took = [];
  let next = 0;
  const lanes = Array.from({ length: Math.min(inFlight, requests.length) }, () => new Lane(url));
  const begin = performance.now();
  try {
    await Promise.all(
      lanes.map(async (lane) => {
        for (let index = next++; index < requests.length; index = next++) {
          const sent = performance.now();
          const body = await lane.send(requests[index] ?? '');
          took.push(performance.now() - sent);
          if (!good(body)) throw new Error(`a request was not answered well: ${body.slice(0, 300)}`);
        }
      }),
    );
  } finally {
    for (const lane of lanes) lane.close();
  }
  const seconds = (performance.now() - begin) / 1000;
  took.sort((a, b) => a - b);
  /** @param {number} part */
  const at = (part) => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? Number.NaN;
  return { perSecond: requests.length / seconds, p50: at(0.5), p99: at(0.99) };
}
