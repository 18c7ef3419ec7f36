import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Transactions } from '../database/transactions.js';
import { toldText } from '../feeds/told.js';
import { type RowOutcome } from '../feeds/uploads.js';
import { Institutions } from './institutions.js';

/** One row of the feed of institutions: all that is known of one. The same row twice changes nothing. */
export const InstitutionRow = z
  .object({
    institutionCode: z.string().regex(/^[HP][0-9A-Z]{3,29}$/),
    name: toldText(200),
    /** Unified social credit code. */
    uscc: toldText(50),
    kind: z.enum(['hospital', 'pharmacy']),
    hospitalGrade: z.string().regex(/^\d{1,6}$/),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
    division: z.string().regex(/^\d{6}$/),
  })
  .superRefine(({ kind, institutionCode, level }, context) => {
    if (institutionCode.startsWith('H') !== (kind === 'hospital')) {
      context.addIssue({ code: 'custom', path: ['kind'], message: 'H is a hospital, P a pharmacy' });
    }
    if (kind === 'hospital' && level === null) {
      context.addIssue({ code: 'custom', path: ['level'], message: 'a hospital has a level of 1, 2 or 3' });
    }
  });

export type InstitutionRow = z.output<typeof InstitutionRow>;

/** Takes rows of the feed of institutions; the last row of an institution counts. */
@Injectable()
export class InstitutionRows {
  constructor(
    private readonly transactions: Transactions,
    private readonly institutions: Institutions,
  ) {}

  /** @returns an outcome for each row: `unchanged` where all is known as it is */
  async take(rows: readonly InstitutionRow[]): Promise<RowOutcome[]> {
    const last = new Map(rows.map((row) => [row.institutionCode, row]));
    const changed = await this.transactions.run((db) => this.institutions.registerAll(db, [...last.values()]));
    return rows.map((row) => ({
      kind: last.get(row.institutionCode) === row && changed.has(row.institutionCode) ? 'applied' : 'unchanged',
    }));
  }
}
