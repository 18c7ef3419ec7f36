import { Injectable } from '@nestjs/common';
import { StayBills } from '../inpatient/stay-bills.js';
import { type BillToSettle, type DecidedBill } from './bill-to-settle.js';
import { type Gathered } from './gathered.js';
import { OutpatientBills } from './outpatient-bills.js';

/** Decides bills of either kind, so that the writer need not know them. */
@Injectable()
export class BillsToSettle {
  constructor(
    private readonly outpatient: OutpatientBills,
    private readonly stays: StayBills,
  ) {}

  /** Who pays what, out of what was gathered; pure. Refuses what the kind's own `decide` refuses. */
  decide(asked: BillToSettle, gathered: Gathered): DecidedBill {
    switch (asked.infno) {
      case '2207':
        return this.outpatient.decide(asked, gathered);
      case '2304':
        return this.stays.decide(asked, gathered, 'settlement');
    }
  }
}
