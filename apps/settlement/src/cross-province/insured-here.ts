import { Injectable } from '@nestjs/common';
import { type Setting } from '@medisettle/benefits';
import { refuse, wireDate } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { createHash } from 'node:crypto';
import { YearAccumulators } from '../accounts/year-accumulators.js';
import { type Db } from '../database/transactions.js';
import { filingFor } from '../filings/filed-care.js';
import { Filings } from '../filings/filings.js';
import { linesOf } from '../inpatient/stay-sums.js';
import { StayStandings } from '../inpatient/stay-standing.js';
import { Insured } from '../insured/insured.js';
import { MsgidTaken, Reservations, type Reservation } from '../messages/reservations.js';
import { BillSplitter } from '../settlements/bill-splitter.js';
import { Cancelling } from '../settlements/cancelling.js';
import { isStay, outpatientSetting, pharmacySetting } from '../settlements/medical-category.js';
import { newSettlement, Posting, type NewSettlement } from '../settlements/posting.js';
import { SettlementBook } from '../settlements/settlement-book.js';
import { type SettlementRecord } from '../settlements/settlement-record.js';
import { billKey, BillState } from '../visits/bill-state.js';
import { NO_DOCTOR, Visits } from '../visits/visits.js';
import { YearChanges } from '../year-change/year-changes.js';
import { type BillBody, type CancelBody, type CareBody, type Entitled } from './bodies.js';
import { Entitlement } from './entitlement.js';
import { indebted, owedFor, totalOf } from './owed.js';
import { ProvinceSettlements, type Side } from './province-settlements.js';

/** A settlement as the place of care is told of it. */
type Told = { readonly settled: object };

/** A bill split for its settlement, the changes of the year that it counts already, and the filing that it is paid by. */
interface Decided {
  readonly settlement: NewSettlement;
  readonly due: Awaited<ReturnType<YearChanges['standing']>>['due'];
  readonly filingId: string | null;
}

/** Our persons, treated elsewhere: what the place of care asks, computed by our policy and booked here. */
@Injectable()
export class InsuredHere {
  constructor(
    private readonly entitlement: Entitlement,
    private readonly insured: Insured,
    private readonly visits: Visits,
    private readonly bills: BillState,
    private readonly filings: Filings,
    private readonly standings: StayStandings,
    private readonly years: YearChanges,
    private readonly accumulators: YearAccumulators,
    private readonly splitter: BillSplitter,
    private readonly posting: Posting,
    private readonly cancelling: Cancelling,
    private readonly book: SettlementBook,
    private readonly provinces: ProvinceSettlements,
    private readonly reservations: Reservations,
  ) {}

  /** Refuses what {@link Entitlement.check} refuses. */
  async entitle(db: Db, body: CareBody): Promise<Entitled> {
    const { person, enrolment } = await this.entitlement.check(db, body);
    const { diedOn: _died, mergedInto: _merged, ...description } = person;
    return { person: description, personType: enrolment.personType };
  }

  /** What a settlement would be now; nothing is written. */
  async trial(db: Db, body: BillBody, at: DateTime): Promise<Told> {
    return told((await this.decide(db, body, at)).settlement.record);
  }

  /**
   * Settles once under the number of the hospital's message: the same bill gets the same settlement again. A crash before
   * the commit leaves nothing, and the place of care asks what became of it. Refuses MSG-CLOSED, MSG-MSGID-REUSED and what
   * a bill is refused for.
   */
  async settle(db: Db, body: BillBody, at: DateTime): Promise<Told> {
    const { personId } = await this.insured.hold(db, body.personId);
    const key = { institutionCode: body.institution.institutionCode, msgid: body.msgid };
    const standing = await this.standing(db, key, fingerprintOf(body));
    if (standing) return standing;
    const { settlement, due, filingId } = await this.decide(db, body, at);
    await this.noteVisit(db, body, at);
    await this.posting.settle(db, [settlement], new Map([[personId, due]]));
    const side = { side: 'insured', otherDivision: body.institution.division, filingId } as const;
    return this.keep(db, settlement.record, side, fingerprintOf(body), at);
  }

  /** Takes a settlement back, once under the number of its message. Refuses SETTLEMENT-UNKNOWN, -CANCELLED, STAY-SETTLEMENT-LATER. */
  async cancel(db: Db, body: CancelBody, from: string, at: DateTime): Promise<Told> {
    const person = await this.insured.hold(db, body.personId);
    const standing = await this.standing(db, body, fingerprintOf(body));
    if (standing) return standing;
    const settled = await this.book.find(db, person.personId, body.settlementId);
    if (settled?.institutionCode !== body.institutionCode || settled.kind !== 'settlement')
      refuse('SETTLEMENT-UNKNOWN');
    const latest = await this.book.latestOf(db, person.personId, settled.settlementId);
    if (latest?.kind !== 'settlement') refuse('SETTLEMENT-CANCELLED');
    const { msgid, infno, operator } = body;
    const record = await this.cancelling.undo(db, person, settled, { msgid, infno, operator, at: at.toJSDate() });
    return this.keep(db, record, { side: 'insured', otherDivision: from }, fingerprintOf(body), at);
  }

  /** What became of a message's settlement or cancellation. */
  async outcome(db: Db, key: Pick<Reservation, 'institutionCode' | 'msgid'>): Promise<object> {
    const kept = await this.reservations.find(db, key);
    if (kept?.outcome === 'settled') return { outcome: 'settled', ...(JSON.parse(kept.answer) as Told) };
    return { outcome: kept ? 'void' : 'absent' };
  }

