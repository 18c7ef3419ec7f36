import { Inject, Injectable } from '@nestjs/common';
import {
  Refused,
  refuse,
  type CredentialFields,
  type Envelope,
  type OutputOf,
  type WireObject,
} from '@medisettle/national';
import { Transactions, type Db } from '../database/transactions.js';
import { type Institution } from '../institutions/institutions.js';
import { Insured, type Person } from '../insured/insured.js';
import { type Occasion } from '../messages/occasion.js';
import { Reservations, type Reservation } from '../messages/reservations.js';
import { type BillToSettle } from '../settlements/bill-to-settle.js';
import { SettlementBook } from '../settlements/settlement-book.js';
import { type SettlementRecord } from '../settlements/settlement-record.js';
import { Entitled, SettledAnswer, type BillBody, type CareBody, type SettledElsewhere } from './bodies.js';
import { CareBooks } from './care-books.js';
import { HUB, type Hub } from './hub.js';
import { Intents, type Intent } from './intents.js';
import { agreed } from './owed.js';
import { Saga } from './saga.js';
import { VisitorBills, type VisitorBill } from './visitor-bills.js';

/** A message of a visitor: where it came from, and what its answer and its record need. */
export interface VisitorMessage extends Omit<Occasion, 'db' | 'division' | 'insuredAt'> {
  /** Of the insured place. */
  readonly insuredAt: string;
  readonly input: WireObject;
  readonly fingerprint: string;
  readonly refMsgid: string;
}

/** As much of it as an intent is made from. */
type SentMessage = Pick<VisitorMessage, 'insuredAt' | 'institution' | 'at' | 'fingerprint' | 'refMsgid'> & {
  readonly envelope: Pick<Envelope, 'infno' | 'msgid' | 'opter'>;
};

/** What a cancellation names. */
interface Named {
  readonly psn_no: string;
  readonly mdtrt_id: string | null;
  readonly setl_id: string;
}

/** Persons from other provinces, treated here: the insured place is asked, our books get what it says. */
@Injectable()
export class CareHere {
  constructor(
    private readonly transactions: Transactions,
    private readonly insured: Insured,
    private readonly bills: VisitorBills,
    private readonly books: CareBooks,
    private readonly book: SettlementBook,
    private readonly intents: Intents,
    private readonly reservations: Reservations,
    private readonly saga: Saga,
    @Inject(HUB) private readonly hub: Hub | null,
  ) {}

  /** Whether there is a way to other provinces at all. */
  get isConnected(): boolean {
    return this.hub !== null;
  }

  /** 1101 of a visitor, as the insured place answers it. */
  async identify(insuredAt: string, credential: CredentialFields, institution: Institution): Promise<unknown> {
    return this.asked(insuredAt, 'identify', { institution, credential });
  }

  /** Who a visitor is, found entitled to this care by the insured place. Refuses what it refuses, PROVINCE-UNREACHABLE. */
  async entitle(insuredAt: string, care: CareBody): Promise<Entitled> {
    return Entitled.parse(await this.asked(insuredAt, 'entitle', care));
  }

  /** What a bill would be settled as now. Refuses PROVINCE-AMOUNTS where that does not add up. */
  async trial(insuredAt: string, bill: BillToSettle): Promise<object> {
    const made = await this.transactions.reading(async (db) => {
      const person = (await this.insured.find(db, bill.data.psn_no)) ?? refuse('PERSON-UNKNOWN');
      return this.bills.make(db, bill, person, 'trial');
    });
    // A trial has no number: it is answered anew each time.
    const body = { ...made.body, msgid: made.body.msgid === '' ? 'trial' : made.body.msgid };
    const settled = await this.tried(insuredAt, body);
    const output = await this.books.outputOf(this.transactions.reader, { ...made, body }, settled);
    const { setlinfo, ...rest } = output as OutputOf<'2304'>;
    return { ...rest, setlinfo: { ...setlinfo, setl_id: null } };
  }

  /** What the insured place would make of a bill. Refuses what it refuses, PROVINCE-AMOUNTS, PROVINCE-UNREACHABLE. */
  async tried(insuredAt: string, body: BillBody): Promise<SettledElsewhere> {
    const { settled } = SettledAnswer.parse(await this.asked(insuredAt, 'trial', body));
    return (agreed(settled, body.sums, body.day) ?? refuse('PROVINCE-AMOUNTS')).settled;
  }

  /** 2207 and 2304. The answer stands under the message's number afterwards. @throws as {@link Saga.send} */
  async settle(message: VisitorMessage, bill: BillToSettle): Promise<void> {
    await this.begin(message, bill.data.psn_no, async (db, person) => {
      const made = await this.bills.make(db, bill, person, 'settlement');
      return { kind: 'settle', content: { ...made, frame: frameOf(message) } };
    });
  }

