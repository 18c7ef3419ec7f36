import { type KeyQuestion, type KeyReply, type KeyService, parseAnswerLine, questionLine } from '@medisettle/card';
import { type Log } from '@medisettle/program';

/** An answer is 65 characters; what is longer is none. */
const ANSWER_BYTES_MAX = 1_024;

export interface KeyServicePlace {
  /** Where questions are posted to. */
  readonly url: string;
  /** Opens its door. */
  readonly key: string;
  /** How long a card waits for the answer, in milliseconds. */
  readonly deadlineMs: number;
  /** Number of this terminal. */
  readonly terminal: string;
}

/**
 * The way from the readers to a key server over HTTP: one line is posted, one line comes back. A card waits in the reader
 * meanwhile, so there is one try with a deadline and no repetition.
 */
export class KeyServices {
  constructor(
    private readonly place: KeyServicePlace,
    private readonly log: Log,
  ) {}

  /**
   * The key service as one reader sees it. A reader has one question under way at most: a new one means that the card of
   * the one before has left, and nobody waits for its answer any more.
   */
  forReader(reader: string): KeyService {
    let underWay = new AbortController();
    return {
      reply: async (question) => {
        underWay.abort();
        underWay = new AbortController();
        return this.ask(reader, question, underWay.signal);
      },
    };
  }

  private async ask(reader: string, question: KeyQuestion, withdrawn: AbortSignal): Promise<KeyReply> {
    const { url, key, terminal, deadlineMs } = this.place;
    let status: number;
    let text: string;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'text/plain; charset=utf-8' },
        body: questionLine(question, terminal),
        redirect: 'error',
        signal: AbortSignal.any([withdrawn, AbortSignal.timeout(deadlineMs)]),
      });
      status = response.status;
      text = await textOf(response);
    } catch (error) {
      // Whatever stops an exchange under way (no route, deadline, a cut answer), the card is as good as before.
      if (!withdrawn.aborted) this.log.warn('the key service cannot be reached', { reader, code: causeOf(error) });
      return { outcome: 'unreachable' };
    }
    const answer = status === 200 ? parseAnswerLine(text) : null;
    if (answer) return { outcome: 'answered', answer };
    // Behind a proxy these mean that nobody was there to answer.
    if (status === 502 || status === 503 || status === 504) {
      this.log.warn('the key service cannot be reached', { reader, status });
      return { outcome: 'unreachable' };
    }
    this.log.warn('the key service did not help', { reader, status });
    return { outcome: 'refused' };
  }
}

/** Reads an answer as far as it can be one; the rest is left unread. */
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) break;
  }
  return Buffer.concat(chunks).toString('latin1');
}

/** The name of what went wrong, never its text: that may hold what was sent. */
function causeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  return String(cause?.code ?? name);
}
