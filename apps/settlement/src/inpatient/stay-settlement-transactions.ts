import { Injectable } from '@nestjs/common';
import { Insured } from '../insured/insured.js';
import { type Handler } from '../messages/occasion.js';
import { Cancelling } from '../settlements/cancelling.js';
import { Gathering } from '../settlements/gathering.js';
import { StayBills } from './stay-bills.js';

/** `acct_used_flag` of a trial that does not say: own accumulated money pays, as in a simulation. */
const OWN_MONEY = '1';

/** 2303 and 2305: trial and cancellation of a stay's bill. 2304 goes to the writer. */
@Injectable()
export class StaySettlementTransactions {
  constructor(
    private readonly insured: Insured,
    private readonly gathering: Gathering,
    private readonly bills: StayBills,
    private readonly cancelling: Cancelling,
  ) {}

  /** What the settlement would be now, also before the discharge. It is decided as one, and not written. */
  readonly trial: Handler<'2303'> = async ({ db, ...occasion }, { data }) => {
    const flag = data.acct_used_flag ?? OWN_MONEY;
    const asked = { ...occasion, infno: '2304' as const, data: { ...data, acct_used_flag: flag } };
    const gathered = await this.gathering.load(db, [asked], await this.insured.findAll(db, [data.psn_no]));
    const { output } = this.bills.decide(asked, gathered, 'trial');
    return { output: { ...output, setlinfo: { ...output.setlinfo, setl_id: null } } };
  };

  readonly cancel: Handler<'2305'> = (occasion, { data }) => this.cancelling.cancel(occasion, data, '2304');
}
