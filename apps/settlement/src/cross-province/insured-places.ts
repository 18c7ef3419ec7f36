import { Inject, Injectable } from '@nestjs/common';
import {
  isWireObject,
  refuse,
  sameProvince,
  textOf,
  type CardOnReader,
  type Message,
  type WireObject,
} from '@medisettle/national';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { GatheredReads } from '../database/gathered-reads.js';
import { Transactions, type Db } from '../database/transactions.js';
import { isOldCardElsewhere } from './old-cards.js';
import { PurchaseOrders } from './purchase-orders.js';
import { Visitors } from './visitors.js';

/** What an institution clears up with its own centre, whoever pays: no message about a person (national interface §5.5). */
const OF_INSTITUTION: ReadonlySet<string> = new Set(['3201', '3202', '3260', '3261', '3262', '9101', '9102']);

/** Says to which insured place a message belongs. */
@Injectable()
export class InsuredPlaces {
  private readonly visitorsRead: GatheredReads<string, string | null>;

  private readonly reader: Db;

  constructor(
    transactions: Transactions,
    visitors: Visitors,
    private readonly orders: PurchaseOrders,
    @Inject(CONFIGURATION) private readonly configuration: CentreConfiguration,
  ) {
    this.reader = transactions.reader;
    this.visitorsRead = new GatheredReads((personIds) => visitors.divisionsOf(transactions.reader, personIds));
  }

  /**
   * The insured place where it is in another province, else null. Somebody who is known as a visitor belongs to his
   * province whatever the message says; else the message's `insuplc_admdvs` counts, and where that is empty the area
   * that issued the card. Refuses PROVINCE-WRONG for a message that contradicts what is known, and
   * PROVINCE-OLD-CARD for an old card of Shanghai on a reader elsewhere, which names no area.
   */
  async of({ envelope, input }: Message, onReader: CardOnReader | undefined): Promise<string | null> {
    const here = this.configuration.CENTRE_DIVISION;
    if (OF_INSTITUTION.has(envelope.infno)) return null;
    const said = envelope.insuplc_admdvs;
    const known = await this.known(envelope.fixmedins_code, input);
    // Purchases name the insured place in their body, as another field than everything else does.
    const place = known ?? firstOf(input, 'insuplc') ?? said ?? issuerIn(input, onReader) ?? here;
    const told = [said, ...nodesOf(input).flatMap((node) => [textOf(node.insuplc_admdvs), textOf(node.insuplc)])];
    const elsewhere = !sameProvince(place, here);
    // What a message says of a person of this province is compared where it is done.
    if (elsewhere && told.some((one) => one && !sameProvince(one, place))) refuse('PROVINCE-WRONG');
    if (!elsewhere && isOldCardElsewhere(generationOn(onReader), here)) refuse('PROVINCE-OLD-CARD');
    return elsewhere ? place : null;
  }

  /** Where the person or the order of a message belongs to, if it is a visitor's. */
  private async known(institutionCode: string, input: WireObject): Promise<string | null> {
    const personId = personIn(input);
    if (personId !== null) return this.visitorsRead.find(personId);
    const order = firstOf(input, 'mdtrt_regno');
    return order === null ? null : this.orders.divisionOf(this.reader, institutionCode, order);
  }
}

const generationOn = (onReader: CardOnReader | undefined): string | undefined =>
  onReader !== undefined && 'card' in onReader ? onReader.card.generation : undefined;

const nodesOf = (input: WireObject): WireObject[] =>
  Object.values(input)
    .flatMap((value) => (Array.isArray(value) ? value.slice(0, 1) : [value]))
    .filter(isWireObject);

const firstOf = (input: WireObject, field: string): string | null => {
  for (const node of nodesOf(input)) {
    const found = textOf(node[field]);
    if (found && found !== 'null') return found;
  }
  return null;
};

/** Whom a message is about; null where it does not say. */
export const personIn = (input: WireObject): string | null => firstOf(input, 'psn_no');

/** The first six digits of a 卡识别码 are the area that issued the card. */
function issuerIn(input: WireObject, onReader: CardOnReader | undefined): string | null {
  const read = onReader !== undefined && 'card' in onReader ? onReader.card.cardIdentifier : '';
  const issuer = (read || (firstOf(input, 'card_sn') ?? '')).slice(0, 6);
  return /^\d{6}$/.test(issuer) ? issuer : null;
}