  /** As {@link outcome}, and where nothing became of it nothing ever will: the number is taken. */
  async close(db: Db, key: Pick<Reservation, 'institutionCode' | 'msgid' | 'infno'>, at: DateTime): Promise<object> {
    const tombstone: Reservation = {
      ...key,
      fingerprint: '',
      outcome: 'void',
      personId: null,
      settlementId: null,
      answer: '',
      reservedAt: at.toJSDate(),
    };
    try {
      // A copy that is under way in another transaction is waited for.
      await this.reservations.reserve(db, [tombstone]);
    } catch (error) {
      if (!(error instanceof MsgidTaken)) throw error;
    }
    return this.outcome(db, key);
  }

  private async decide(db: Db, body: BillBody, at: DateTime): Promise<Decided> {
    const { person, enrolment, filingId } = await this.entitlement.check(db, body);
    const { personId } = person;
    const { institution, medicalCategory, day, sums, visitId } = body;
    const { balances, due } = await this.years.standing(db, personId, wireDate(at));
    const inpatient = isStay(medicalCategory);
    // Only where the category needs a filing of its own; it is refused where that belongs to another institution.
    const filings = (await this.filings.ofPersons(db, [personId])).get(personId) ?? [];
    const { insuranceType } = body;
    const { institutionCode } = institution;
    filingFor(filings, { medicalCategory, insuranceType, institutionCode, illnessCode: null, day });
    const bill = { personId, visitId, batchNo: body.batchNo };
    const { attempts, settled } = (await this.bills.of(db, [bill])).get(billKey(bill)) ?? {
      attempts: 0,
      settled: false,
    };
    if (settled) refuse('BILL-SETTLED');
    const { deductibleUsed } = await this.standings.of(db, { personId, visitId });
    const split = this.splitter.split(
      {
        person,
        enrolment,
        institution,
        setting: settingAt(institution, medicalCategory),
        medicalCategory,
        listedIllness: false,
        accountFlag: body.accountFlag,
        lines: linesOf(sums),
        day,
        ...(inpatient ? { stayDeductibleUsed: deductibleUsed } : {}),
      },
      {
        total: totalOf(sums),
        selfFunded: null,
        overLimit: null,
        classified: null,
        inScope: null,
        cashCollected: body.cashCollected,
      },
      {
        balances: new Map([[personId, balances]]),
        accumulators: await this.accumulators.ofPersons(db, [personId]),
      },
    );
    const { record, transfers } = newSettlement(split, {
      visitId,
      batchNo: body.batchNo,
      attempt: attempts + 1,
      msgid: body.msgid,
      infno: body.infno,
      operator: body.operator,
      invoiceNo: body.invoiceNo,
      credentialKind: body.credential.mdtrt_cert_type,
      at: at.toJSDate(),
    });
    return { settlement: { record, transfers: indebted(transfers) }, due, filingId };
  }

  /** The days of a stay and its lines are kept by the place of care; here the visit only has its name. */
  private async noteVisit(db: Db, body: BillBody, at: DateTime): Promise<void> {
    const { personId, visitId } = body;
    const [known] = await this.visits.findAll(db, [{ personId, visitId }]);
    if (known) return;
    await this.visits.register(db, {
      personId,
      visitId,
      institutionCode: body.institution.institutionCode,
      institutionVisitNo: visitId,
      insuranceType: body.insuranceType,
      medicalCategory: body.medicalCategory,
      beganAt: new Date(body.visitBeganAt),
      credentialKind: body.credential.mdtrt_cert_type,
      ...NO_DOCTOR,
      registeredAt: at.toJSDate(),
      inpatient: false,
    });
  }

  private async standing(
    db: Db,
    key: Pick<Reservation, 'institutionCode' | 'msgid'>,
    fingerprint: string,
  ): Promise<Told | null> {
    const kept = await this.reservations.find(db, key);
    if (!kept) return null;
    if (kept.outcome !== 'settled') refuse('MSG-CLOSED');
    return kept.fingerprint === fingerprint ? (JSON.parse(kept.answer) as Told) : refuse('MSG-MSGID-REUSED');
  }

  private async keep(db: Db, record: SettlementRecord, side: Side, fingerprint: string, at: DateTime): Promise<Told> {
    const { personId, settlementId, institutionCode, msgid, infno } = record;
    await this.provinces.write(db, record, side);
    const answer = told(record);
    await this.reservations.reserve(db, [
      {
        institutionCode,
        msgid,
        fingerprint,
        infno,
        outcome: 'settled',
        personId,
        settlementId,
        answer: JSON.stringify(answer),
        reservedAt: at.toJSDate(),
      },
    ]);
    return answer;
  }
}

/** A pharmacy sells and does nothing else, a hospital everything but that. Refuses MED-TYPE-UNSUPPORTED. */
function settingAt({ kind }: BillBody['institution'], medicalCategory: string): Setting {
  if (kind === 'pharmacy') return pharmacySetting(medicalCategory);
  return isStay(medicalCategory) ? 'inpatient' : outpatientSetting(medicalCategory);
}

const fingerprintOf = (body: BillBody | CancelBody): string =>
  createHash('sha256').update(JSON.stringify(body)).digest('hex');

function told(record: SettlementRecord): Told {
  const { settlementId, personType, insuranceYearFrom, insuranceYearTo, poolRateUnits, balanceAfter } = record;
  const { amounts, funds, explanation } = record;
  return {
    settled: {
      settlementId,
      settledAt: record.settledAt.toISOString(),
      personType,
      insuranceYearFrom,
      insuranceYearTo,
      poolRateUnits,
      balanceAfter,
      amounts,
      funds,
      explanation,
      owedFen: owedFor(amounts),
    },
  };
}
