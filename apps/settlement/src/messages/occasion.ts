import { type Envelope, type Infno, type InputOf, type OutputOf } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { type Db } from '../database/transactions.js';
import { type Institution } from '../institutions/institutions.js';

/** The circumstances of one message, given to its handler. */
export interface Occasion {
  readonly envelope: Envelope;
  readonly institution: Institution;
  /** Division of this centre, six digits. */
  readonly division: string;
  /** When the message arrived, in Asia/Shanghai. The one clock that a handler knows. */
  readonly at: DateTime;
  /**
   * Where the person is insured, if that is another province; null for everybody of this one. Card, enrolment and filing
   * of a visitor were checked there before.
   */
  readonly insuredAt: string | null;
  /** For a change: the connection whose transaction holds the whole change, its reservation included. */
  readonly db: Db;
}

/** What a handler gives back: the answer, and whose money or which settlement it was, for the record. */
export interface Handled<Output> {
  readonly output: Output;
  readonly personId?: string;
  readonly settlementId?: string;
}

/** Does one transaction. It refuses by throwing Refused, before or after writing: a refusal undoes what was written. */
export type Handler<Number_ extends Infno> = (
  occasion: Occasion,
  input: InputOf<Number_>,
) => Promise<Handled<OutputOf<Number_>>>;

/** The settlements that have no handler of their own: the writer puts many of them into one transaction. */
export type Gathered = '2207' | '2304';

export const isGathered = (infno: Infno): infno is Gathered => infno === '2207' || infno === '2304';

/** A handler for every other number: the compiler finds a missing one. */
export type Handlers = { readonly [Number_ in Exclude<Infno, Gathered>]: Handler<Number_> };
