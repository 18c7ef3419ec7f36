import { Injectable } from '@nestjs/common';
import { splitBill } from '@medisettle/benefits';
import { formatYuan, minus, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { EMPTY, type Balances } from '../accounts/ledger.js';
import { accumulatorKey, NOTHING, type Accumulated } from '../accounts/year-accumulators.js';
import { isMovedOut } from '../insured/insured.js';
import { Policies } from '../policies/policies.js';
import { type Bill, type Expected, type SplitBill } from './bill.js';

/** Balances by person and accumulators by {@link accumulatorKey}, of whoever has some. */
export interface MoneyOfPerson {
  readonly balances: ReadonlyMap<string, Balances>;
  readonly accumulators: ReadonlyMap<string, Accumulated>;
}

/** Puts a bill and the person's state into the benefits engine. Trial and settlement go through the same door. */
@Injectable()
export class BillSplitter {
  constructor(private readonly policies: Policies) {}

  /**
   * Who pays what; pure. For a settlement the person was held when his money was read, so that it is the state posted
   * on. Refuses POLICY-MISSING, TOTAL-MISMATCH, CASH-CHANGED.
   */
  split(bill: Bill, expected: Expected, money: MoneyOfPerson): SplitBill {
    const total = plus(...bill.lines.map((line) => line.amount));
    must('medfee_sumamt', total, expected.total);
    const { insuranceType, ownCeiling } = bill.enrolment;
    const insuranceYear = this.policies.insuranceYear(insuranceType, bill.day);
    const key = { personId: bill.person.personId, insuranceType, insuranceYearFrom: insuranceYear.from };
    const balances = money.balances.get(key.personId) ?? EMPTY;
    const used = money.accumulators.get(accumulatorKey(key)) ?? NOTHING;
    const split = splitBill(this.policies.policy, {
      date: bill.day,
      scheme: this.policies.schemeOf(insuranceType),
      person: bill.person,
      setting: bill.setting,
      institutionLevel: bill.institution.level,
      acctUsedFlag: bill.accountFlag,
      lines: bill.lines,
      total,
      state: {
        ...used,
        stayDeductibleUsed: bill.stayDeductibleUsed ?? ZERO_FEN,
        currentYearBalance: balances.currentYear,
        accumulatedBalance: balances.accumulated,
        familyBalance: balances.family,
      },
      overrides: { ceiling: ownCeiling },
      careMovedOut: isMovedOut(bill.enrolment),
      listedIllness: bill.listedIllness,
    });
    if (!split.ok) refuse('POLICY-MISSING', { reason: split.problem.reason.zh, en: split.problem.reason.en });
    checkExpected(split.split, expected);
    const { accounts } = split.movements;
    return {
      bill,
      total,
      answer: split,
      insuranceYear,
      balancesAfter: {
        currentYear: minus(balances.currentYear, accounts.currentYear),
        accumulated: minus(balances.accumulated, accounts.accumulated),
        family: minus(balances.family, accounts.family),
      },
    };
  }
}

function checkExpected(
  split: {
    fulamtOwnpayAmt: Fen;
    overlmtSelfpay: Fen;
    preselfpayAmt: Fen;
    inscpScpAmt: Fen;
    psnCashPay: Fen;
  },
  expected: Expected,
): void {
  must('fulamt_ownpay_amt', split.fulamtOwnpayAmt, expected.selfFunded);
  must('overlmt_selfpay', split.overlmtSelfpay, expected.overLimit);
  must('preselfpay_amt', split.preselfpayAmt, expected.classified);
  must('inscp_scp_amt', split.inscpScpAmt, expected.inScope);
  if (expected.cashCollected !== null && expected.cashCollected !== split.psnCashPay) {
    refuse('CASH-CHANGED', { expected: formatYuan(split.psnCashPay), got: formatYuan(expected.cashCollected) });
  }
}

function must(field: string, right: Fen, said: Fen | null): void {
  if (said === null || said === right) return;
  refuse('TOTAL-MISMATCH', { field, expected: formatYuan(right), got: formatYuan(said ?? ZERO_FEN) });
}
