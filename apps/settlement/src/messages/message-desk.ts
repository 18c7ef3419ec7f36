import { Inject, Injectable } from '@nestjs/common';
import {
  check,
  infnoOfPath,
  isInfno,
  readMessage,
  receiverMessageId,
  Refused,
  refusal,
  refusalText,
  refuse,
  successText,
  transactionOf,
  chinaTime,
  wireDate,
  type AnswerFrame,
  type CardOnReader,
  type Envelope,
  type Infno,
  type InputOf,
  type Message,
  type Refusal,
} from '@medisettle/national';
import { Log } from '@medisettle/program';
import { DateTime } from 'luxon';
import { randomUUID } from 'node:crypto';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { CommitUnknown, Transactions, type Db } from '../database/transactions.js';
import { GatheredReads } from '../database/gathered-reads.js';
import { Institutions, type Institution } from '../institutions/institutions.js';
import { type VisitorMessage } from '../cross-province/care-here.js';
import { InsuredPlaces } from '../cross-province/insured-places.js';
import { EnrolmentChoice } from '../insured/enrolment-choice.js';
import { Vouchers } from '../insured/vouchers.js';
import { type BillToSettle } from '../settlements/bill-to-settle.js';
import { SettlementWriter } from '../settlements/writer/settlement-writer.js';
import { type AnsweredMessage } from '../traffic/outcome.js';
import { Traffic } from '../traffic/traffic.js';
import { fillCredential } from './card-credential.js';
import { HandlerTable } from './handler-table.js';
import { isGathered, type Handled, type Handler, type Occasion } from './occasion.js';
import { VisitorDesk } from './visitor-desk.js';
import { MsgidTaken, Reservations, type Reservation, type ReservationKey } from './reservations.js';

/** A message as it came in, from HIS directly or through a counter. */
export interface Received {
  readonly text: string;
  /** The transaction's own path, absent for the dispatcher. */
  readonly path?: string | undefined;
  readonly onReader?: CardOnReader | undefined;
}

/** The answer and what the log may keep of the exchange. */
export interface Answered extends AnsweredMessage {
  readonly text: string;
}

interface Case {
  readonly message: Message;
  readonly infno: Infno;
  readonly institution: Institution;
  readonly at: DateTime;
  readonly frame: (answeredAt: DateTime) => AnswerFrame;
  readonly onReader: CardOnReader | undefined;
  /** Where the person is insured, if that is another province. */
  readonly insuredAt: string | null;
}

/**
 * Where every message of the national interface is taken: checked, done once, answered. A refusal is an answer like any
 * other; a fault of the centre is never shown as one, and a lost commit is shown as what it is, an unknown outcome.
 */
@Injectable()
export class MessageDesk {
  private serial = 0;
  private underWay = 0;
  private closing = false;
  private idle: (() => void) | null = null;
  private readonly institutionsRead: GatheredReads<string, Institution | null>;
  private readonly reservationsRead: GatheredReads<ReservationKey, Reservation | null>;

  constructor(
    private readonly transactions: Transactions,
    institutions: Institutions,
    private readonly reservations: Reservations,
    private readonly table: HandlerTable,
    private readonly choice: EnrolmentChoice,
    private readonly vouchers: Vouchers,
    private readonly writer: SettlementWriter,
    private readonly places: InsuredPlaces,
    private readonly visitors: VisitorDesk,
    private readonly traffic: Traffic,
    private readonly log: Log,
    @Inject(CONFIGURATION) private readonly configuration: CentreConfiguration,
  ) {
    const { reader } = transactions;
    this.institutionsRead = new GatheredReads((codes) => institutions.findAll(reader, codes));
    this.reservationsRead = new GatheredReads((keys) => reservations.findAll(reader, keys));
  }

  /** How many messages are being answered right now. */
  get messagesUnderWay(): number {
    return this.underWay;
  }

  /** @throws Refused with MSG-NOT-JSON only: what is no message gets no envelope */
  async receive(received: Received): Promise<Answered> {
    this.underWay += 1;
    const began = performance.now();
    try {
      const answered = await this.take(received);
      this.traffic.note(answered, performance.now() - began, Date.now());
      return answered;
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.idle?.();
    }
  }

  /**
   * Takes no more messages and resolves when none is under way: asked before the doors close, since their transports
   * would cut answers off.
   */
  drained(): Promise<void> {
    this.closing = true;
    if (this.underWay === 0) return Promise.resolve();
    return new Promise((resolve) => (this.idle = resolve));
  }

