import { Injectable } from '@nestjs/common';
import { type Fen } from '@medisettle/money';
import { Ledger, type PersonalAccount } from '../accounts/ledger.js';
import { CardRegistry } from '../cards/card-registry.js';
import { CATALOGUE_PARTS } from '../catalogue/catalogue-parts.js';
import { Catalogue } from '../catalogue/catalogue.js';
import { DatedTables } from '../catalogue/dated-tables.js';
import { newIdentity } from '../database/identity.js';
import { Transactions, type Db } from '../database/transactions.js';
import { CareFilings } from '../filings/care-filings.js';
import { Institutions } from '../institutions/institutions.js';
import { Insured } from '../insured/insured.js';
import { type DemoCard, type DemoPerson, type DemoWorldFile } from './world.js';

/** Loads the synthetic demo world through the same services that real feeds will use. */
@Injectable()
export class DemoWorld {
  constructor(
    private readonly transactions: Transactions,
    private readonly institutions: Institutions,
    private readonly catalogue: Catalogue,
    private readonly tables: DatedTables,
    private readonly insured: Insured,
    private readonly ledger: Ledger,
    private readonly cards: CardRegistry,
    private readonly filings: CareFilings,
  ) {}

  /**
   * Loads what belongs to this centre's province, once: a second call, or a second centre on the same database, finds
   * the mark of the first and does nothing.
   */
  async load(world: DemoWorldFile, division: string, at: Date): Promise<'loaded' | 'there already'> {
    const here = (other: string): boolean => other.slice(0, 2) === division.slice(0, 2);
    return this.transactions.run(async (db) => {
      const marked = await db.query(
        `INSERT INTO medisettle.demo_world_load (world, loaded_at) VALUES ('demo', $1)
         ON CONFLICT DO NOTHING RETURNING 1 AS marked`,
        [at],
      );
      if (marked.length === 0) return 'there already';
      for (const institution of world.institutions) {
        const { code, fixmedinsType, hospLv, ...rest } = institution;
        const kind = fixmedinsType === '1' ? 'hospital' : 'pharmacy';
        await this.institutions.register(db, { ...rest, institutionCode: code, kind, hospitalGrade: hospLv });
      }
      for (const item of world.catalogue) {
        await this.catalogue.register(db, {
          itemCode: item.code,
          validFrom: item.from,
          validTo: null,
          name: item.name,
          class: item.class,
          listType: item.listType,
          feeCategory: item.medChrgitmType,
          selfpayRatio: item.selfpayRatio ?? null,
          selfpayFixed: item.selfpayFixed ?? null,
          priceLimit: item.priceLimit ?? null,
        });
      }
      const { table, rowOf } = CATALOGUE_PARTS.illnesses;
      await this.tables.write(db, table, world.illnesses.map(rowOf), at);
      for (const person of world.persons.filter((candidate) => here(candidate.division))) {
        await this.person(db, person, at);
        await this.cardsOf(db, person, world.cards);
      }
      return 'loaded';
    });
  }

  private async person(db: Db, person: DemoPerson, at: Date): Promise<void> {
    const personId = person.psnNo;
    await this.insured.register(db, {
      personId,
      name: person.name,
      certificateType: '01',
      certificateNumber: person.certno,
      gender: person.gender,
      nation: person.nation,
      birthDate: person.birthDate,
      workStartDate: person.workStartDate,
      retirementDate: person.retirementDate,
    });
    await this.insured.enrol(db, personId, {
      insuranceType: person.insutype,
      personType: person.psnType,
      status: 'active',
      enrolledOn: person.enrolledOn,
      suspendedOn: null,
      division: person.division,
      ownCeiling: person.ceiling,
    });
    if (person.filing) {
      await this.filings.file(db, {
        personId,
        filingId: newIdentity('F', at),
        kind: 'relocation',
        destination: person.filing.destination,
        validFrom: person.filing.from,
        validTo: null,
        reason: null,
        filedAt: at,
        referringInstitution: null,
        receivingInstitution: null,
        diagnosisCode: null,
        filedBy: null,
      });
    }
    await this.ledger.open(db, personId);
    const opening: [PersonalAccount, Fen][] = [
      ['current-year-account', person.currentYear],
      ['accumulated-account', person.accumulated],
    ];
    for (const [account, amount] of opening) {
      if (amount === 0) continue;
      await this.ledger.credit(db, personId, newIdentity('C', at), { account, amount, reason: 'opening', at });
    }
  }

  /** A predecessor is registered before its successor, which names it. */
  private async cardsOf(db: Db, person: DemoPerson, cards: readonly DemoCard[]): Promise<void> {
    const own = cards.filter((card) => card.person === person.key && card.registry);
    const numberOf = (key: string): string | null => own.find((card) => card.key === key)?.chip.cardNumber ?? null;
    const inOrder = own.toSorted((a, b) => Number(!!a.registry?.predecessor) - Number(!!b.registry?.predecessor));
    for (const { chip, registry } of inOrder) {
      if (!registry || !chip.cardNumber || !chip.generation) continue;
      await this.cards.register(db, {
        personId: person.psnNo,
        cardNumber: chip.cardNumber,
        cardIdentifier: chip.cardIdentifier ?? '',
        generation: chip.generation,
        state: registry.state,
        stateSince: registry.since,
        voidReason: registry.state === 'void' ? (registry.reason ?? 'replaced') : null,
        financial: registry.financial,
        predecessor: registry.predecessor ? numberOf(registry.predecessor) : null,
      });
    }
  }
}
