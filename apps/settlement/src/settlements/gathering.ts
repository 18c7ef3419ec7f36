import { Injectable } from '@nestjs/common';
import { wireDate } from '@medisettle/national';
import { YearAccumulators } from '../accounts/year-accumulators.js';
import { type Db } from '../database/transactions.js';
import { Credentials } from '../insured/credentials.js';
import { Filings } from '../filings/filings.js';
import { GatheringStays } from '../inpatient/gathered-stay.js';
import { Insured, type Person } from '../insured/insured.js';
import { billKey, BillState } from '../visits/bill-state.js';
import { FeeLines } from '../visits/fee-lines.js';
import { visitKey, Visits } from '../visits/visits.js';
import { YearChanges } from '../year-change/year-changes.js';
import { type BillToSettle } from './bill-to-settle.js';
import { type Gathered } from './gathered.js';
import { billOf } from './outpatient-bills.js';

/** Loads what bills need to be decided, many at a time and each table once. */
@Injectable()
export class Gathering {
  constructor(
    private readonly insured: Insured,
    private readonly credentials: Credentials,
    private readonly visits: Visits,
    private readonly lines: FeeLines,
    private readonly bills: BillState,
    private readonly years: YearChanges,
    private readonly filings: Filings,
    private readonly accumulators: YearAccumulators,
    private readonly stays: GatheringStays,
  ) {}

  /**
   * @param persons those of the bills' persons who are known. For settlements they were held by an earlier statement of
   *   this transaction, so that nothing that is read here changes before it ends.
   */
  async load(db: Db, asked: readonly BillToSettle[], persons: ReadonlyMap<string, Person>): Promise<Gathered> {
    const wanted = asked.filter(({ data }) => persons.has(data.psn_no));
    const personIds = [...persons.keys()];
    // The same bill may be asked for twice, under two message numbers.
    const outpatient = wanted.filter((one) => one.infno === '2207');
    const ofStays = wanted.filter((one) => one.infno === '2304');
    const names = new Map(outpatient.map((one) => [billKey(billOf(one)), billOf(one)]));
    const visitNames = new Map(
      wanted.map(({ data: { psn_no: personId, mdtrt_id: visitId } }) => {
        const name = { personId, visitId };
        return [visitKey(name), name];
      }),
    );
    const bills = [...names.values()];
    const shown = wanted.map(({ data, institution }) => ({
      fields: data,
      institutionCode: institution.institutionCode,
    }));
    // Bills on both sides of a midnight are decided on the later day.
    const day = asked.reduce((latest, { at }) => (wireDate(at) > latest ? wireDate(at) : latest), '');
    const [visits, standing, lines, enrolments, accounts, accumulators, credentials, filings] = await Promise.all([
      this.visits.findAll(db, [...visitNames.values()]),
      this.bills.of(db, bills),
      this.lines.ofBills(db, bills),
      this.insured.enrolmentsOf(db, personIds, day),
      this.years.standingOf(db, personIds, day),
      this.accumulators.ofPersons(db, personIds),
      this.credentials.look(db, shown, persons),
      this.filings.ofPersons(db, personIds),
    ]);
    const visitsByKey = new Map(visits.map((visit) => [visitKey(visit), visit]));
    const stays = await this.stays.load(db, ofStays, visitsByKey, persons);
    const filed = [...filings.values()].flat().flatMap(({ illnessCode }) => illnessCode ?? []);
    const illnesses = filed.length === 0 ? [] : (await this.filings.illnesses(db, filed, day)).values();
    return {
      persons,
      credentials,
      visits: visitsByKey,
      lines,
      stays,
      enrolments,
      bills: new Map(standing),
      balances: new Map([...accounts].map(([personId, { balances }]) => [personId, balances])),
      due: new Map([...accounts].map(([personId, { due }]) => [personId, due])),
      accumulators,
      filings,
      listedIllnesses: new Set([...illnesses].filter(({ listed }) => listed).map(({ illnessCode }) => illnessCode)),
    };
  }
}
