import { Injectable } from '@nestjs/common';
import { fen, type Fen } from '@medisettle/money';
import { ACCUMULATOR_COLUMNS, accumulated } from '../accounts/year-accumulators.js';
import { type Db } from '../database/transactions.js';
import { type SettlementAmounts, type SettlementRecord } from './settlement-record.js';

const AMOUNT_COLUMNS: Readonly<Record<keyof SettlementAmounts, string>> = {
  total: 'total_fen',
  selfFunded: 'self_funded_fen',
  overLimit: 'over_limit_fen',
  classified: 'classified_fen',
  inScope: 'in_scope_fen',
  deductible: 'deductible_fen',
  poolFund: 'pool_fund_fen',
  additionalFund: 'additional_fund_fen',
  criticalIllnessFund: 'critical_illness_fund_fen',
  civilServantFund: 'civil_servant_fund_fen',
  enterpriseFund: 'enterprise_fund_fen',
  assistanceFund: 'assistance_fund_fen',
  servicemenFund: 'servicemen_fund_fen',
  otherFund: 'other_fund_fen',
  fundTotal: 'fund_total_fen',
  personTotal: 'person_total_fen',
  currentYearAccount: 'current_year_account_fen',
  accumulatedAccount: 'accumulated_account_fen',
  familyAccount: 'family_account_fen',
  accountTotal: 'account_total_fen',
  cash: 'cash_fen',
  hospitalShare: 'hospital_share_fen',
};

const PLAIN_COLUMNS = {
  personId: 'person_id',
  settlementId: 'settlement_id',
  kind: 'kind',
  cancels: 'cancels',
  restores: 'restores',
  visitId: 'visit_id',
  batchNo: 'batch_no',
  attempt: 'attempt',
  institutionCode: 'institution_code',
  msgid: 'msgid',
  infno: 'infno',
  operator: 'operator',
  invoiceNo: 'invoice_no',
  insuranceType: 'insurance_type',
  personType: 'person_type',
  medicalCategory: 'medical_category',
  credentialKind: 'credential_kind',
  accountFlag: 'account_flag',
  settledAt: 'settled_at',
  insuranceYearFrom: 'insurance_year_from',
  insuranceYearTo: 'insurance_year_to',
  poolRateUnits: 'pool_rate_units',
  balanceAfter: 'balance_after_fen',
} as const;

type Plain = Pick<SettlementRecord, keyof typeof PLAIN_COLUMNS>;
type Row = Plain &
  Record<string, unknown> &
  Pick<SettlementRecord, 'funds' | 'explanation'> & { mid_stay: boolean | null; care_until: string | null };

const OTHER_COLUMNS = ['mid_stay', 'care_until', 'funds', 'explanation'];

const entriesOf = <Key extends string>(columns: Readonly<Record<Key, string>>): [Key, string][] =>
  Object.entries(columns) as [Key, string][];

const COLUMNS = [
  ...Object.values(PLAIN_COLUMNS),
  ...Object.values(AMOUNT_COLUMNS),
  ...Object.values(ACCUMULATOR_COLUMNS),
  ...OTHER_COLUMNS,
];

const SELECT = [
  ...entriesOf(PLAIN_COLUMNS).map(([name, column]) => `${column} AS "${name}"`),
  ...Object.values(AMOUNT_COLUMNS),
  ...Object.values(ACCUMULATOR_COLUMNS),
  ...OTHER_COLUMNS,
].join(', ');

const INSERT = `INSERT INTO medisettle.settlement (${COLUMNS.join(', ')})
  SELECT ${COLUMNS.join(', ')} FROM json_populate_recordset(NULL::medisettle.settlement, $1::json)`;

/** The book of settlements and cancellations: rows are added and read, never changed. */
@Injectable()
export class SettlementBook {
  /** Adds rows. The database refuses amounts that do not add up, a bill settled twice, a second cancellation. */
  async write(db: Db, records: readonly SettlementRecord[]): Promise<void> {
    await db.query(INSERT, [JSON.stringify(records.map(rowOf))]);
  }

  async find(db: Db, personId: string, settlementId: string): Promise<SettlementRecord | null> {
    const [row] = await db.query<Row>(
      `SELECT ${SELECT} FROM medisettle.settlement WHERE person_id = $1 AND settlement_id = $2`,
      [personId, settlementId],
    );
    return row ? recordOf(row) : null;
  }

  /** The last settlement of a stay that stands, or null. */
  async lastOfStay(db: Db, personId: string, visitId: string): Promise<string | null> {
    const [row] = await db.query<{ settlement_id: string }>(
      `SELECT settlement_id FROM medisettle.settlement s
        WHERE person_id = $1 AND visit_id = $2 AND kind = 'settlement'
          AND NOT EXISTS (SELECT FROM medisettle.settlement c
                           WHERE c.person_id = s.person_id AND c.cancels = s.settlement_id)
        ORDER BY batch_no COLLATE "C" DESC LIMIT 1`,
      [personId, visitId],
    );
    return row?.settlement_id ?? null;
  }

  /**
   * What has become of a row in the end: its cancellation, the settlement that stands again after that was reversed, and
   * so on; the row itself while nobody has undone it.
   */
  async latestOf(db: Db, personId: string, settlementId: string): Promise<SettlementRecord | null> {
    const [row] = await db.query<Row>(
      `WITH RECURSIVE life AS (
         SELECT settlement_id AS id, 0 AS step FROM medisettle.settlement WHERE person_id = $1 AND settlement_id = $2
         UNION ALL
         SELECT next.settlement_id, life.step + 1 FROM life
           JOIN medisettle.settlement next
             ON next.person_id = $1 AND (next.cancels = life.id OR next.restores = life.id))
       SELECT ${SELECT} FROM medisettle.settlement
        WHERE person_id = $1 AND settlement_id = (SELECT id FROM life ORDER BY step DESC LIMIT 1)`,
      [personId, settlementId],
    );
    return row ? recordOf(row) : null;
  }
}

function rowOf(record: SettlementRecord): Record<string, unknown> {
  const { funds, explanation, ofStay } = record;
  const row: Record<string, unknown> = {
    funds,
    explanation,
    mid_stay: ofStay?.midStay ?? null,
    care_until: ofStay?.careUntil ?? null,
  };
  for (const [name, column] of entriesOf(PLAIN_COLUMNS)) row[column] = record[name];
  for (const [name, column] of entriesOf(AMOUNT_COLUMNS)) row[column] = record.amounts[name];
  for (const [name, column] of entriesOf(ACCUMULATOR_COLUMNS)) row[column] = record.moved[name];
  return row;
}

function recordOf(row: Row): SettlementRecord {
  const amounts = Object.fromEntries(
    entriesOf(AMOUNT_COLUMNS).map(([name, column]) => [name, fen(row[column] as number)]),
  ) as Record<keyof SettlementAmounts, Fen>;
  const plain = Object.fromEntries(entriesOf(PLAIN_COLUMNS).map(([name]) => [name, row[name]])) as unknown as Plain;
  return {
    ...plain,
    balanceAfter: fen(plain.balanceAfter),
    amounts,
    moved: accumulated((name) => row[ACCUMULATOR_COLUMNS[name]] as number),
    funds: row.funds,
    explanation: row.explanation,
    ofStay:
      row.mid_stay === null || row.care_until === null ? null : { midStay: row.mid_stay, careUntil: row.care_until },
  };
}
