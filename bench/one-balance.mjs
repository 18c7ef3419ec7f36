// Ten thousand attempts of fifty counters on one balance: how many it paid for, and that it was never overspent.
import { sweep, violations } from '../books/sweep.mjs';
import { load, requestText } from './http-lanes.mjs';
import { SettlementCity } from './settlement-city.mjs';
import { BILL_FEN } from './synthetic-bills.mjs';

const ATTEMPTS = 10_000;
const COUNTERS = 50;
const BALANCE_FEN = 10_000_000;

/** @returns {Promise<import('./run.mjs').Measured>} */
export async function measure() {
  const city = await SettlementCity.open({ persons: 1, balanceFen: BALANCE_FEN });
  try {
    const { url, key } = city.centre;
    const bills = await city.bills('few', ATTEMPTS);
    const requests = bills.map(({ path, body }) => requestText(url, key, path, body));
    const { perSecond, p99 } = await load(url, requests, COUNTERS, (answer) => answer.startsWith('{"infcode":0,'));
    const left = await city.sumOf('balance_fen', 'account');
    const [account, cash, funds] = await Promise.all(
      ['account_total_fen', 'cash_fen', 'fund_total_fen'].map((column) => city.sumOf(column, 'settlement')),
    );
    const broken = violations(await sweep(city.databaseUrl));
    if (broken > 0) throw new Error(`the books do not balance: ${broken} violations`);
    const paid = (account ?? 0) + (cash ?? 0) + (funds ?? 0);
    if (left + (account ?? 0) !== BALANCE_FEN || paid !== ATTEMPTS * BILL_FEN)
      throw new Error('money was lost or made');
    return {
      ratios: [],
      table: {
        attempts: ATTEMPTS,
        counters: COUNTERS,
        'balance before, fen': BALANCE_FEN,
        'balance after, fen': left,
        'paid from it, fen': account,
        'paid in cash, fen': cash,
        'paid by funds, fen': funds,
        'settlements a second': Math.round(perSecond),
        'p99 ms': Math.round(p99),
      },
    };
  } finally {
    await city.close();
  }
}
