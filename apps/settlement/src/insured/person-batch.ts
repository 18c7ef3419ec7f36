import { refusal, type RefusalCode, type RefusalDetails } from '@medisettle/national';
import { type Fen } from '@medisettle/money';
import { fingerprintOf } from '../feeds/told.js';
import { type RowOutcome } from '../feeds/uploads.js';
import { type PersonRow, type RowOf } from './person-row.js';

/** A person as the feed finds and leaves him. Times are the senders', ISO 8601 in UTC. */
export interface FedPerson {
  readonly personId: string;
  name: string;
  certificateType: string;
  certificateNumber: string;
  gender: string;
  nation: string;
  birthDate: string;
  workStartDate: string | null;
  retirementDate: string | null;
  diedOn: string | null;
  describedAt: string | null;
  employedAt: string | null;
  deathToldAt: string | null;
  readonly mergedInto: string | null;
  readonly enrolments: Map<string, FedEnrolment>;
}

export interface FedEnrolment {
  readonly personId: string;
  readonly insuranceType: string;
  personType: string;
  enrolledOn: string;
  division: string;
  ownCeiling: Fen | null;
  toldAt: string | null;
}

/** What holds from a day on: a status of an enrolment, or a place of care. */
export interface FedPeriod {
  readonly personId: string;
  readonly insuranceType: string;
  readonly since: string;
  readonly value: string;
  readonly toldAt: string;
}

/** What the database says about the persons that a batch names, all of them held. */
export interface PersonGround {
  readonly persons: Map<string, FedPerson>;
  /** {@link certificateKey} → person. */
  readonly certificates: Map<string, string>;
  /** Row number → fingerprint of what was taken before. */
  readonly known: ReadonlyMap<string, string>;
}

/** A row that the ledger decides about: it is answered once it was tried. */
export interface MoneyRow<Type extends 'credit' | 'merge'> {
  readonly row: RowOf<Type>;
  readonly fingerprint: string;
}

export const certificateKey = (type: string, number: string): string => `${type} ${number}`;

const rejected = (code: RefusalCode, details?: RefusalDetails): RowOutcome => ({
  kind: 'rejected',
  refusal: refusal(code, details),
});

const APPLIED: RowOutcome = { kind: 'applied' };
const UNCHANGED: RowOutcome = { kind: 'unchanged' };

/** Takes rows in one after the other and gathers what is to be written. Knows no database. */
export class PersonBatch {
  readonly registered = new Set<string>();
  readonly changed = new Set<string>();
  readonly entered = new Map<string, string>();
  readonly enrolled = new Map<string, FedEnrolment>();
  readonly statuses = new Map<string, FedPeriod>();
  readonly residences = new Map<string, FedPeriod>();
  readonly credits: MoneyRow<'credit'>[] = [];
  readonly merges: MoneyRow<'merge'>[] = [];
  readonly taken: { eventId: string; fingerprint: string }[] = [];
  readonly waiting: { row: PersonRow; fingerprint: string; awaits: string }[] = [];
  private readonly seen = new Map<string, string>();

  constructor(private readonly ground: PersonGround) {}

  /**
   * Takes one row; null for one that the ledger decides about.
   * @param waited whether it comes out of the waiting room: its number is known then
   */
  take(row: PersonRow, waited = false): RowOutcome | null {
    const fingerprint = fingerprintOf(row);
    const before = this.ground.known.get(row.eventId) ?? this.seen.get(row.eventId);
    if (before !== undefined && !waited) {
      return before === fingerprint ? { kind: 'duplicate' } : rejected('FEED-EVENT-ID-REUSED');
    }
    const awaits = this.missing(row);
    if (awaits !== null) {
      this.seen.set(row.eventId, fingerprint);
      this.waiting.push({ row, fingerprint, awaits });
      return { kind: 'waiting' };
    }
    const outcome = this.judge(row, fingerprint);
    if (outcome?.kind === 'rejected') return outcome;
    this.seen.set(row.eventId, fingerprint);
    if (outcome !== null) this.taken.push({ eventId: row.eventId, fingerprint });
    return outcome;
  }

  /** The first person that a row names and nobody has told of; a `person` row needs nobody. */
  private missing(row: PersonRow): string | null {
    if (row.type === 'person') return null;
    const named = row.type === 'merge' ? [row.personNumber, row.into] : [row.personNumber];
    return named.find((personId) => !this.ground.persons.has(personId)) ?? null;
  }

  private judge(row: PersonRow, fingerprint: string): RowOutcome | null {
    const person = this.ground.persons.get(row.personNumber);
    if (row.type === 'merge') {
      this.merges.push({ row, fingerprint });
      return null;
    }
    if (person?.mergedInto) return rejected('PERSON-MERGED');
    if (row.type === 'person') return person ? this.describe(row, person) : this.register(row);
    if (!person) throw new Error('a row was judged before its person');
    switch (row.type) {
      case 'employment':
        return this.employ(row, person);
      case 'death':
        return this.bury(row, person);
      case 'enrolment':
        return this.enrol(row, person);
      case 'residence':
        return this.reside(row, person);
      case 'credit':
        this.credits.push({ row, fingerprint });
        return null;
    }
  }

