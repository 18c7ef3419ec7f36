import {
  isSigned,
  ProvinceAnswer,
  type ProvinceKind,
  ProvinceMessage,
  sameProvince,
  sign,
  SIGNATURE_HEADERS,
  type Signature,
} from '@medisettle/national';
import { type Log } from '@medisettle/program';
import { setTimeout as pause } from 'node:timers/promises';
import { Subject, type Observable } from 'rxjs';
import { type Behaviours } from './behaviour.js';
import { type Records } from './records.js';

/** A province's centre: where it is, and the key that it shares with the hub. */
export interface ConnectedCentre {
  readonly division: string;
  readonly url: string;
  readonly key: string;
}

/** An answer to the centre that asked, signed; or none, as a hub that hears or says nothing gives. */
export type Passed = { readonly text: string; readonly signature: Signature } | 'silence' | 'refused';

/** What is counted of a message that was passed on. */
interface PassedOn {
  readonly kind: ProvinceKind;
  readonly outcome: 'answered' | 'silence';
  readonly ms: number;
}

/** Where a centre takes messages from the hub. */
const INBOX = '/api/provinces/messages';

/** Passes messages between centres by division. It knows no rule of its own and never sends anything twice. */
export class Exchange {
  private readonly subject = new Subject<PassedOn>();

  constructor(
    private readonly centres: readonly ConnectedCentre[],
    private readonly records: Records,
    private readonly behaviours: Behaviours,
    private readonly deadlineMs: number,
    private readonly log: Log,
  ) {}

  /** Each message that was passed on, whatever came of it. */
  get passedOn(): Observable<PassedOn> {
    return this.subject;
  }

  /**
   * Takes a message of a centre. It is kept before it is passed on, and so is its answer.
   * @param text the exact text that came, over which the signature goes
   */
  async pass(text: string, from: string, signature: Signature): Promise<Passed> {
    const sender = this.centreOf(from);
    if (!sender || !isSigned(sender.key, text, signature, Date.now())) return 'refused';
    const read = ProvinceMessage.safeParse(parsed(text));
    if (!read.success || !sameProvince(read.data.from, sender.division)) return 'refused';
    const answer = await this.counted(read.data, text);
    return answer === 'silence' ? 'silence' : signedBy(sender, answer);
  }

  /** Passes on what a patient does in the application that the stand-in plays; from his insured place. */
  say(message: ProvinceMessage): Promise<ProvinceAnswer | 'silence'> {
    return this.counted(message, JSON.stringify(message));
  }

  private async counted(message: ProvinceMessage, text: string): Promise<ProvinceAnswer | 'silence'> {
    const began = performance.now();
    const answer = await this.relay(message, text);
    const outcome = answer === 'silence' ? 'silence' : 'answered';
    this.subject.next({ kind: message.kind, outcome, ms: performance.now() - began });
    return answer;
  }

  private async relay(message: ProvinceMessage, text: string): Promise<ProvinceAnswer | 'silence'> {
    const { mode, delayMs } = this.behaviours.next(message.kind);
    const position = await this.records.received(message, text);
    if (mode === 'down') return { notDelivered: 'down' };
    if (delayMs > 0) await pause(delayMs);
    if (mode === 'deaf') return 'silence';
    const answer = await this.deliver(message, text);
    if (answer === 'silence') return 'silence';
    await this.records.answered(position, message, JSON.stringify(answer));
    return mode === 'mute' ? 'silence' : answer;
  }

  private centreOf(division: string): ConnectedCentre | undefined {
    return this.centres.find((centre) => sameProvince(centre.division, division));
  }

  /** What never left is said to be not delivered; what left and has no good answer is silence. */
  private async deliver({ to, number }: ProvinceMessage, text: string): Promise<ProvinceAnswer | 'silence'> {
    const receiver = this.centreOf(to);
    if (!receiver) return { notDelivered: 'division' };
    const { timestamp, signature } = sign(receiver.key, text, Date.now());
    try {
      const response = await fetch(`${receiver.url}${INBOX}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${receiver.key}`,
          'content-type': 'application/json',
          [SIGNATURE_HEADERS.timestamp]: timestamp,
          [SIGNATURE_HEADERS.signature]: signature,
        },
        body: text,
        redirect: 'error',
        signal: AbortSignal.timeout(this.deadlineMs),
      });
      const answer = await response.text();
      if (!response.ok || !isSigned(receiver.key, answer, signatureIn(response.headers), Date.now())) return 'silence';
      return ProvinceAnswer.parse(parsed(answer));
    } catch (error) {
      const code = (error as { cause?: { code?: string } }).cause?.code;
      this.log.warn('a centre has not answered', { division: to, trace: number, code: code ?? 'no answer' });
      return code === 'ECONNREFUSED' ? { notDelivered: 'centre' } : 'silence';
    }
  }
}

const signatureIn = (headers: Headers): Signature => ({
  timestamp: headers.get(SIGNATURE_HEADERS.timestamp) ?? '',
  signature: headers.get(SIGNATURE_HEADERS.signature) ?? '',
});

function signedBy({ key }: ConnectedCentre, answer: ProvinceAnswer): Passed {
  const text = JSON.stringify(answer);
  return { text, signature: sign(key, text, Date.now()) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
