import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Explained } from '../set-up/files.mjs';
import { POLICY_FOLDER } from '../set-up/install.mjs';

/** Lines of a bill; what a bill of one line costs is what a bill costs at all. */
const SIZES = /** @type {const} */ ([1, 10, 100, 1000]);
const ROUNDS = 15;
/** Processor time that one size gets in one round, as near as whole bills let it. */
const TURN_MS = 60;
/** A bill's own cost is spread over its lines, so that a line of a long bill must not cost more than one of a short. */
const GOAL = 1;

/** @typedef {import('./run.mjs').Measured} Measured */
/** @typedef {typeof import('../libs/benefits/src/index.js')} Benefits */
/** @typedef {import('../libs/benefits/src/index.js').Bill} Bill */

/**
 * Splits per second on one core, and how the time grows with the lines of a bill. Counted is processor time of the
 * process, the collection of garbage included, so that other programs on the machine do not count. Sizes take turns
 * within each round, so that a machine that becomes slower does so for all of them.
 * @returns {Promise<Measured>}
 */
export async function measure() {
  /** @type {Benefits} */
  const { loadPolicy, splitBill } = await import(
    new URL('../dist/settlement/libs/benefits/src/index.js', import.meta.url).href
  );
  const { parseDecimal, parseYuan } = await import(
    new URL('../dist/settlement/libs/money/src/index.js', import.meta.url).href
  );
  const file = join(POLICY_FOLDER, 'shanghai.yaml');
  const loaded = loadPolicy([{ name: file, text: readFileSync(file, 'utf8') }], { acceptGrades: ['C'] });
  if (!loaded.ok) throw new Explained(`${file} cannot be used: ${loaded.problems[0]?.message ?? ''}`);
  const { policy } = loaded;

  /**
   * Splits bills of one size, taking the persons and settings in turn.
   * @param {readonly Bill[]} bills
   * @param {number} count
   * @returns {number} microseconds of processor time a bill
   */
  const time = (bills, count) => {
    const before = process.cpuUsage();
    for (let done = 0; done < count; done += 1) {
      const bill = bills[done % bills.length];
      if (!bill || !splitBill(policy, bill).ok) throw new Explained('a bill of the measurement was refused');
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / count;
  };

  const plans = SIZES.map((size) => {
    const bills = billsOf(size, { parseDecimal, parseYuan });
    // Also warms up: the first bills of a process are slower.
    const rough = time(bills, Math.ceil(20_000 / size));
    return { size, bills, count: Math.max(bills.length, Math.round((TURN_MS * 1000) / rough)), took: [0].slice(1) };
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { bills, count, took } of plans) took.push(time(bills, count));
  }

  /** @type {Record<string, number>} */
  const table = {};
  for (const { size, took } of plans) {
    const lines = size === 1 ? '1 line' : `${size} lines`;
    table[`splits a second, ${lines} (median)`] = Math.round(1_000_000 / median(took));
    table[`splits a second, ${lines} (worst)`] = Math.round(1_000_000 / Math.max(...took));
    table[`splits a second, ${lines} (best)`] = Math.round(1_000_000 / Math.min(...took));
    table[`µs a line, ${lines} (median)`] = Math.round((median(took) / size) * 1000) / 1000;
  }
  const perLine = (/** @type {number} */ size) => table[`µs a line, ${size} lines (median)`] ?? NaN;
  return { ratios: [{ name: 'splitGrowth1000To10', value: perLine(1000) / perLine(10), atMost: GOAL }], table };
}

/**
 * A worker with money on both accounts, a pensioner in hospital at the ceiling, a pensioner at a pharmacy, and a child
 * in hospital, each with the same lines: classes A, B and C, ratios, fixed amounts, limits, prices to be checked.
 * @param {number} size
 * @param {Pick<typeof import('../libs/money/src/index.js'), 'parseDecimal' | 'parseYuan'>} money
 * @returns {Bill[]}
 */
function billsOf(size, { parseDecimal, parseYuan }) {
  const fen = (/** @type {string} */ text) => some(parseYuan(text));
  const price = (/** @type {string} */ text) => some(parseDecimal(text, 6));
  const quantity = some(parseDecimal('2', 4));
  const kinds = /** @type {const} */ ([
    { class: 'A', amount: fen('25.00'), quantity, price: price('12.50') },
    { class: 'B', amount: fen('80.00'), quantity, price: price('40.00'), selfpayRatio: some(parseDecimal('0.1', 4)) },
    { class: 'A', amount: fen('110.00'), quantity, price: price('55.00'), priceLimit: price('48.00') },
    { class: 'B', amount: fen('246.00'), quantity, price: price('123.00'), selfpayFixed: price('23.00') },
    { class: 'C', amount: fen('8.00'), quantity, price: price('4.00') },
  ]);
  const lines = Array.from({ length: size }, (_, place) => some(kinds[place % kinds.length]));
  const pensioner = { birthDate: '1957-05-20', workStartDate: '1978-09-01', retirementDate: '2017-06-01' };
  /** @type {Omit<Bill, 'lines'>} */
  const worker = {
    date: '2026-05-04',
    scheme: 'employee',
    person: { birthDate: '1986-03-12', workStartDate: '2009-07-01', retirementDate: null },
    setting: 'outpatient',
    institutionLevel: 3,
    acctUsedFlag: '1',
    state: { currentYearBalance: fen('60.00'), accumulatedBalance: fen('100.00'), familyBalance: fen('20.00') },
  };
  const ceiling = fen('500000.00');
  return [
    { ...worker, lines },
    {
      ...worker,
      lines,
      person: pensioner,
      setting: 'inpatient',
      state: { ceilingExpensesUsed: fen('499990.00') },
      overrides: { ceiling },
    },
    { ...worker, lines, person: pensioner, setting: 'pharmacy', institutionLevel: null, acctUsedFlag: '2' },
    {
      ...worker,
      lines,
      scheme: 'resident',
      person: { birthDate: '2016-09-01', workStartDate: null, retirementDate: null },
      setting: 'inpatient',
      state: {},
      listedIllness: true,
    },
  ];
}

/**
 * @template Value
 * @param {Value | null | undefined} value
 * @returns {Value}
 */
function some(value) {
  if (value === null || value === undefined) throw new Error('the measurement has a bill that cannot be written');
  return value;
}

/** @param {readonly number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