  private async take(received: Received): Promise<Answered> {
    const at = chinaTime(DateTime.now().toMillis());
    this.serial += 1;
    const refMsgid = receiverMessageId(this.configuration.CENTRE_DIVISION, at, this.serial);
    const frame = (answeredAt: DateTime): AnswerFrame => ({ refMsgid, receivedAt: at, answeredAt });
    let envelope: Envelope | undefined;
    const answered = (text: string, code: string, again = false): Answered => ({
      text,
      infno: envelope?.infno ?? '',
      institution: envelope?.fixmedins_code ?? '',
      msgid: envelope?.msgid ?? '',
      code,
      again,
    });
    const refused = (why: Refusal): Answered => answered(refusalText(frame(DateTime.now()), why), why.code);
    try {
      const message = readMessage(received.text);
      envelope = message.envelope;
      if (this.closing || this.underWay > this.configuration.MESSAGES_MAX) refuse('CENTRE-BUSY');
      const infno = infnoOf(message, received.path);
      const { onReader } = received;
      const [found, insuredAt] = await Promise.all([
        this.institutionsRead.find(message.envelope.fixmedins_code),
        this.places.of(message, onReader),
      ]);
      const institution = allowed(found, infno);
      if (insuredAt !== null) this.visitors.mustBeDoneAcross(infno);
      const work = { message, infno, institution, at, frame, onReader, insuredAt };
      if (transactionOf(infno).effect === 'read') return answered(await this.read(work), 'answered');
      const msgid = message.envelope.msgid ?? refuse('MSG-MSGID-MISSING');
      const stored = await this.stored(work, msgid);
      return stored === null ? answered(await this.change(work, msgid), 'settled') : answered(stored, 'settled', true);
    } catch (error) {
      if (error instanceof StoredRefusal) return answered(error.text, error.code, error.code === REFUSED_BEFORE);
      if (error instanceof Refused && error.refusal.code === 'MSG-NOT-JSON') throw error;
      if (error instanceof Refused) return refused(error.refusal);
      if (error instanceof CommitUnknown) {
        this.log.fault('outcome of a commit not known', error);
        return refused(refusal('UNKNOWN-COMMIT'));
      }
      const trace = randomUUID();
      this.log.fault('message failed', error, { trace });
      return refused(refusal('CENTRE-FAULT', { trace }));
    }
  }

  private async read(work: Case): Promise<string> {
    await this.vouchers.meet(work.message.input, work.institution.institutionCode);
    const elsewhere = await this.acrossOf(work, (message, checked) => this.visitors.read(message, checked));
    if (elsewhere) return this.successOf(work, elsewhere);
    const { output } = await this.transactions.reading((db) => this.handle(work, db));
    return this.successOf(work, output);
  }

  private async change(work: Case, msgid: string): Promise<string> {
    try {
      await this.vouchers.meet(work.message.input, work.institution.institutionCode);
      const across = await this.acrossOf(work, (message, checked) => this.visitors.change(message, checked));
      if (across) return await this.storedForCertain(work, msgid);
      const entitled = await this.acrossOf(work, (message, checked) => this.visitors.entitled(message, checked));
      const bill = await this.billOf(work);
      if (bill) return await this.settle(work, bill, msgid);
      return await this.transactions.run(async (db) => {
        const visitor = visitorMessageOf(work);
        if (visitor) await this.visitors.hold(db, visitor, entitled);
        const handled = await this.handle(work, db);
        const text = this.successOf(work, handled.output);
        await this.keep(db, work, msgid, 'settled', text, handled);
        return text;
      });
    } catch (error) {
      if (error instanceof MsgidTaken) return this.storedForCertain(work, msgid);
      if (error instanceof Refused && error.refusal.class === 'business') {
        return this.keepRefusal(work, msgid, error.refusal);
      }
      // A copy may have been done since the first look, and this one have stumbled over what that copy left.
      const done = error instanceof Refused ? await this.stored(work, msgid) : null;
      if (done !== null) return done;
      throw error;
    }
  }

  /** What the visitors' desk makes of a message of somebody from another province; null for everybody else's. */
  private async acrossOf<T>(
    work: Case,
    ask: (message: VisitorMessage, checked: { infno: Infno; input: unknown }) => Promise<T>,
  ): Promise<T | null> {
    const message = visitorMessageOf(work);
    if (!message) return null;
    const { infno } = work;
    return ask(message, { infno, input: await this.inputOf(work, infno, this.transactions.reader) });
  }

  /** What a message asks the writer to settle; null for everything else. */
  private async billOf(work: Case): Promise<BillToSettle | null> {
    const { infno, institution, at } = work;
    const { envelope } = work.message;
    const db = this.transactions.reader;
    if (infno === '2207') {
      return { infno, data: (await this.inputOf(work, infno, db)).data, envelope, institution, at };
    }
    if (infno === '2304') {
      return { infno, data: (await this.inputOf(work, infno, db)).data, envelope, institution, at };
    }
    return null;
  }

  /** A settlement goes into the books together with others; its answer and its refusal are kept by the writer. */
  private async settle(work: Case, bill: BillToSettle, msgid: string): Promise<string> {
    const { reservation, code } = await this.writer.settle({
      ...bill,
      msgid,
      fingerprint: work.message.fingerprint,
      answer: (output) => this.successOf(work, output),
      refusalAnswer: (why) => refusalText(work.frame(DateTime.now()), why),
    });
    return this.answerOf(reservation, work, code ?? REFUSED_BEFORE);
  }

