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
import { CommitUnknown, Transactions, type Db } from '../database/transactions.js';
import { PersonTransactions } from '../insured/person-transactions.js';
import { BillBody, CancelBody, CardBody, CareBody, IdentifyBody, NumberBody, PayBody } from './bodies.js';
import { Entitlement } from './entitlement.js';
import { InsuredHere } from './insured-here.js';
import { VisitorPurchases } from './visitor-purchases.js';

/** What is answered out of one transaction. */
type Asked = ProvinceMessage & { readonly kind: Exclude<ProvinceKind, 'pay'> };

/** What changes something, and therefore goes into one transaction. */
const CHANGES: ReadonlySet<ProvinceKind> = new Set(['settle', 'cancel', 'close']);

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
      const answer = CHANGES.has(asked.kind)
        ? await this.transactions.run((db) => this.handle(db, asked, at))
        : await this.transactions.reading((db) => this.handle(db, asked, at));
      return { answer };
    } catch (error) {
      if (error instanceof Refused) return { refused: error.refusal };
      if (error instanceof CommitUnknown) return { refused: refusal('UNKNOWN-COMMIT') };
      const trace = randomUUID();
      this.log.fault('a message from another province failed', error, { trace });
      return { refused: refusal('CENTRE-FAULT', { trace }) };
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
    }
  }
}
