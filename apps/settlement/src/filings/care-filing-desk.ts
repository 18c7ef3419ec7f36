import { Inject, Injectable } from '@nestjs/common';
import { refuse, sameProvince, wireDate } from '@medisettle/national';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { newIdentity } from '../database/identity.js';
import { Transactions } from '../database/transactions.js';
import { Insured } from '../insured/insured.js';
import { CareFilings, type CareFiling } from './care-filings.js';

/**
 * For how long a filing that is not for good holds, in months. Source: recalled ("at least six months, several visits"),
 * grade C; a city must confirm it.
 */
const SHORT_MONTHS = 6;
/** How long a relocation stands before it can be changed to another place, in months. Source: other regions, grade D. */
const CHANGE_MONTHS = 6;
/** How far back a filing can begin, in months: to the admission of a stay that is not settled yet. */
const BACK_MONTHS = 12;

const day = z.iso.date();

/** What an operator files. */
export const NewCareFiling = z.object({
  personId: z.string().min(1).max(30),
  kind: z.enum(['relocation', 'emergency', 'referral', 'temporary']),
  destination: z.string().regex(/^\d{6}$/),
  validFrom: day,
  validTo: day.nullable().default(null),
  reason: z.string().max(200).nullable().default(null),
});

export type NewCareFiling = z.output<typeof NewCareFiling>;

const dateOf = (text: string): DateTime => DateTime.fromISO(text, { zone: 'utc' });
const shifted = (from: string, by: { months?: number; days?: number }): string =>
  dateOf(from).plus(by).toISODate() ?? from;

/** Files care in another province for persons who are insured here. */
@Injectable()
export class CareFilingDesk {
  constructor(
    private readonly transactions: Transactions,
    private readonly insured: Insured,
    private readonly filings: CareFilings,
    @Inject(CONFIGURATION) private readonly configuration: CentreConfiguration,
  ) {}

  /** Refuses PERSON-UNKNOWN. */
  async of(personId: string): Promise<readonly CareFiling[]> {
    const db = this.transactions.reader;
    if (!(await this.insured.find(db, personId))) refuse('PERSON-UNKNOWN');
    return this.filings.of(db, personId);
  }

  /**
   * Files. A filing may begin in the past, so that it counts for a stay that is not settled yet. A relocation holds until
   * it is changed; a new one ends the one before. All others hold for some months unless they say. Told twice it is the
   * same filing. Refuses PERSON-UNKNOWN, MSG-FIELD-INVALID, CARE-FILING-DATES, CARE-FILING-CHANGE.
   */
  async file(asked: NewCareFiling, at: DateTime): Promise<CareFiling> {
    if (sameProvince(asked.destination, this.configuration.CENTRE_DIVISION)) {
      refuse('MSG-FIELD-INVALID', { field: 'destination', expectedZh: '外省区划', expectedEn: 'another province' });
    }
    const today = wireDate(at);
    const validTo = validUntil(asked);
    mustFit(asked.validFrom, validTo, today);
    return this.transactions.run(async (db) => {
      const { personId } = await this.insured.hold(db, asked.personId);
      const standing = (await this.filings.of(db, personId)).filter(({ cancelledAt }) => cancelledAt === null);
      const same = standing.find(
        (one) =>
          one.kind === asked.kind &&
          one.destination === asked.destination &&
          one.validFrom === asked.validFrom &&
          one.validTo === validTo,
      );
      if (same) return same;
      if (asked.kind === 'relocation') {
        for (const before of standing.filter((one) => one.kind === 'relocation' && holdsFrom(one, asked.validFrom))) {
          if (asked.validFrom < shifted(before.validFrom, { months: CHANGE_MONTHS })) {
            refuse('CARE-FILING-CHANGE', { from: before.validFrom, months: String(CHANGE_MONTHS) });
          }
          await this.filings.endWith(db, before, shifted(asked.validFrom, { days: -1 }));
        }
      }
      const filing = { ...asked, filingId: newIdentity('F', at.toJSDate()), validTo, filedAt: at.toJSDate() };
      await this.filings.file(db, filing);
      return { ...filing, cancelledAt: null };
    });
  }

  /** Refuses PERSON-UNKNOWN, CARE-FILING-UNKNOWN. */
  async cancel(personId: string, filingId: string, at: DateTime): Promise<void> {
    await this.transactions.run(async (db) => {
      await this.insured.hold(db, personId);
      const filing = (await this.filings.of(db, personId)).find((one) => one.filingId === filingId);
      if (filing?.cancelledAt !== null) refuse('CARE-FILING-UNKNOWN');
      await this.filings.cancel(db, filing, at.toJSDate());
    });
  }
}

const holdsFrom = ({ validTo }: CareFiling, from: string): boolean => validTo === null || validTo >= from;

function validUntil({ kind, validFrom, validTo }: NewCareFiling): string | null {
  if (validTo !== null || kind === 'relocation') return validTo;
  return shifted(validFrom, { months: SHORT_MONTHS, days: -1 });
}

function mustFit(from: string, to: string | null, today: string): void {
  if (to !== null && to < from) datesWrong('止期早于起期', 'it ends before it begins');
  if (to !== null && to < today) datesWrong('止期已过', 'it has ended');
  if (from < shifted(today, { months: -BACK_MONTHS })) {
    datesWrong(`起期早于 ${BACK_MONTHS} 个月前`, `it begins more than ${BACK_MONTHS} months ago`);
  }
}

function datesWrong(reason: string, en: string): never {
  return refuse('CARE-FILING-DATES', { reason, en });
}