  /** A business refusal is an outcome: the same message gets it again, whatever has changed meanwhile. */
  private async keepRefusal(work: Case, msgid: string, why: Refusal): Promise<string> {
    const text = refusalText(work.frame(DateTime.now()), why);
    try {
      await this.transactions.run((db) => this.keep(db, work, msgid, 'refused', text));
    } catch (error) {
      if (error instanceof MsgidTaken) return this.storedForCertain(work, msgid);
      throw error;
    }
    throw new StoredRefusal(text, why.code);
  }

  private keep(
    db: Db,
    work: Case,
    msgid: string,
    outcome: 'settled' | 'refused',
    answer: string,
    handled?: Handled<unknown>,
  ): Promise<void> {
    return this.reservations.reserve(db, [
      {
        institutionCode: work.institution.institutionCode,
        msgid,
        fingerprint: work.message.fingerprint,
        infno: work.infno,
        outcome,
        personId: handled?.personId ?? null,
        settlementId: handled?.settlementId ?? null,
        answer,
        reservedAt: work.at.toJSDate(),
      },
    ]);
  }

  private async stored(work: Case, msgid: string): Promise<string | null> {
    const key = { institutionCode: work.institution.institutionCode, msgid };
    const found = await this.reservationsRead.find(key);
    if (found?.outcome === 'pending' && found.fingerprint === work.message.fingerprint) {
      await this.visitors.inquire(found);
      return this.stored(work, msgid);
    }
    return found && this.answerOf(found, work, REFUSED_BEFORE);
  }

  /**
   * The answer that stands under the message's number. Refuses MSG-MSGID-REUSED when it is another message's.
   * @throws StoredRefusal
   */
  private answerOf(kept: Reservation, work: Case, code: string): string {
    // A closed number is closed for any content; who closed it may never have seen the message.
    if (kept.outcome !== 'void' && kept.fingerprint !== work.message.fingerprint) refuse('MSG-MSGID-REUSED');
    if (kept.outcome === 'settled') return kept.answer;
    throw new StoredRefusal(kept.answer, code);
  }

  private async storedForCertain(work: Case, msgid: string): Promise<string> {
    const text = await this.stored(work, msgid);
    if (text === null) throw new Error('a taken msgid has no stored answer');
    return text;
  }

  private async handle(work: Case, db: Db): Promise<Handled<unknown>> {
    const { infno } = work;
    // The writer does these, and never asks the table.
    if (isGathered(infno)) throw new Error('a settlement has no handler');
    const checked = await this.inputOf(work, infno, db);
    const occasion: Occasion = {
      envelope: work.message.envelope,
      institution: work.institution,
      division: this.configuration.CENTRE_DIVISION,
      at: work.at,
      insuredAt: work.insuredAt,
      db,
    };
    // The table pairs each number with the handler of its own input; here the pairing is no longer visible.
    const handler = this.table.handlers[infno] as Handler<Infno>;
    return handler(occasion, checked);
  }

  /** The message's input with the card that lies on the counter's reader, checked. */
  private async inputOf<Number_ extends Infno>(work: Case, infno: Number_, db: Db): Promise<InputOf<Number_>> {
    const input = fillCredential(work.message.input, work.onReader);
    try {
      return check(transactionOf(infno).input, input) as InputOf<Number_>;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new Refused(await this.choice.explained(db, error.refusal, input, wireDate(work.at)));
    }
  }

  private successOf(work: Case, output: unknown): string {
    return successText(work.frame(DateTime.now()), transactionOf(work.infno).output.parse(output));
  }
}

/** What the log says of a refusal that was kept before. */
const REFUSED_BEFORE = 'refused-before';

/** Carries a kept refusal past the good answers. */
class StoredRefusal extends Error {
  constructor(
    readonly text: string,
    readonly code: string,
  ) {
    super(code);
  }
}

function infnoOf(message: Message, path: string | undefined): Infno {
  const { infno } = message.envelope;
  const ofPath = path === undefined ? undefined : infnoOfPath(path);
  if (path !== undefined && ofPath !== infno) refuse('MSG-PATH-MISMATCH');
  return isInfno(infno) ? infno : refuse('MSG-INFNO-UNKNOWN', { infno });
}

/** The institution, if it may send this. */
function allowed(found: Institution | null, infno: Infno): Institution {
  const institution = found ?? refuse('MSG-INSTITUTION-UNKNOWN');
  const { sender } = transactionOf(infno);
  return sender === 'any' || sender === institution.kind ? institution : refuse('MSG-INSTITUTION-KIND');
}

function visitorMessageOf({ message, institution, at, frame, insuredAt }: Case): VisitorMessage | null {
  if (insuredAt === null) return null;
  const { envelope, fingerprint, input } = message;
  return { envelope, institution, at, insuredAt, fingerprint, input, refMsgid: frame(at).refMsgid };
}
