import {
  isSigned,
  ProvinceAnswer,
  sign,
  SIGNATURE_HEADERS,
  type ProvinceKind,
  type Refusal,
} from '@medisettle/national';
import { type Log } from '@medisettle/program';
import { randomUUID } from 'node:crypto';

/**
 * What became of a question to another province. `not-delivered`: nothing was done because of it. `unknown`: it may have
 * been done or not.
 */
export type HubReply =
  | { readonly outcome: 'answered'; readonly answer: unknown }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'not-delivered' }
  | { readonly outcome: 'unknown' };

/** The way to the centres of other provinces. */
export interface Hub {
  /** Asks once, with a deadline; never inside a database transaction. Does not throw. */
  ask(to: string, kind: ProvinceKind, body: object): Promise<HubReply>;
}

/** Injection token of the hub; null where the centre has none. */
export const HUB = Symbol('Hub');

export interface HubPlace {
  readonly url: string;
  /** The division of this centre. */
  readonly division: string;
  /** Opens the hub's door. */
  readonly doorKey: string;
  /** What both sides sign with. */
  readonly signingKey: string;
  readonly deadlineMs: number;
}

/** The hub over HTTP, signed both ways. Whatever is not signed by the hub says nothing of what was done. */
export class HttpHub implements Hub {
  constructor(
    private readonly place: HubPlace,
    private readonly log: Log,
  ) {}

  async ask(to: string, kind: ProvinceKind, body: object): Promise<HubReply> {
    const { url, division, doorKey, signingKey, deadlineMs } = this.place;
    const text = JSON.stringify({ number: randomUUID(), from: division, to, kind, body });
    const { timestamp, signature } = sign(signingKey, text, Date.now());
    try {
      const response = await fetch(`${url}/api/provinces/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${doorKey}`,
          'content-type': 'application/json',
          [SIGNATURE_HEADERS.division]: division,
          [SIGNATURE_HEADERS.timestamp]: timestamp,
          [SIGNATURE_HEADERS.signature]: signature,
        },
        body: text,
        redirect: 'error',
        signal: AbortSignal.timeout(deadlineMs),
      });
      const answer = await response.text();
      const signed = {
        timestamp: response.headers.get(SIGNATURE_HEADERS.timestamp) ?? '',
        signature: response.headers.get(SIGNATURE_HEADERS.signature) ?? '',
      };
      if (response.ok && isSigned(signingKey, answer, signed, Date.now())) return replyIn(answer);
      this.log.warn('the hub has not answered as it should', { division: to, state: kind, status: response.status });
      return { outcome: 'unknown' };
    } catch (error) {
      const code = (error as { cause?: { code?: string } }).cause?.code;
      this.log.warn('the hub has not answered', { division: to, state: kind, code: code ?? 'no answer' });
      return { outcome: code === 'ECONNREFUSED' ? 'not-delivered' : 'unknown' };
    }
  }
}

/** @throws when the hub signed what is no answer: it says nothing of what was done, and the caller takes it so */
function replyIn(text: string): HubReply {
  const answer = ProvinceAnswer.parse(JSON.parse(text));
  if ('notDelivered' in answer) return { outcome: 'not-delivered' };
  if ('refused' in answer) return { outcome: 'refused', refusal: answer.refused };
  return { outcome: 'answered', answer: answer.answer };
}
