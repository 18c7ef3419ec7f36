import { expect, it } from '@jest/globals';
import { reasonsIn } from './reasons.js';

it('who pays is told by the sums where another province gives no reasons', () => {
  const sums = {
    hifp_pay: '0.00',
    hifob_pay: '525.00',
    hifmi_pay: '0.00',
    acct_mulaid_pay: '5.00',
    psn_cash_pay: '370.00',
  };
  const elsewhere = { ...sums, exp_content: '{"crtYearPay":80.00,"calYearPay":20.00}' };
  expect(reasonsIn(elsewhere)).toEqual({
    payers: [],
    explanation: [],
    shares: [
      { payer: 'additional-fund', amount: 52_500 },
      { payer: 'current-year-account', amount: 8_000 },
      { payer: 'accumulated-account', amount: 2_000 },
      { payer: 'family-account', amount: 500 },
      { payer: 'cash', amount: 37_000 },
    ],
  });
  const payers = [{ segment: 'additional', payer: 'additional-fund', amount: '525.00' }];
  expect(reasonsIn({ ...sums, exp_content: JSON.stringify({ payers }) }).shares).toEqual([
    { payer: 'additional-fund', amount: 52_500 },
  ]);
});
