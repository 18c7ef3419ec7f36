import { Inject, Injectable } from '@nestjs/common';
import {
  chinaTime,
  ProvinceMessage,
  refusal,
  Refused,
  refuse,
  sameProvince,
  type ProvinceAnswer,
  type ProvinceKind,
} from '@medisettle/national';
import { Log } from '@medisettle/program';
import { DateTime } from 'luxon';
import { randomUUID } from 'node:crypto';
import { CardRegistry } from '../cards/card-registry.js';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { ConfirmedBody, TableBody } from '../clearing/clearing-bodies.js';
import { ClearingInbox } from '../clearing/clearing-inbox.js';
import { CommitUnknown, Transactions, type Db } from '../database/transactions.js';
import { PersonTransactions } from '../insured/person-transactions.js';
import { MsgidTaken } from '../messages/reservations.js';
import { BillBody, CancelBody, CardBody, CareBody, IdentifyBody, NumberBody, PayBody } from './bodies.js';
import { Entitlement } from './entitlement.js';
import { InsuredHere } from './insured-here.js';
import { VisitorPurchases } from './visitor-purchases.js';

/** What is answered out of one transaction. */
type Asked = ProvinceMessage & { readonly kind: Exclude<ProvinceKind, 'pay'> };

/** What changes something, and therefore goes into one transaction. */
const CHANGES: ReadonlySet<ProvinceKind> = new Set(['settle', 'cancel', 'close', 'clearing-confirm', 'clearing-paid']);

/** Takes what places of care in other provinces ask about persons who are insured here. */
@Injectable()
export class Inbox {
  constructor(
    private readonly transactions: Transactions,
    private readonly insuredHere: InsuredHere,
    private readonly entitlement: Entitlement,
    private readonly persons: PersonTransactions,
    private readonly purchases: VisitorPurchases,
    private readonly cards: CardRegistry,
    private readonly clearing: ClearingInbox,
    private readonly log: Log,
    @Inject(CONFIGURATION) private readonly configuration: CentreConfiguration,
  ) {}

  /** Never throws: a refusal and a fault are answers, and a lost commit is shown as what it is. */
  async take(text: string): Promise<ProvinceAnswer> {
    try {
      const message = ProvinceMessage.parse(JSON.parse(text));
      if (!sameProvince(message.to, this.configuration.CENTRE_DIVISION)) refuse('PROVINCE-WRONG');
      const at = chinaTime(DateTime.now().toMillis());
      // It asks the insured place in its turn, and no network call happens inside a transaction.
      if (message.kind === 'pay') {
        return { answer: await this.purchases.pay(PayBody.parse(message.body), message.from, at) };
      }
      const asked = { ...message, kind: message.kind };
      const work = (db: Db): Promise<unknown> => this.handle(db, asked, at);
      if (!CHANGES.has(asked.kind)) return { answer: await this.transactions.reading(work) };
      return { answer: await this.changed(work) };
    } catch (error) {
      if (error instanceof Refused) return { refused: error.refusal };
      if (error instanceof CommitUnknown) return { refused: refusal('UNKNOWN-COMMIT') };
      const trace = randomUUID();
      this.log.fault('a message from another province failed', error, { trace });
      return { refused: refusal('CENTRE-FAULT', { trace }) };
    }
  }

  /** A copy, or the word that closes the number, may be faster while this waits for the person: then it finds what that left. */
  private async changed(work: (db: Db) => Promise<unknown>): Promise<unknown> {
    try {
      return await this.transactions.run(work);
    } catch (error) {
      if (!(error instanceof MsgidTaken)) throw error;
      return this.transactions.run(work);
    }
  }

  private async handle(db: Db, { kind, body, from }: Asked, at: DateTime): Promise<unknown> {
    switch (kind) {
      case 'card': {
        const { cardNumber, cardIdentifier } = CardBody.parse(body);
        return this.cards.verdict(db, cardNumber, cardIdentifier);
      }
      case 'identify': {
        const { institution, credential } = IdentifyBody.parse(body);
        await this.entitlement.mustShowNationalCard(db, credential);
        return this.persons.identified(db, at, credential, institution.institutionCode);
      }
      case 'entitle':
        return this.insuredHere.entitle(db, CareBody.parse(body));
      case 'trial':
        return this.insuredHere.trial(db, BillBody.parse(body), at);
      case 'settle':
        return this.insuredHere.settle(db, BillBody.parse(body), at);
      case 'cancel':
        return this.insuredHere.cancel(db, CancelBody.parse(body), from, at);
      case 'outcome':
        return this.insuredHere.outcome(db, NumberBody.parse(body));
      case 'close':
        return this.insuredHere.close(db, NumberBody.parse(body), at);
      case 'clearing-table':
        return this.clearing.table(db, TableBody.parse(body), from, at);
      case 'clearing-confirm':
        return this.clearing.confirmed(db, ConfirmedBody.parse(body), from);
      case 'clearing-paid':
        return this.clearing.paid(db, ConfirmedBody.parse(body), from);
    }
  }
}
