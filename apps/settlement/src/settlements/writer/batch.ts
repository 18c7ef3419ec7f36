import { Injectable } from '@nestjs/common';
import { Refused } from '@medisettle/national';
import { Transactions, type Db } from '../../database/transactions.js';
import { Insured, type Person } from '../../insured/insured.js';
import { Reservations, type Reservation } from '../../messages/reservations.js';
import { follow, type Gathered } from '../gathered.js';
import { Gathering } from '../gathering.js';
import { BillsToSettle } from '../bills-to-settle.js';
import { Posting, type NewSettlement } from '../posting.js';
import { type Ended, type SettlementUnderWay } from './settlement-under-way.js';

/** What one transaction has done. */
export interface BatchOutcome {
  readonly ended: ReadonlyMap<SettlementUnderWay, Ended>;
  /** Persons whom another transaction holds; their members were left alone. */
  readonly held: ReadonlySet<string>;
}

interface Decided {
  readonly ended: Map<SettlementUnderWay, Ended>;
  readonly settlements: NewSettlement[];
  readonly reservations: Reservation[];
}

const numberOf = ({ institution, msgid }: SettlementUnderWay): string =>
  JSON.stringify([institution.institutionCode, msgid]);

/** Many settlements in one transaction: the persons are held, all is loaded, decided in memory, and written at once. */
@Injectable()
export class Batch {
  constructor(
    private readonly transactions: Transactions,
    private readonly insured: Insured,
    private readonly reservations: Reservations,
    private readonly gathering: Gathering,
    private readonly bills: BillsToSettle,
    private readonly posting: Posting,
  ) {}

  /**
   * Writes every member that can be, in one commit. Refusals are decided before anything is written, and business ones
   * are kept by the same commit. A crash before the commit leaves nothing of any member.
   * @param patient waits for persons whom somebody else holds, instead of leaving their members out
   * @throws CommitUnknown: each member is done or not, all alike; any other error: none is
   */
  write(members: readonly SettlementUnderWay[], patient = false): Promise<BatchOutcome> {
    return this.transactions.run(async (db) => {
      const { persons, held } = await this.hold(db, members, patient);
      const present = members.filter(({ data }) => !held.has(data.psn_no));
      if (present.length === 0) return { ended: new Map(), held };
      const [gathered, known] = await Promise.all([this.gathering.load(db, present, persons), this.known(db, present)]);
      const { ended, settlements, reservations } = this.decide(present, gathered, known);
      await this.keep(db, settlements, reservations, gathered);
      return { ended, held };
    });
  }

  private async hold(
    db: Db,
    members: readonly SettlementUnderWay[],
    patient: boolean,
  ): Promise<{ persons: Map<string, Person>; held: ReadonlySet<string> }> {
    const personIds = [...new Set(members.map(({ data }) => data.psn_no))];
    if (patient) return { persons: await this.insured.holdAll(db, personIds), held: new Set() };
    const { free, held } = await this.insured.holdFree(db, personIds);
    return { persons: free, held };
  }

  /** What stands under the members' numbers already: a copy may have been done since the desk looked. */
  private async known(db: Db, members: readonly SettlementUnderWay[]): Promise<Map<string, Reservation>> {
    const keys = members.map(({ institution, msgid }) => ({ institutionCode: institution.institutionCode, msgid }));
    const found = await this.reservations.findAll(db, keys);
    return new Map(
      members.flatMap((member, index) => {
        const reservation = found[index];
        return reservation ? [[numberOf(member), reservation]] : [];
      }),
    );
  }

  /** One after the other, each on what those before it have left. Nothing that happens to one touches another. */
  private decide(members: readonly SettlementUnderWay[], gathered: Gathered, known: Map<string, Reservation>): Decided {
    const decided: Decided = { ended: new Map(), settlements: [], reservations: [] };
    for (const member of members) {
      const standing = known.get(numberOf(member));
      if (standing) {
        decided.ended.set(member, { kept: { reservation: standing, code: null } });
        continue;
      }
      const ended = this.decideOne(member, gathered, decided.settlements);
      decided.ended.set(member, ended);
      if ('why' in ended) continue;
      decided.reservations.push(ended.kept.reservation);
      known.set(numberOf(member), ended.kept.reservation);
    }
    return decided;
  }

  private decideOne(member: SettlementUnderWay, gathered: Gathered, settlements: NewSettlement[]): Ended {
    try {
      const bill = this.bills.decide(member, gathered);
      const { personId, settlementId } = bill.settlement.record;
      const reservation = reservationOf(member, 'settled', member.answer(bill.output), { personId, settlementId });
      // From here on nothing can fail, so that a bill is either seen by those after it and written, or neither.
      follow(gathered, bill.split, bill.settlement);
      settlements.push(bill.settlement);
      return { kept: { reservation, code: null } };
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.class !== 'business') return { why: error };
      const { refusal } = error;
      const reservation = reservationOf(member, 'refused', member.refusalAnswer(refusal));
      return { kept: { reservation, code: refusal.code } };
    }
  }

  private async keep(
    db: Db,
    settlements: readonly NewSettlement[],
    reservations: readonly Reservation[],
    { due }: Gathered,
  ): Promise<void> {
    await Promise.all([
      reservations.length > 0 && this.reservations.reserve(db, reservations),
      settlements.length > 0 && this.posting.settle(db, settlements, due),
    ]);
  }
}

function reservationOf(
  member: SettlementUnderWay,
  outcome: Reservation['outcome'],
  answer: string,
  whose: Pick<Reservation, 'personId' | 'settlementId'> = { personId: null, settlementId: null },
): Reservation {
  return {
    institutionCode: member.institution.institutionCode,
    msgid: member.msgid,
    fingerprint: member.fingerprint,
    infno: member.infno,
    outcome,
    ...whose,
    answer,
    reservedAt: member.at.toJSDate(),
  };
}
