import { Issuer, type Report } from './issuer.js';

export const NDJSON = 'application/x-ndjson';

/** A row of the feed of persons, as the agency writes it. */
export type Row = Readonly<Record<string, unknown>>;

let serial = 0;

/** A row with a number and a time of its own, unless it brings them. */
export const row = (said: Row): Row => ({ eventId: `row-${(serial += 1)}`, at: new Date().toISOString(), ...said });

export const enrolled = (personNumber: string, more: Row = {}): Row => ({
  personNumber,
  insuranceType: '310',
  personType: '12',
  status: 'active',
  since: '2017-06-01',
  enrolledOn: '2017-06-01',
  division: '310000',
  ownCeiling: '650000.00',
  ...more,
});

/** Rows that make a person of the employee scheme, retired since 2017, with 1,000.00 of this year's money. */
export const retired = (personNumber: string, certificateNumber: string): Row[] => [
  {
    type: 'person',
    personNumber,
    certificateNumber,
    name: '喂数据',
    gender: '1',
    birthDate: '1956-01-01',
    workStartDate: '1978-09-01',
    retirementDate: '2017-06-01',
  },
  { type: 'enrolment', ...enrolled(personNumber) },
  { type: 'credit', kind: 'amount', personNumber, creditId: 'C1', amount: '1000.00', reason: 'own-contribution' },
];

/** The insurance agency: it tells the centre of persons and institutions, and of cards where it issues them too. */
export class Agency extends Issuer {
  /** Sends rows as they are. */
  rows(rows: readonly Row[], query = ''): Promise<Report> {
    return this.upload(rows.map((one) => JSON.stringify(one)).join('\n'), NDJSON, query, 'persons');
  }

  /** Sends rows, each with a number and a time of its own. */
  say(...rows: readonly Row[]): Promise<Report> {
    return this.rows(rows.map(row));
  }
}
