import { Injectable } from '@nestjs/common';
import { minus, negate, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { refuse, wireDate } from '@medisettle/national';
import { payBack, type YearChange } from '@medisettle/benefits';
import { DateTime } from 'luxon';
import { Ledger, mirrored, totalBalance, type PostedTransfers, type Transfer } from '../accounts/ledger.js';
import { accumulated, reversed, YearAccumulators, type AccumulatorKey } from '../accounts/year-accumulators.js';
import { newIdentity } from '../database/identity.js';
import { type Db } from '../database/transactions.js';
import { YearChanges } from '../year-change/year-changes.js';
import { type SplitBill } from './bill.js';
import { SettlementBook } from './settlement-book.js';
import { type OfStay, type SettlementAmounts, type SettlementRecord } from './settlement-record.js';

/** What a settlement takes from its message and visit. */
export interface SettlementOrigin {
  readonly visitId: string;
  readonly batchNo: string;
  readonly attempt: number;
  readonly msgid: string;
  readonly infno: string;
  readonly operator: string | null;
  readonly invoiceNo: string | null;
  readonly credentialKind: string;
  readonly at: Date;
  /** Only for a stay in hospital. */
  readonly ofStay?: OfStay;
}

/** What a cancellation takes from its message. */
export type CancellationOrigin = Pick<SettlementOrigin, 'msgid' | 'infno' | 'operator' | 'at'>;

/** A settlement that was cancelled, its cancellation, and as which attempt it stands again. */
export interface Restored {
  readonly cancelled: SettlementRecord;
  readonly cancellation: SettlementRecord;
  readonly attempt: number;
}

/** A settlement or cancellation that is not written yet. */
export interface NewSettlement {
  readonly record: SettlementRecord;
  readonly transfers: readonly Transfer[];
}

/** Writes a settlement or its mirror: the row, its transfers with the balances, its accumulators. The person is held. */
@Injectable()
export class Posting {
  constructor(
    private readonly book: SettlementBook,
    private readonly ledger: Ledger,
    private readonly accumulators: YearAccumulators,
    private readonly years: YearChanges,
  ) {}

  /**
   * Settles bills of persons who are held; several of one person were split one after the other.
   * @param due changes of the insurance year by person that the splits count already; they are booked first
   */
  async settle(
    db: Db,
    settlements: readonly NewSettlement[],
    due: ReadonlyMap<string, readonly YearChange[]>,
  ): Promise<void> {
    const persons = new Map(settlements.map(({ record }) => [record.personId, record.settledAt]));
    for (const [personId, at] of persons) await this.years.book(db, personId, due.get(personId) ?? [], at);
    await Promise.all([
      this.write(db, settlements),
      this.accumulators.add(
        db,
        settlements.map(({ record }) => ({ key: yearOf(record), by: record.moved })),
      ),
    ]);
  }

  /**
   * Books settlements and cancellations of persons who are insured elsewhere: they have no accounts and accumulators here,
   * and what was answered there stands as it is.
   */
  async enter(db: Db, settlements: readonly NewSettlement[]): Promise<void> {
    await this.write(db, settlements);
  }

  /**
   * Undoes a settlement with the same amounts on the other sides, and its accumulators in the year that they moved in.
   * Current-year money of a year that is over comes back as accumulated money: it would have rolled over.
   */
  async cancel(db: Db, settled: SettlementRecord, origin: CancellationOrigin): Promise<SettlementRecord> {
    const day = wireDate(DateTime.fromJSDate(origin.at));
    const { balances, yearFrom } = await this.years.open(db, settled.personId, day, origin.at);
    const yearOver = settled.insuranceYearFrom < yearFrom;
    const amounts = paidBack(mirrorOf(settled.amounts), yearOver);
    const record: SettlementRecord = {
      ...settled,
      settlementId: newIdentity('S', origin.at),
      kind: 'cancellation',
      cancels: settled.settlementId,
      restores: null,
      msgid: origin.msgid,
      infno: origin.infno,
      operator: origin.operator,
      settledAt: origin.at,
      amounts,
      moved: reversed(settled.moved),
      funds: settled.funds.map((fund) => ({
        ...fund,
        inscpScpAmt: negate(fund.inscpScpAmt),
        fundPayamt: negate(fund.fundPayamt),
      })),
      explanation: settled.explanation.map((row) => ({ ...row, amount: negate(row.amount) })),
      balanceAfter: (totalBalance(balances) +
        settled.amounts.currentYearAccount +
        settled.amounts.accumulatedAccount) as Fen,
    };
    const transfers = await this.ledger.transfersOf(db, settled.personId, settled.settlementId);
    const back = mirrored(transfers).map((entry) => (yearOver ? intoAccumulated(entry) : entry));
    await this.write(db, [{ record, transfers: back }]);
    await this.accumulators.takeBack(db, yearOf(settled), settled.moved);
    return record;
  }

  /**
   * Undoes a cancellation: its settlement stands again, as the bill's next attempt. The money is taken from where the
   * cancellation had put it; when the year has changed since, its current-year money is accumulated money by now. Refuses
   * REVERSAL-MONEY-GONE where a balance no longer has it.
   */
  async restore(
    db: Db,
    { cancelled, cancellation, attempt }: Restored,
    origin: CancellationOrigin,
  ): Promise<SettlementRecord> {
    const { personId } = cancelled;
    const day = wireDate(DateTime.fromJSDate(origin.at));
    const { balances, yearFrom } = await this.years.open(db, personId, day, origin.at);
    const yearOver = wireDate(DateTime.fromJSDate(cancellation.settledAt)) < yearFrom;
    const amounts = paidBack(mirrorOf(cancellation.amounts), yearOver);
    if (
      amounts.currentYearAccount > balances.currentYear ||
      amounts.accumulatedAccount > balances.accumulated ||
      amounts.familyAccount > balances.family
    ) {
      refuse('REVERSAL-MONEY-GONE');
    }
    const record: SettlementRecord = {
      ...cancelled,
      settlementId: newIdentity('S', origin.at),
      restores: cancellation.settlementId,
      attempt,
      msgid: origin.msgid,
      operator: origin.operator,
      settledAt: origin.at,
      amounts,
      balanceAfter: minus(totalBalance(balances), plus(amounts.currentYearAccount, amounts.accumulatedAccount)),
    };
    const transfers = await this.ledger.transfersOf(db, personId, cancellation.settlementId);
    const again = mirrored(transfers).map((entry) => (yearOver ? outOfAccumulated(entry) : entry));
    await this.write(db, [{ record, transfers: again }]);
    await this.accumulators.add(db, [{ key: yearOf(record), by: record.moved }]);
    return record;
  }

  private async write(db: Db, settlements: readonly NewSettlement[]): Promise<void> {
    const entries = settlements.map(({ record, transfers }): PostedTransfers => {
      const { personId, settlementId, institutionCode, settledAt } = record;
      return { personId, posting: { settlementId, institutionCode, postedAt: settledAt }, transfers };
    });
    // The rows go ahead of the transfers that refer to them.
    await Promise.all([
      this.book.write(
        db,
        settlements.map(({ record }) => record),
      ),
      this.ledger.post(db, entries),
    ]);
  }
}

const mirrorOf = (amounts: SettlementAmounts): SettlementAmounts =>
  Object.fromEntries(
    Object.entries(amounts).map(([name, amount]) => [name, negate(amount as Fen)]),
  ) as unknown as SettlementAmounts;

/** The mirror with the account money where it goes back to; the account total stays. */
function paidBack(mirror: SettlementAmounts, yearOver: boolean): SettlementAmounts {
  const { currentYearAccount: currentYear, accumulatedAccount: accumulated, familyAccount: family } = mirror;
  const back = payBack({ currentYear, accumulated, family }, yearOver);
  return {
    ...mirror,
    currentYearAccount: back.currentYear,
    accumulatedAccount: back.accumulated,
    familyAccount: back.family,
  };
}

const intoAccumulated = (entry: Transfer): Transfer =>
  entry.credit === 'current-year-account' ? { ...entry, credit: 'accumulated-account' } : entry;

const outOfAccumulated = (entry: Transfer): Transfer =>
  entry.debit === 'current-year-account' ? { ...entry, debit: 'accumulated-account' } : entry;

/** A split bill with what its message says, as it will stand in the books. */
export function newSettlement(split: SplitBill, origin: SettlementOrigin): NewSettlement {
  const transfers = split.answer.payers.map(({ segment, payer, amount }): Transfer => {
    return { debit: payer, credit: 'institution', amount, segment };
  });
  return { record: recordOf(split, origin), transfers };
}

export function yearOf({ personId, insuranceType, insuranceYearFrom }: SettlementRecord): AccumulatorKey {
  return { personId, insuranceType, insuranceYearFrom };
}

/** The row of a settlement, before it is written. */
function recordOf(
  { bill, answer, total, insuranceYear, balancesAfter }: SplitBill,
  origin: SettlementOrigin,
): SettlementRecord {
  const { split } = answer;
  const record: SettlementRecord = {
    personId: bill.person.personId,
    settlementId: newIdentity('S', origin.at),
    kind: 'settlement',
    cancels: null,
    restores: null,
    visitId: origin.visitId,
    batchNo: origin.batchNo,
    attempt: origin.attempt,
    institutionCode: bill.institution.institutionCode,
    msgid: origin.msgid,
    infno: origin.infno,
    operator: origin.operator,
    invoiceNo: origin.invoiceNo,
    insuranceType: bill.enrolment.insuranceType,
    personType: bill.enrolment.personType,
    medicalCategory: bill.medicalCategory,
    credentialKind: origin.credentialKind,
    ofStay: origin.ofStay ?? null,
    accountFlag: bill.accountFlag,
    settledAt: origin.at,
    insuranceYearFrom: insuranceYear.from,
    insuranceYearTo: insuranceYear.to,
    poolRateUnits: Number(split.poolPropSelfpay.units),
    balanceAfter: totalBalance(balancesAfter),
    amounts: {
      total,
      selfFunded: split.fulamtOwnpayAmt,
      overLimit: split.overlmtSelfpay,
      classified: split.preselfpayAmt,
      inScope: split.inscpScpAmt,
      deductible: split.actPayDedc,
      poolFund: split.hifpPay,
      additionalFund: split.hifobPay,
      criticalIllnessFund: split.hifmiPay,
      // No rule of the policy pays from these; the columns are the national answer's.
      civilServantFund: ZERO_FEN,
      enterpriseFund: ZERO_FEN,
      assistanceFund: ZERO_FEN,
      servicemenFund: ZERO_FEN,
      otherFund: ZERO_FEN,
      fundTotal: split.fundPaySumamt,
      personTotal: split.psnPartAmt,
      currentYearAccount: split.currentYearPay,
      accumulatedAccount: split.accumulatedPay,
      familyAccount: split.familyPay,
      accountTotal: split.acctPay,
      cash: split.psnCashPay,
      hospitalShare: ZERO_FEN,
    },
    moved: accumulated((name) => answer.movements.accumulators[name]),
    funds: answer.setldetail,
    explanation: answer.explanation,
  };
  return record;
}