  /** Settles a bill that is made while its person is held. @throws as {@link Saga.send} */
  async settleMade(message: SentMessage, personId: string, make: (db: Db) => Promise<VisitorBill>): Promise<void> {
    await this.begin(message, personId, async (db) => {
      const made = await make(db);
      return { kind: 'settle', content: { ...made, frame: frameOf(message) } };
    });
  }

  /** 2208 and 2305, and 2601 of what they undo. The answer stands under the message's number afterwards. */
  async cancel(message: VisitorMessage, named: Named, settledBy: '2207' | '2304' | '2166' | null): Promise<void> {
    const { institution, envelope } = message;
    await this.begin(message, named.psn_no, async (db, person) => {
      const settled = await this.standing(db, person, named, message);
      if (settledBy !== null && settled.infno !== settledBy) refuse('SETTLEMENT-NOT-CANCELLABLE');
      const body = {
        personId: person.personId,
        institutionCode: institution.institutionCode,
        msgid: envelope.msgid ?? '',
        infno: envelope.infno,
        operator: envelope.opter,
        settlementId: settled.settlementId,
      };
      return { kind: 'cancel', content: { body, frame: frameOf(message) } };
    });
  }

  /** The end of a message that was pending, asked for now. @throws Refused UNKNOWN-PROVINCE while there is none */
  async inquire({
    personId,
    institutionCode,
    msgid,
  }: Pick<Reservation, 'personId' | 'institutionCode' | 'msgid'>): Promise<void> {
    const intent = await this.intents.find(this.transactions.reader, {
      personId: personId ?? '',
      institutionCode,
      msgid,
    });
    if (intent) await this.saga.inquire(intent);
  }

  /** Takes the message's number and writes the intent in one commit; only then is anything sent. */
  private async begin(
    message: SentMessage,
    psnNo: string,
    make: (db: Db, person: Person) => Promise<Pick<Intent, 'kind' | 'content'>>,
  ): Promise<void> {
    const { institution, envelope, at, insuredAt: division, fingerprint } = message;
    const msgid = envelope.msgid ?? refuse('MSG-MSGID-MISSING');
    const { institutionCode } = institution;
    const intent = await this.transactions.run(async (db) => {
      const person = await this.insured.hold(db, psnNo);
      const { personId } = person;
      await this.intents.mustBeNone(db, personId);
      const name = { personId, institutionCode, msgid };
      const made = { ...name, division, madeAt: at.toJSDate(), ...(await make(db, person)) } as Intent;
      const { infno } = envelope;
      const pending = { ...name, infno, fingerprint, outcome: 'pending', settlementId: null, answer: '' } as const;
      await this.reservations.reserve(db, [{ ...pending, reservedAt: at.toJSDate() }]);
      await this.intents.write(db, made);
      return made;
    });
    await this.saga.send(intent);
  }

  /** Refuses SETTLEMENT-UNKNOWN, -NOT-CANCELLABLE, -CANCELLED, STAY-SETTLEMENT-LATER. */
  private async standing(
    db: Db,
    { personId }: Person,
    { setl_id, mdtrt_id }: Named,
    { institution }: VisitorMessage,
  ): Promise<SettlementRecord> {
    const settled = await this.book.find(db, personId, setl_id);
    if (settled?.institutionCode !== institution.institutionCode) refuse('SETTLEMENT-UNKNOWN');
    if (mdtrt_id !== null && settled.visitId !== mdtrt_id) refuse('SETTLEMENT-UNKNOWN');
    if (settled.kind !== 'settlement') refuse('SETTLEMENT-NOT-CANCELLABLE');
    const latest = await this.book.latestOf(db, personId, setl_id);
    if (latest?.kind !== 'settlement') refuse('SETTLEMENT-CANCELLED');
    if (settled.ofStay) {
      const later = await this.book.lastOfStay(db, personId, settled.visitId);
      if (later !== setl_id) refuse('STAY-SETTLEMENT-LATER', { settlement: later ?? '' });
    }
    return settled;
  }

  /** Asks what changes nothing. */
  private async asked(to: string, kind: 'identify' | 'entitle' | 'trial', body: object): Promise<unknown> {
    const reply = this.hub ? await this.hub.ask(to, kind, body) : { outcome: 'not-delivered' as const };
    if (reply.outcome === 'answered') return reply.answer;
    if (reply.outcome === 'refused') throw new Refused(reply.refusal);
    return refuse('PROVINCE-UNREACHABLE');
  }
}

const frameOf = ({ refMsgid, at }: SentMessage) => ({ refMsgid, receivedAt: at.toUTC().toISO() ?? '' });
