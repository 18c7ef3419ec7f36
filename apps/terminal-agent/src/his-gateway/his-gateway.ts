import { glance, Refused, refuse, type CardOnReader, type Glance } from '@medisettle/national';
import { type Log } from '@medisettle/program';
import { Subject, type Observable } from 'rxjs';
import { isGood, refusalCodeIn } from './answer-code.js';
import { type CarriedMessage, type MessageCarrier } from './message-carrier.js';
import { type RefusalAnswers } from './refusal-answers.js';

/** Where the card for an empty credential comes from. */
export interface CardSource {
  /** @param device `dev_no` of the message, null when it names no reader */
  cardFor(device: string | null): Promise<CardOnReader>;
}

/** One message as it came in. */
export interface IncomingMessage {
  readonly text: string;
  readonly path?: string;
  readonly trace: string;
}

/** What is counted of an answered message. */
interface AnsweredHere {
  readonly infno: string;
  /** `settled`, `answered`, or the code of the refusal. */
  readonly code: string;
  readonly ms: number;
}

/** The national interface as HIS speaks it at this counter: looks at the envelope, adds the card, passes on. */
export class HisGateway {
  private readonly subject = new Subject<AnsweredHere>();

  constructor(
    private readonly institutions: readonly string[],
    private readonly cards: CardSource,
    private readonly carrier: MessageCarrier,
    private readonly answers: RefusalAnswers,
    private readonly log: Log,
  ) {}

  /** Each message as it is answered. */
  get answered(): Observable<AnsweredHere> {
    return this.subject;
  }

  /**
   * Takes a message and gives the exact text of its answer. Business refusals and unknown outcomes are answers too.
   * @throws Refused MSG-NOT-JSON when the text is no message at all
   */
  async take(incoming: IncomingMessage): Promise<string> {
    const receivedAt = new Date();
    const envelope = this.envelopeOf(incoming.text, receivedAt);
    if (typeof envelope === 'string') return envelope;
    const carried = await this.forward(incoming, envelope);
    const text = carried.outcome === 'answered' ? carried.text : this.answers.write(carried.refusal, receivedAt);
    const code = codeOf(carried, envelope);
    const ms = Date.now() - receivedAt.getTime();
    this.subject.next({ infno: envelope.infno, code, ms });
    this.log.exchange({
      infno: envelope.infno,
      institution: envelope.institution,
      msgid: envelope.msgid ?? '',
      code,
      ms,
      trace: incoming.trace,
    });
    return text;
  }

  /** The envelope, or the text of the answer when it is no good. */
  private envelopeOf(text: string, receivedAt: Date): Glance | string {
    try {
      return glance(text);
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.code === 'MSG-NOT-JSON') throw error;
      this.log.info('message without a proper envelope', { code: error.refusal.code });
      return this.answers.write(error.refusal, receivedAt);
    }
  }

  private async forward(incoming: IncomingMessage, envelope: Glance): Promise<CarriedMessage> {
    try {
      if (!this.institutions.includes(envelope.institution)) refuse('MSG-INSTITUTION-FOREIGN');
      // Without a card the message travels all the same: the centre first looks whether it has answered it before, and
      // that answer stands whether the card is still on the reader or not.
      const onReader = envelope.asksForCard ? await this.cards.cardFor(envelope.device) : undefined;
      return await this.carrier.carry({ ...incoming, envelope, onReader });
    } catch (error) {
      if (error instanceof Refused) return { outcome: 'nothing-done', refusal: error.refusal };
      throw error;
    }
  }
}

/** What the log says of the end of a message. */
function codeOf(carried: CarriedMessage, envelope: Glance): string {
  if (carried.outcome !== 'answered') return carried.refusal.code;
  if (isGood(carried.text)) return envelope.changesSomething ? 'settled' : 'answered';
  return refusalCodeIn(carried.text) ?? 'refused';
}
