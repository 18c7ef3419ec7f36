import { Injectable } from '@nestjs/common';
import { Insured } from '../insured/insured.js';
import { type Handler } from '../messages/occasion.js';
import { Cancelling } from './cancelling.js';
import { Gathering } from './gathering.js';
import { OutpatientBills } from './outpatient-bills.js';
import { trialSetlinfo } from './setlinfo.js';

/** 2206 and 2208: trial and cancellation of an outpatient bill. 2207 goes to the writer. */
@Injectable()
export class OutpatientTransactions {
  constructor(
    private readonly insured: Insured,
    private readonly gathering: Gathering,
    private readonly bills: OutpatientBills,
    private readonly cancelling: Cancelling,
  ) {}

  /** What the settlement would be now. It is decided as one, and not written. */
  readonly trial: Handler<'2206'> = async ({ db, ...occasion }, { data }) => {
    const asked = { ...occasion, infno: '2207' as const, data };
    const gathered = await this.gathering.load(db, [asked], await this.insured.findAll(db, [data.psn_no]));
    const { output, split, settlement } = this.bills.decide(asked, gathered);
    const { record } = settlement;
    const { bill, answer } = split;
    return { output: { ...output, setlinfo: trialSetlinfo(record, bill.person, occasion.institution, answer) } };
  };

  readonly cancel: Handler<'2208'> = (occasion, { data }) => this.cancelling.cancel(occasion, data, '2207');
}