  private register(row: RowOf<'person'>): RowOutcome {
    const person: FedPerson = {
      ...description(row),
      personId: row.personNumber,
      workStartDate: row.workStartDate ?? null,
      retirementDate: row.retirementDate ?? null,
      diedOn: null,
      describedAt: row.at,
      employedAt: saysEmployment(row) ? row.at : null,
      deathToldAt: null,
      mergedInto: null,
      enrolments: new Map(),
    };
    const wrong = this.certificateProblem(row) ?? datesProblem(person);
    if (wrong) return wrong;
    this.ground.persons.set(person.personId, person);
    this.registered.add(person.personId);
    this.enter(row);
    return APPLIED;
  }

  private describe(row: RowOf<'person'>, person: FedPerson): RowOutcome {
    const next = { ...person };
    if (isLater(row.at, person.describedAt)) Object.assign(next, description(row), { describedAt: row.at });
    if (saysEmployment(row) && isLater(row.at, person.employedAt)) {
      const { workStartDate = person.workStartDate, retirementDate = person.retirementDate } = row;
      Object.assign(next, { workStartDate, retirementDate, employedAt: row.at });
    }
    const wrong = this.certificateProblem(row) ?? datesProblem(next);
    if (wrong) return wrong;
    this.enter(row);
    return this.change(person, next);
  }

  private employ({ at, workStartDate, retirementDate }: RowOf<'employment'>, person: FedPerson): RowOutcome {
    if (!isLater(at, person.employedAt)) return UNCHANGED;
    return this.change(person, { ...person, workStartDate, retirementDate, employedAt: at });
  }

  private bury({ at, diedOn }: RowOf<'death'>, person: FedPerson): RowOutcome {
    if (!isLater(at, person.deathToldAt)) return UNCHANGED;
    return this.change(person, { ...person, diedOn, deathToldAt: at });
  }

  private enrol(row: RowOf<'enrolment'>, person: FedPerson): RowOutcome {
    const { personNumber: personId, insuranceType, since, personType, division, ownCeiling, enrolledOn } = row;
    const before = person.enrolments.get(insuranceType);
    const next: FedEnrolment =
      before && !isLater(row.at, before.toldAt)
        ? before
        : { personId, insuranceType, personType, division, ownCeiling, enrolledOn, toldAt: row.at };
    person.enrolments.set(insuranceType, next);
    this.enrolled.set(`${personId} ${insuranceType}`, next);
    keepLatest(this.statuses, { personId, insuranceType, since, value: row.status, toldAt: row.at });
    return APPLIED;
  }

  private reside(row: RowOf<'residence'>, person: FedPerson): RowOutcome {
    const { personNumber: personId, insuranceType, since, division } = row;
    if (!person.enrolments.has(insuranceType)) return rejected('FEED-ENROLMENT-UNKNOWN', { insutype: insuranceType });
    keepLatest(this.residences, { personId, insuranceType, since, value: division, toldAt: row.at });
    return APPLIED;
  }

  private change(person: FedPerson, next: FedPerson): RowOutcome {
    const wrong = datesProblem(next);
    if (wrong) return wrong;
    const same = Object.entries(next).every(([field, value]) => person[field as keyof FedPerson] === value);
    if (same) return UNCHANGED;
    this.ground.persons.set(person.personId, next);
    if (!this.registered.has(person.personId)) this.changed.add(person.personId);
    return APPLIED;
  }

  private certificateProblem(row: RowOf<'person'>): RowOutcome | null {
    const owner = this.ground.certificates.get(certificateKey(row.certificateType, row.certificateNumber));
    return owner === undefined || owner === row.personNumber ? null : rejected('FEED-CERTIFICATE-TAKEN');
  }

  /** A certificate leads to its person for ever: the one before a correction still stands on cards. */
  private enter(row: RowOf<'person'>): void {
    const key = certificateKey(row.certificateType, row.certificateNumber);
    if (this.ground.certificates.get(key) === row.personNumber) return;
    this.ground.certificates.set(key, row.personNumber);
    this.entered.set(key, row.personNumber);
  }
}

/** At the same time the row that comes later counts, so that a sender may correct itself within a second. */
const isLater = (at: string, before: string | null): boolean => before === null || at >= before;

const saysEmployment = (row: RowOf<'person'>): boolean =>
  row.workStartDate !== undefined && row.retirementDate !== undefined;

const description = ({ name, certificateType, certificateNumber, gender, nation, birthDate }: RowOf<'person'>) => ({
  name,
  certificateType,
  certificateNumber,
  gender,
  nation,
  birthDate,
});

function datesProblem({ birthDate, workStartDate, retirementDate, diedOn }: FedPerson): RowOutcome | null {
  const wrong = (field: string): RowOutcome => rejected('FEED-PERSON-DATES', { field });
  if (workStartDate !== null && workStartDate <= birthDate) return wrong('workStartDate');
  if (retirementDate !== null && retirementDate <= birthDate) return wrong('retirementDate');
  if (retirementDate !== null && workStartDate !== null && retirementDate < workStartDate) {
    return wrong('retirementDate');
  }
  return diedOn !== null && diedOn < birthDate ? wrong('diedOn') : null;
}

function keepLatest(periods: Map<string, FedPeriod>, period: FedPeriod): void {
  const key = `${period.personId} ${period.insuranceType} ${period.since}`;
  const before = periods.get(key);
  if (!before || period.toldAt >= before.toldAt) periods.set(key, period);
}
