import { Inject, Injectable } from '@nestjs/common';
import { refuse, sameProvince, wireDate } from '@medisettle/national';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { newIdentity } from '../database/identity.js';
import { Transactions, type Db } from '../database/transactions.js';
import { Insured } from '../insured/insured.js';
import { Policies } from '../policies/policies.js';
import { CareFilings, type CareFiling, type NewCareFilingRow } from './care-filings.js';

const day = z.iso.date();

/** By the first two digits: provinces of GB/T 2260, and 66, by which insurance names Xinjiang's Production Corps. */
const OF_A_PROVINCE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-6])\d{4}$/;

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

/** Who files, and of a referral from where to where. */
type Filer = Pick<NewCareFilingRow, 'referringInstitution' | 'receivingInstitution' | 'diagnosisCode' | 'filedBy'>;

const BY_OPERATOR: Filer = {
  referringInstitution: null,
  receivingInstitution: null,
  diagnosisCode: null,
  filedBy: null,
};

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
    private readonly policies: Policies,
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
   * it is changed; a new one ends the one before. All others hold for some months unless they say; how many is policy. Told twice it is the
   * same filing. Refuses PERSON-UNKNOWN, MSG-FIELD-INVALID, CARE-FILING-DATES, CARE-FILING-CHANGE,
   * REFERRAL-OVERLAP, POLICY-MISSING.
   */
  async file(asked: NewCareFiling, at: DateTime): Promise<CareFiling> {
    const { personId, destination } = asked;
    if (!OF_A_PROVINCE.test(destination) || sameProvince(destination, this.configuration.CENTRE_DIVISION)) {
      refuse('MSG-FIELD-INVALID', { field: 'destination', expectedZh: '外省区划', expectedEn: 'another province' });
    }
    return this.transactions.run(async (db) => {
      // Who was only treated here, a visitor, files where he is insured.
      if ((await this.insured.enrolments(db, personId, wireDate(at))).length === 0) refuse('PERSON-UNKNOWN');
      return this.fileWith(db, asked, BY_OPERATOR, at);
    });
  }

  /** As {@link file}, in a transaction that the caller has opened. */
  async fileWith(db: Db, asked: NewCareFiling, by: Filer, at: DateTime): Promise<CareFiling> {
    const today = wireDate(at);
    const validTo = this.validUntil(asked, today);
    mustFit(asked.validFrom, validTo, today, this.policies.careFilingMonths('retroactive', today));
    const { personId } = await this.insured.hold(db, asked.personId);
    const standing = (await this.filings.of(db, personId)).filter(({ cancelledAt }) => cancelledAt === null);
    const same = standing.find(
      (one) =>
        one.kind === asked.kind &&
        one.destination === asked.destination &&
        one.validFrom === asked.validFrom &&
        one.validTo === validTo &&
        one.referringInstitution === by.referringInstitution &&
        one.receivingInstitution === by.receivingInstitution,
    );
    if (same) return same;
    if (asked.kind === 'relocation') await this.endBefore(db, standing, asked.validFrom, today);
    if (by.referringInstitution !== null) {
      const own = standing.filter(({ referringInstitution }) => referringInstitution === by.referringInstitution);
      mustBeAlone(own, asked, validTo);
    }
    const filing = { ...asked, ...by, filingId: newIdentity('F', at.toJSDate()), validTo, filedAt: at.toJSDate() };
    await this.filings.file(db, filing);
    const { diagnosisCode: _diagnosis, filedBy: _by, ...filed } = filing;
    return { ...filed, cancelledAt: null };
  }

  /** Refuses PERSON-UNKNOWN, CARE-FILING-UNKNOWN. */
  async cancel(personId: string, filingId: string, at: DateTime): Promise<void> {
    await this.transactions.run(async (db) => {
      await this.insured.hold(db, personId);
      const filing = (await this.filings.of(db, personId)).find((one) => one.filingId === filingId);
      if (filing?.cancelledAt !== null) refuse('CARE-FILING-UNKNOWN');
      await this.filings.cancel(db, filing, { at: at.toJSDate(), operator: null, reason: null });
    });
  }

  /** A relocation that stands ends with the day before the new one. Refuses CARE-FILING-CHANGE. */
  private async endBefore(db: Db, standing: readonly CareFiling[], from: string, today: string): Promise<void> {
    const months = this.policies.careFilingMonths('relocation-change', today);
    for (const before of standing.filter((one) => one.kind === 'relocation' && holdsFrom(one, from))) {
      if (from < shifted(before.validFrom, { months })) {
        refuse('CARE-FILING-CHANGE', { from: before.validFrom, months: String(months) });
      }
      await this.filings.endWith(db, before, shifted(from, { days: -1 }));
    }
  }

  private validUntil({ kind, validFrom, validTo }: NewCareFiling, today: string): string | null {
    if (validTo !== null || kind === 'relocation') return validTo;
    return shifted(validFrom, { months: this.policies.careFilingMonths('short-filing', today), days: -1 });
  }
}

const holdsFrom = ({ validTo }: CareFiling, from: string): boolean => validTo === null || validTo >= from;

/** A hospital changes its referral by withdrawing it first; `own` are those that stand. Refuses REFERRAL-OVERLAP. */
function mustBeAlone(
  own: readonly CareFiling[],
  { validFrom, destination }: NewCareFiling,
  validTo: string | null,
): void {
  const other = own.find(
    (one) =>
      one.destination === destination && holdsFrom(one, validFrom) && (validTo === null || one.validFrom <= validTo),
  );
  if (other) refuse('REFERRAL-OVERLAP', { from: other.validFrom, to: other.validTo ?? '…' });
}

function mustFit(from: string, to: string | null, today: string, backMonths: number): void {
  if (to !== null && to < from) datesWrong('止期早于起期', 'it ends before it begins');
  if (to !== null && to < today) datesWrong('止期已过', 'it has ended');
  if (from < shifted(today, { months: -backMonths })) {
    datesWrong(`起期早于 ${backMonths} 个月前`, `it begins more than ${backMonths} months ago`);
  }
}

function datesWrong(reason: string, en: string): never {
  return refuse('CARE-FILING-DATES', { reason, en });
}
