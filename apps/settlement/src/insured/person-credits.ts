import { Injectable } from '@nestjs/common';
import { accountCredit } from '@medisettle/benefits';
import { CHINA_ZONE, Refused, refusal, refuse, wireDate, type Refusal } from '@medisettle/national';
import { DateTime } from 'luxon';
import { creditKey, Credits, type Credit } from '../accounts/credits.js';
import { type Db } from '../database/transactions.js';
import { type RowOutcome } from '../feeds/uploads.js';
import { Policies } from '../policies/policies.js';
import { YearChanges, yearEntry } from '../year-change/year-changes.js';
import { Insured, mustBeActive, mustBeAlive } from './insured.js';
import { type RowOf } from './person-row.js';

type CreditRow = RowOf<'credit'>;

const dayOf = (at: string): string => wireDate(DateTime.fromISO(at, { zone: CHINA_ZONE }));

/** Books the credits of the feed. The persons are held. */
@Injectable()
export class PersonCredits {
  constructor(
    private readonly insured: Insured,
    private readonly credits: Credits,
    private readonly years: YearChanges,
    private readonly policies: Policies,
  ) {}

  /**
   * Books credits, each once under its number. Money of a year that is over comes to accumulated money, as it would have
   * rolled over.
   * @returns an outcome for each row
   */
  async take(db: Db, rows: readonly CreditRow[], at: Date): Promise<RowOutcome[]> {
    const today = wireDate(DateTime.fromJSDate(at));
    const personIds = [...new Set(rows.map(({ personNumber }) => personNumber))];
    await this.credits.openAccounts(db, personIds, today);
    const standing = await this.openYears(db, personIds, today, at);
    const asked: (Credit | Refusal | null)[] = [];
    for (const row of rows) asked.push(standing.get(row.personNumber) ?? (await this.creditOf(db, row, today)));
    const booked = await this.credits.booked(db, asked.filter(isCredit));
    const fresh: Credit[] = [];
    const outcomes = asked.map((credit): RowOutcome => {
      if (credit === null) return { kind: 'unchanged' };
      if (!isCredit(credit)) return { kind: 'rejected', refusal: credit };
      const key = creditKey(credit.personId, credit.creditId);
      const before = booked.get(key);
      if (before) {
        const same = before.amount === credit.amount && before.reason === credit.reason;
        return same ? { kind: 'unchanged' } : { kind: 'rejected', refusal: refusal('FEED-CREDIT-REUSED') };
      }
      booked.set(key, credit);
      fresh.push(credit);
      return { kind: 'applied' };
    });
    if (fresh.length > 0) await this.credits.book(db, fresh, at);
    return outcomes;
  }

  /** Changes the year of those for whom it is due; the reason for those for whom it cannot be computed. */
  private async openYears(
    db: Db,
    personIds: readonly string[],
    today: string,
    at: Date,
  ): Promise<Map<string, Refusal>> {
    const { from } = this.policies.accountYear(today);
    const refused = new Map<string, Refusal>();
    for (const [personId, inYearOf] of await this.credits.yearsOf(db, personIds)) {
      if (inYearOf >= from) continue;
      const problem = await refusalOf(() => this.years.open(db, personId, today, at));
      if (problem !== null) refused.set(personId, problem);
    }
    return refused;
  }

  private async creditOf(db: Db, row: CreditRow, today: string): Promise<Credit | Refusal | null> {
    const day = dayOf(row.at);
    const year = this.policies.accountYear(day);
    const late = year.to < today;
    const common = {
      personId: row.personNumber,
      account: late ? ('accumulated-account' as const) : ('current-year-account' as const),
      creditedAt: new Date(row.at),
    };
    if (row.kind === 'amount') {
      return { ...common, creditId: `credit:${row.creditId}`, amount: row.amount, reason: row.reason };
    }
    try {
      const { rule, perYear } = await this.yearlyCredit(db, row.personNumber, day, year.from);
      const creditId = yearEntry(year.from, 'credit');
      return perYear > 0 ? { ...common, creditId, amount: perYear, reason: rule } : null;
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      throw error;
    }
  }

  /** The credit of a year for somebody who is alive and insured on the day of the row. */
  private async yearlyCredit(db: Db, personId: string, day: string, yearFrom: string) {
    const person = (await this.insured.find(db, personId)) ?? refuse('PERSON-UNKNOWN');
    mustBeAlive(person, day);
    const scheme = this.policies.accountScheme(day);
    const enrolments = await this.insured.enrolments(db, personId, day);
    const enrolment = enrolments.find(
      ({ insuranceType }) => this.policies.covers(insuranceType) && this.policies.schemeOf(insuranceType) === scheme,
    );
    mustBeActive(enrolment ?? refuse('PERSON-NOT-ENROLLED', { insutype: scheme }), day);
    const credit = accountCredit(this.policies.policy, scheme, person, yearFrom);
    if (!credit.ok) refuse('POLICY-MISSING', { reason: credit.problem.reason.zh, en: credit.problem.reason.en });
    return credit.value;
  }
}

const isCredit = (asked: Credit | Refusal | null): asked is Credit => asked !== null && 'creditId' in asked;

async function refusalOf(work: () => Promise<unknown>): Promise<Refusal | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}
