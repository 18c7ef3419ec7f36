import { Injectable } from '@nestjs/common';
import { type Payer } from '@medisettle/benefits';
import { fen, formatYuan } from '@medisettle/money';
import { Ledger, type Transfer } from '../accounts/ledger.js';
import { maskedName } from '../cards/card-history.js';
import { type Db, Transactions } from '../database/transactions.js';
import { Institutions } from '../institutions/institutions.js';
import { Insured } from '../insured/insured.js';
import { Policies } from '../policies/policies.js';
import { SettlementBook } from '../settlements/settlement-book.js';
import { type SettlementRecord } from '../settlements/settlement-record.js';
import { type SettlementView } from './console-terms.js';
import { masked, SettlementFinder } from './settlement-finder.js';

/** One settlement as an operator sees it: who paid what, and by which rule. */
@Injectable()
export class SettlementExplained {
  constructor(
    private readonly transactions: Transactions,
    private readonly finder: SettlementFinder,
    private readonly book: SettlementBook,
    private readonly ledger: Ledger,
    private readonly insured: Insured,
    private readonly institutions: Institutions,
    private readonly policies: Policies,
  ) {}

  /** Null when there is no settlement of this number here. */
  async of(settlementId: string): Promise<SettlementView | null> {
    const db = this.transactions.reader;
    const key = await this.finder.keyOf(settlementId.toUpperCase());
    const record = key && (await this.book.find(db, key.personId, key.settlementId));
    if (!record) return null;
    const { personId } = record;
    const [latest, person, [institution], transfers, across] = await Promise.all([
      this.book.latestOf(db, personId, record.settlementId),
      this.insured.find(db, personId),
      this.institutions.findAll(db, [record.institutionCode]),
      this.ledger.transfersOf(db, personId, record.settlementId),
      this.across(db, record),
    ]);
    const explanation = record.kind === 'settlement' ? record.explanation : [];
    return {
      settlementId: record.settlementId,
      kind: record.kind,
      cancels: record.cancels,
      restores: record.restores,
      latest: latest?.settlementId ?? record.settlementId,
      institution: { code: record.institutionCode, name: institution?.name ?? null },
      person: { name: maskedName(person?.name ?? ''), number: masked(personId) },
      visitId: record.visitId,
      msgid: record.msgid,
      infno: record.infno,
      insuranceType: record.insuranceType,
      medicalCategory: record.medicalCategory,
      settledAt: record.settledAt.toISOString(),
      across,
      total: formatYuan(record.amounts.total),
      payers: transfers.map((entry) => ({
        segment: entry.segment,
        payer: payerOf(record, entry),
        amount: formatYuan(entry.amount),
      })),
      explanation: explanation.map((row) => ({ ...row, amount: formatYuan(row.amount) })),
      sources: this.sourcesOf(explanation.map(({ source }) => source)),
    };
  }

  private async across(db: Db, { personId, settlementId }: SettlementRecord): Promise<SettlementView['across']> {
    const [row] = await db.query<{ side: 'care' | 'insured'; division: string; owed: number }>(
      `SELECT side, other_division AS division, owed_fen AS owed
         FROM medisettle.province_settlement WHERE person_id = $1 AND settlement_id = $2`,
      [personId, settlementId],
    );
    return row ? { ...row, owed: formatYuan(fen(row.owed)) } : null;
  }

  private sourcesOf(named: readonly string[]): Record<string, string> {
    const { sources } = this.policies.policy;
    const keys = new Set(named.flatMap((source) => source.split(' + ')));
    return Object.fromEntries([...keys].map((key) => [key, sources[key] ?? key]));
  }
}

/** A settlement debits whoever pays; a cancellation credits him. */
const payerOf = ({ kind }: SettlementRecord, { debit, credit }: Transfer): Payer | 'other-province' =>
  (kind === 'settlement' ? debit : credit) as Payer | 'other-province';
