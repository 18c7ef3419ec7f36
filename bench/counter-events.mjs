/**
 * @typedef {object} CounterNews
 * @property {string} type
 * @property {{ name: string, state: string, card: null | { generation: string | null, cardNumber: string, basicString: string, verdict: { outcome: string } } }} reader
 * @property {number} at when it arrived, in milliseconds of this process
 */

/** Whatever is waited for here happens within seconds; a measurement that would wait for ever says for what. */
const NEXT_MS_MAX = 60_000;

/** The counter's event stream, as a page reads it. */
export class CounterEvents {
  /** @type {CounterNews[]} */
  #arrived = [];
  /** @type {(() => void)[]} */
  #waiting = [];
  #abort = new AbortController();

  /**
   * Listens from the moment on that the promise is fulfilled.
   * @param {string} url
   * @param {string} key
   * @returns {Promise<CounterEvents>}
   */
  static async open(url, key) {
    const events = new CounterEvents();
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${key}` },
      signal: events.#abort.signal,
    });
    if (response.status !== 200 || !response.body) throw new Error(`no event stream: ${response.status}`);
    void events.#read(response.body);
    return events;
  }

  /**
   * The next event of this kind at a reader; others of this reader before it are passed over.
   * @param {string} type
   * @param {string} reader
   * @returns {Promise<CounterNews>}
   */
  async next(type, reader) {
    const end = performance.now() + NEXT_MS_MAX;
    const alarm = setTimeout(() => this.#wake(), NEXT_MS_MAX + 1);
    try {
      return await this.#nextUntil(end, type, reader);
    } finally {
      clearTimeout(alarm);
    }
  }

  /**
   * @param {number} end
   * @param {string} type
   * @param {string} reader
   * @returns {Promise<CounterNews>}
   */
  async #nextUntil(end, type, reader) {
    for (;;) {
      if (performance.now() > end) throw new Error(`no ${type} at ${reader} within ${NEXT_MS_MAX / 1000} s`);
      const index = this.#arrived.findIndex((news) => news.reader.name === reader);
      const [news] = index < 0 ? [] : this.#arrived.splice(index, 1);
      if (news?.type === type) return news;
      if (!news) await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    }
  }

  close() {
    this.#abort.abort();
  }

  /** @param {ReadableStream<Uint8Array>} body */
  async #read(body) {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const part of body) {
        const at = performance.now();
        text += decoder.decode(part, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.#take(block, at);
      }
    } catch (error) {
      // Closed by us; anything else would leave a measurement waiting for ever.
      if (!this.#abort.signal.aborted) throw error;
    }
  }

  /**
   * @param {string} block
   * @param {number} at
   */
  #take(block, at) {
    const type = /^event: (.*)$/m.exec(block)?.[1];
    const data = /^data: (.*)$/m.exec(block)?.[1];
    if (type === undefined || data === undefined) return;
    this.#arrived.push({ type, reader: JSON.parse(data), at });
    this.#wake();
  }

  #wake() {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
