import { type Envelope, type InputOf, type OutputOf } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { type Institution } from '../institutions/institutions.js';
import { type Gathered as GatheredInfno } from '../messages/occasion.js';
import { type SplitBill } from './bill.js';
import { type NewSettlement } from './posting.js';

/** What a message asks to settle, and where and when it arrived. */
interface Asked<Infno extends GatheredInfno> {
  readonly infno: Infno;
  readonly data: InputOf<Infno>['data'];
  readonly envelope: Envelope;
  readonly institution: Institution;
  /** When the message arrived, in Asia/Shanghai. */
  readonly at: DateTime;
}

/** What 2206 and 2207 ask. */
export type OutpatientBill = Asked<'2207'>;

/** What 2303 and 2304 ask. */
export type StayBill = Asked<'2304'>;

/** A bill to settle, of whichever kind. */
export type BillToSettle = OutpatientBill | StayBill;

/** A bill as it is settled, or would be. */
export interface DecidedBill {
  readonly split: SplitBill;
  readonly settlement: NewSettlement;
  readonly output: OutputOf<GatheredInfno>;
}
