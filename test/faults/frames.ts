import { StringDecoder } from 'node:string_decoder';

/** One packet of the link: `<length>#<json>`, the length in characters. */
export interface Frame {
  /** As it came, ready to be sent on. */
  readonly raw: string;
  /** Number of the exchange; an answer has its request's. */
  readonly id: string | undefined;
  /** Which question it is; only requests say so. */
  readonly pattern: string | undefined;
  readonly packet: Readonly<Record<string, unknown>>;
}

/** Cuts what comes over one direction of a connection into frames. */
export class FrameReader {
  private readonly decoder = new StringDecoder('utf8');
  private buffer = '';

  /** The frames that are whole by now. */
  take(bytes: Buffer): Frame[] {
    this.buffer += this.decoder.write(bytes);
    const frames: Frame[] = [];
    for (let frame = this.next(); frame; frame = this.next()) frames.push(frame);
    return frames;
  }

  private next(): Frame | undefined {
    const mark = this.buffer.indexOf('#');
    if (mark < 0) return undefined;
    const length = Number(this.buffer.slice(0, mark));
    if (!Number.isInteger(length)) throw new Error('this is no frame of the link');
    const end = mark + 1 + length;
    if (this.buffer.length < end) return undefined;
    const raw = this.buffer.slice(0, end);
    this.buffer = this.buffer.slice(end);
    const packet = JSON.parse(raw.slice(mark + 1)) as Record<string, unknown>;
    const { id, pattern } = packet;
    return {
      raw,
      packet,
      id: typeof id === 'string' ? id : undefined,
      pattern: typeof pattern === 'string' ? pattern : undefined,
    };
  }
}
