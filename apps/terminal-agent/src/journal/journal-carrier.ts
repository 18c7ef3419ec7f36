import { refusal, refuse } from '@medisettle/national';
import { type Log } from '@medisettle/program';
import { type CarriedMessage, type CheckedMessage, type MessageCarrier } from '../his-gateway/message-carrier.js';
import { endingOf, type Ending } from './ending.js';
import { type Inquiries } from './inquiries.js';
import { intentKey, type IntentContent, type IntentName, type NotedIntent } from './intent.js';
import { IntentUnreadable, type Journal, type KeptIntent } from './journal.js';
import { refuseUnnoted } from './journal-refusal.js';
import { OPEN_STATES, type IntentState } from './life-cycle.js';

/** One message on its way; its repetitions meanwhile get the same end. */
interface Passage {
  readonly fingerprint: string;
  readonly end: Promise<CarriedMessage>;
}

/**
 * Notes each message that changes something before it is sent, and afterwards what became of it. A message is intended
 * once: its repetitions join it, get its answer, or send the same words again. Reads pass through unseen.
 */
export class JournalCarrier implements MessageCarrier {
  private readonly passages = new Map<string, Passage>();
  private readonly noting = new Set<Promise<IntentState>>();

  constructor(
    private readonly inner: MessageCarrier,
    private readonly journal: Journal,
    private readonly inquiries: Pick<Inquiries, 'ask' | 'add' | 'leave'>,
    private readonly log: Log,
  ) {}

  /** @throws Refused MSG-MSGID-MISSING, MSG-MSGID-REUSED, JOURNAL-FULL or JOURNAL-FAULT: then nothing was sent */
  async carry(message: CheckedMessage): Promise<CarriedMessage> {
    const { changesSomething, institution, msgid, fingerprint } = message.envelope;
    if (!changesSomething) return this.inner.carry(message);
    if (msgid === null) return refuse('MSG-MSGID-MISSING');
    const name = { institution, msgid };
    const running = this.passages.get(intentKey(name));
    if (running) return running.fingerprint === fingerprint ? running.end : refuse('MSG-MSGID-REUSED');
    const end = this.bring(name, message);
    this.passages.set(intentKey(name), { fingerprint, end });
    // After a good end the passage stays until the end is noted, so that nobody asks the centre for what is known here.
    end.catch(() => this.passages.delete(intentKey(name)));
    return end;
  }

  /** Resolves when what has ended is noted. */
  async settled(): Promise<void> {
    await Promise.all(this.noting);
  }

  private async bring(name: IntentName, message: CheckedMessage): Promise<CarriedMessage> {
    const noted = await this.found(name);
    const { fingerprint } = message.envelope;
    // The centre keeps nothing of a defective message, so a mended one may come under its number.
    if (noted && noted.fingerprint !== fingerprint && noted.state !== 'defective') refuse('MSG-MSGID-REUSED');
    if (!noted || noted.state === 'waiting' || noted.state === 'defective') return this.send(name, message);
    return OPEN_STATES.includes(noted.state) ? this.goOn(noted, message) : this.known(noted, message);
  }

  private async found(name: IntentName): Promise<NotedIntent | undefined> {
    try {
      return await this.journal.find(name);
    } catch (error) {
      return refuseUnnoted(error, this.log);
    }
  }

  /** A message whose first sending has no answer: asked for, and only where the centre has not seen it sent again. */
  private async goOn(before: NotedIntent, message: CheckedMessage): Promise<CarriedMessage> {
    const said = await this.inquiries.ask(before);
    const noted = (await this.found(before)) ?? before;
    const name = { institution: noted.institution, msgid: noted.msgid };
    if (noted.state === 'absent') {
      this.inquiries.leave(name);
      return this.send(name, message, (await this.readable(name))?.content);
    }
    if (!OPEN_STATES.includes(noted.state)) return this.known(noted, message);
    this.passages.delete(intentKey(noted));
    // The disk may be full: what the centre said is true whether it can be noted or not.
    if (said?.text && (said.closed || said.outcome !== 'absent')) return { outcome: 'answered', text: said.text };
    return UNKNOWN;
  }

  /** The end as it was noted. Where the row is damaged the centre is asked by sending the message again: it knows it. */
  private async known(noted: NotedIntent, message: CheckedMessage): Promise<CarriedMessage> {
    const kept = await this.readable(noted);
    this.passages.delete(intentKey(noted));
    if (kept?.answer) return { outcome: 'answered', text: kept.answer };
    return this.inner.carry(message);
  }

  private async readable({ institution, msgid }: IntentName): Promise<KeptIntent | undefined> {
    try {
      return await this.journal.read({ institution, msgid });
    } catch (error) {
      if (!(error instanceof IntentUnreadable)) throw error;
      this.log.warn('an intent in the journal cannot be opened', { institution, msgid });
      return undefined;
    }
  }

  /**
   * Intends and sends.
   * @param before the words of an earlier sending whose end is not known: exactly those are sent again
   */
  private async send(name: IntentName, message: CheckedMessage, before?: IntentContent): Promise<CarriedMessage> {
    const content = before ? sameWords(before, message) : wordsOf(message);
    const { infno, fingerprint, person, institution } = message.envelope;
    const lane = this.journal.laneOf(person ?? institution);
    try {
      await this.journal.intend({ ...name, infno, fingerprint, lane, content });
    } catch (error) {
      return refuseUnnoted(error, this.log);
    }
    // A crash from here on leaves an intent that is found as unknown; before, none.
    const carried = await this.inner.carry({ ...message, ...content });
    const ending = endingOf(carried);
    const noting = this.note(name, ending).finally(() => {
      this.passages.delete(intentKey(name));
      this.noting.delete(noting);
    });
    this.noting.add(noting);
    // An end that stands need not wait for its note: after a crash the centre gives the same again. Any other one does,
    // so that a repetition that follows it is a new attempt.
    if (ending.answer !== undefined) return carried;
    const state = await noting;
    // "Not done" of a second copy says nothing of the first: HIS must not take it for the end of the message.
    return OPEN_STATES.includes(state) && ending.event !== 'no-answer' ? UNKNOWN : carried;
  }

  /** @returns the state that the intent is in by then */
  private async note(name: IntentName, { event, answer }: Ending): Promise<IntentState> {
    try {
      await this.journal.note(name, event, answer);
    } catch (error) {
      // The row stays as it is, which reads as unknown, and the centre is asked until the end can be noted.
      this.log.fault('the end of a message could not be noted', error, name);
    }
    try {
      const noted = await this.journal.find(name);
      if (!noted) return 'unknown';
      if (OPEN_STATES.includes(noted.state)) this.inquiries.add(noted);
      return noted.state;
    } catch (error) {
      // It is asked for after the next start, if the journal can be read then.
      this.log.fault('the journal cannot be read', error, name);
      return 'unknown';
    }
  }
}

const UNKNOWN: CarriedMessage = { outcome: 'unknown', refusal: refusal('UNKNOWN-NO-ANSWER') };

const wordsOf = ({ text, path, onReader }: CheckedMessage): IntentContent => ({ text, path, onReader });

/** The same words, and the same card; only where there was none then, the one that is there now. */
const sameWords = (before: IntentContent, message: CheckedMessage): IntentContent =>
  before.onReader && 'missing' in before.onReader ? { ...before, onReader: message.onReader } : before;
