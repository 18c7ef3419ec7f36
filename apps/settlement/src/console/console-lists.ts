import { Injectable } from '@nestjs/common';
import { fen, formatYuan } from '@medisettle/money';
import { chinaTime } from '@medisettle/national';
import { type Side } from '../clearing/clearing-rows.js';
import { Transactions } from '../database/transactions.js';
import { type AcrossView, type UnknownAges, type UnknownView } from './console-terms.js';

/** From when to when an outcome is of an age; null has no end. */
const AGES: Readonly<Record<keyof UnknownAges, readonly [from: string, to: string | null]>> = {
  underMinute: ['0 seconds', '1 minute'],
  underTenMinutes: ['1 minute', '10 minutes'],
  underHour: ['10 minutes', '1 hour'],
  longer: ['1 hour', null],
};

/** Whether it is the name of an age. */
export const isAge = (name: string): name is keyof UnknownAges => Object.hasOwn(AGES, name);

const ACROSS_LISTED = 100;

/** What stands behind a figure of the console, row by row; read when somebody wants to see it. */
@Injectable()
export class ConsoleLists {
  constructor(private readonly transactions: Transactions) {}

  /** How many outcomes in other provinces are not known, by age. */
  async ages(): Promise<UnknownAges> {
    const [ages] = await this.transactions.reader.query<UnknownAges>(
      `SELECT count(*) FILTER (WHERE age < '1 minute') AS "underMinute",
              count(*) FILTER (WHERE age >= '1 minute' AND age < '10 minutes') AS "underTenMinutes",
              count(*) FILTER (WHERE age >= '10 minutes' AND age < '1 hour') AS "underHour",
              count(*) FILTER (WHERE age >= '1 hour') AS longer
         FROM (SELECT now() - made_at AS age FROM medisettle.province_intent WHERE ended_at IS NULL) AS open`,
    );
    return ages ?? { underMinute: 0, underTenMinutes: 0, underHour: 0, longer: 0 };
  }

  /** The oldest of them. @param age only those; null for all */
  async unknown(age: keyof UnknownAges | null, most: number): Promise<UnknownView[]> {
    const [from, to] = age ? AGES[age] : ['0 seconds', null];
    const rows = await this.transactions.reader.query<Omit<UnknownView, 'since'> & { since: Date }>(
      `SELECT institution_code AS institution, msgid, kind, division, made_at AS since
         FROM medisettle.province_intent
        WHERE ended_at IS NULL AND made_at <= now() - $1::interval AND ($2::interval IS NULL OR made_at > now() - $2)
        ORDER BY made_at LIMIT $3`,
      [from, to, most],
    );
    return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
  }

  /** This month's settlements with a division of another province, the newest first. */
  async across(division: string, side: Side): Promise<AcrossView[]> {
    const month = chinaTime(Date.now()).startOf('month').toJSDate();
    const rows = await this.transactions.reader.query<
      Omit<AcrossView, 'at' | 'total' | 'owed'> & { at: Date; total: number; owed: number }
    >(
      `SELECT s.settlement_id AS "settlementId", s.kind, s.institution_code AS institution, s.settled_at AS at,
              s.total_fen AS total, p.owed_fen AS owed
         FROM medisettle.settlement s
         JOIN medisettle.province_settlement p USING (person_id, settlement_id)
        WHERE s.settled_at >= $1 AND p.side = $2 AND p.other_division = $3
        ORDER BY s.settled_at DESC, s.settlement_id DESC LIMIT $4`,
      [month, side, division, ACROSS_LISTED],
    );
    return rows.map(({ at, total, owed, ...row }) => ({
      ...row,
      at: at.toISOString(),
      total: formatYuan(fen(total)),
      owed: formatYuan(fen(owed)),
    }));
  }
}
