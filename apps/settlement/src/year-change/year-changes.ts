import { Injectable } from '@nestjs/common';
import {
  afterChange,
  changeYears,
  yearsToOpen,
  type BillProblem,
  type PersonDates,
  type YearChange,
} from '@medisettle/benefits';
import { refuse } from '@medisettle/national';
import { Ledger, NO_ACCOUNTS, type Balances, type KeptAccounts, type Transfer } from '../accounts/ledger.js';
import { type Db } from '../database/transactions.js';
import { Insured } from '../insured/insured.js';
import { Policies } from '../policies/policies.js';

/** A person's accounts as they stand on a day, whether or not the change of the year was booked yet. */
export interface Standing {
  readonly balances: Balances;
  /** First day of the insurance year whose money the current-year account holds. */
  readonly yearFrom: string;
  /** Changes of the year that are counted in the balances and not booked yet, oldest first; as a rule none. */
  readonly due: readonly YearChange[];
}

/**
 * The change of the insurance year, once for each person and year: what is left of the current-year account rolls into
 * accumulated money, interest and the credit of the new year are added. Whoever reads balances sees them as after the
 * change; whoever moves money books the change first, in the same transaction. Accumulators need no change: each year
 * has rows of its own.
 */
@Injectable()
export class YearChanges {
  constructor(
    private readonly ledger: Ledger,
    private readonly insured: Insured,
    private readonly policies: Policies,
  ) {}

  /** As {@link standingOf}, for one person. */
  async standing(db: Db, personId: string, day: string): Promise<Standing> {
    return this.standingOn(db, personId, await this.ledger.kept(db, personId), day);
  }

  /**
   * The accounts of some persons on a day, `yyyy-MM-dd`; writes nothing. Refuses POLICY-MISSING where a due change cannot
   * be computed.
   */
  async standingOf(db: Db, personIds: readonly string[], day: string): Promise<Map<string, Standing>> {
    const kept = await this.ledger.keptOf(db, personIds);
    const found = new Map<string, Standing>();
    for (const personId of personIds) {
      found.set(personId, await this.standingOn(db, personId, kept.get(personId) ?? NO_ACCOUNTS, day));
    }
    return found;
  }

  /** As {@link standing}, for accounts as a reader has them in hand; what became of them since does not count. */
  async standingOn(db: Db, personId: string, { balances, inYearOf }: KeptAccounts, day: string): Promise<Standing> {
    const scheme = this.policies.accountScheme(day);
    const open = yearsToOpen(this.policies.policy, scheme, inYearOf ?? day, day);
    const years = open.ok ? open.value : missing(open.problem);
    const asked = [];
    for (const year of years) asked.push({ year, entitled: await this.entitled(db, personId, year.from) });
    const changed = changeYears(this.policies.policy, scheme, balances, asked);
    const due = changed.ok ? changed.value : missing(changed.problem);
    return {
      balances: { ...due.reduce(afterChange, balances), family: balances.family },
      yearFrom: due.at(-1)?.year.from ?? this.policies.accountYear(inYearOf ?? day).from,
      due,
    };
  }

  /** Books what is due, so that money can be moved on this day. The person is held. Refuses POLICY-MISSING. */
  async open(db: Db, personId: string, day: string, at: Date): Promise<Standing> {
    const standing = await this.standing(db, personId, day);
    await this.book(db, personId, standing.due, at);
    return { ...standing, due: [] };
  }

  /**
   * Books changes that `standing` found, in its transaction. The numbers of the entries are made of the year, so that the
   * database refuses a second change of the same year.
   */
  async book(db: Db, personId: string, due: readonly YearChange[], at: Date): Promise<void> {
    for (const change of due) {
      const entry = (kind: string, reason: string) => ({ creditId: yearEntry(change.year.from, kind), reason, at });
      const { rolled, interest, credit } = change;
      // Written also when nothing rolls: this row says that the year was opened.
      await this.ledger.book(db, personId, entry('roll', 'year-change'), [
        ...transfer('current-year-account', 'accumulated-account', rolled, 'year-change'),
        ...transfer('contributions', 'accumulated-account', interest?.amount ?? 0, 'interest'),
      ]);
      if (credit) {
        await this.ledger.book(
          db,
          personId,
          entry('credit', credit.rule),
          transfer('contributions', 'current-year-account', credit.amount, 'credit'),
        );
      }
      await this.ledger.enterYear(db, personId, change.year.from);
    }
  }

  /** The dates of somebody who gets the credit of a year: alive, not merged and insured on its first day; else null. */
  private async entitled(db: Db, personId: string, yearFrom: string): Promise<PersonDates | null> {
    const person = await this.insured.find(db, personId);
    if (!person || person.mergedInto !== null || (person.diedOn !== null && person.diedOn < yearFrom)) return null;
    const scheme = this.policies.accountScheme(yearFrom);
    const enrolments = await this.insured.enrolments(db, personId, yearFrom);
    const insured = enrolments.some(
      ({ insuranceType, status, enrolledOn }) =>
        this.policies.covers(insuranceType) &&
        this.policies.schemeOf(insuranceType) === scheme &&
        status === 'active' &&
        enrolledOn <= yearFrom,
    );
    return insured ? person : null;
  }
}

/** Number of an entry that belongs to the change into the year that begins on this day. */
export const yearEntry = (yearFrom: string, kind: string): string => `year:${yearFrom}:${kind}`;

const missing = ({ reason }: BillProblem): never => refuse('POLICY-MISSING', { reason: reason.zh, en: reason.en });

function transfer(debit: Transfer['debit'], credit: Transfer['credit'], amount: number, segment: string): Transfer[] {
  return amount > 0 ? [{ debit, credit, amount: amount as Transfer['amount'], segment }] : [];
}
