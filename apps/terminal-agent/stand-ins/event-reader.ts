/** Stands in for a page that listens to the counter's events. */
export class EventReader {
  private readonly arrived: { readonly type: string; readonly data: unknown }[] = [];
  private wake: (() => void) | undefined;
  /** Fulfilled when the stream ends, in whatever way. */
  readonly ended: Promise<void>;

  private constructor(
    private readonly abort: AbortController,
    body: ReadableStream<Uint8Array>,
  ) {
    this.ended = this.read(body);
  }

  /** Listens from the moment on that the promise is fulfilled. */
  static async open(url: string, key: string): Promise<EventReader> {
    const abort = new AbortController();
    const response = await fetch(url, { headers: { authorization: `Bearer ${key}` }, signal: abort.signal });
    if (response.status !== 200 || !response.body) throw new Error(`no stream: ${response.status}`);
    return new EventReader(abort, response.body as ReadableStream<Uint8Array>);
  }

  /** The data of the next event of this type; others before it are passed over. */
  async next(type: string): Promise<unknown> {
    for (;;) {
      const event = this.arrived.shift();
      if (event?.type === type) return event.data;
      if (!event) await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  close(): void {
    this.abort.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of body) {
        text += decoder.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch {
      // Cut off by the program or by this test: an end like any other here.
    }
  }

  private take(block: string): void {
    const type = /^event: (.*)$/m.exec(block)?.[1];
    const data = /^data: (.*)$/m.exec(block)?.[1];
    if (type === undefined || data === undefined) return;
    this.arrived.push({ type, data: JSON.parse(data) as unknown });
    this.wake?.();
  }
}
