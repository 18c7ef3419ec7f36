import { StringDecoder } from 'node:string_decoder';

/**
 * One packet of the link: `<length>#<json>`, the length in characters.
 * @typedef {object} Frame
 * @property {string} raw as it came, ready to be sent on
 * @property {string | undefined} id number of the exchange; an answer has its request's
 * @property {string | undefined} pattern which question it is; only requests say so
 * @property {Readonly<Record<string, unknown>>} packet
 */

/** Cuts what comes over one direction of a connection into frames. */
export class FrameReader {
  #decoder = new StringDecoder('utf8');
  #buffer = '';

  /**
   * @param {Buffer} bytes
   * @returns {Frame[]} those that are whole by now
   */
  take(bytes) {
    this.#buffer += this.#decoder.write(bytes);
    /** @type {Frame[]} */
    const frames = [];
    for (let frame = this.#next(); frame; frame = this.#next()) frames.push(frame);
    return frames;
  }

  /** @returns {Frame | undefined} */
  #next() {
    const mark = this.#buffer.indexOf('#');
    if (mark < 0) return undefined;
    const length = Number(this.#buffer.slice(0, mark));
    if (!Number.isInteger(length)) throw new Error('this is no frame of the link');
    const end = mark + 1 + length;
    if (this.#buffer.length < end) return undefined;
    const raw = this.#buffer.slice(0, end);
    this.#buffer = this.#buffer.slice(end);
    const packet = /** @type {Record<string, unknown>} */ (JSON.parse(raw.slice(mark + 1)));
    const { id, pattern } = packet;
    return {
      raw,
      packet,
      id: typeof id === 'string' ? id : undefined,
      pattern: typeof pattern === 'string' ? pattern : undefined,
    };
  }
}
