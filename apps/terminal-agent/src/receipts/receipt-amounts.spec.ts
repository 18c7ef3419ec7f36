import { expect, it } from '@jest/globals';
import { plus } from '@medisettle/money';
import { receiptAmounts } from './receipt-amounts.js';

it('the amounts of a receipt add up to the bill and to the person’s part of it', () => {
  const { total, lines } = receiptAmounts({
    medfee_sumamt: '2780.00',
    fulamt_ownpay_amt: '80.00',
    overlmt_selfpay: '7.00',
    preselfpay_amt: '20.00',
    psn_part_amt: '2255.00',
    fund_pay_sumamt: '525.00',
    hifp_pay: '100.00',
    hifob_pay: '425.00',
    hifmi_pay: '0.00',
    acct_pay: '2200.00',
    acct_mulaid_pay: '20.00',
    psn_cash_pay: '55.00',
    exp_content: '{"crtYearPay":1680.00,"calYearPay":500.00}',
  });
  expect(lines).toEqual({
    selfFunded: 8700,
    classified: 2000,
    selfPay: 214800,
    currentYear: 168000,
    accumulated: 50000,
    family: 2000,
    pool: 10000,
    additional: 42500,
    criticalIllness: 0,
    otherFunds: 0,
    cash: 5500,
  });
  const { currentYear, accumulated, family, pool, additional, criticalIllness, otherFunds, cash } = lines;
  expect(plus(currentYear, accumulated, family, pool, additional, criticalIllness, otherFunds, cash)).toBe(total);
});
