import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatYuan, plus } from '@medisettle/money';
import { loadPolicy } from '../policy/load.js';
import type { Policy } from '../policy/policy.js';
import { ACTIVE_32, RETIRED_62, answered, bill, cells, decimal, line, RESIDENT_65, yuan } from './examples.js';
import { splitBill } from './split-bill.js';

function province(name: string): Policy {
  const text = readFileSync(new URL(`../../policy/${name}.yaml`, import.meta.url), 'utf8');
  const loaded = loadPolicy([{ name: `${name}.yaml`, text }], { acceptGrades: ['C'] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
  return loaded.policy;
}

const shanghai = province('shanghai');
const anhui = province('anhui');

describe('the other settings of employees', () => {
  const given = { inScope: yuan('2500'), overrides: { ceiling: yuan('650000') } };

  it('an emergency visit is paid like any outpatient visit, the observation ward like a stay', () => {
    for (const [one, other] of [
      ['emergency', 'outpatient'],
      ['observation', 'inpatient'],
    ] as const) {
      const [a, b] = [one, other].map((setting) => splitBill(shanghai, bill({ ...given, setting })));
      expect(a).toEqual(b);
    }
  });

  it('a bed at home has no deductible, 80 percent from the pool, and moves the ceiling like a stay', () => {
    const { split, movements } = answered(splitBill(shanghai, bill({ ...given, setting: 'home-bed' })));
    expect([split.actPayDedc, split.hifpPay, split.psnPartAmt].map(formatYuan)).toEqual(['0.00', '2000.00', '500.00']);
    expect(formatYuan(movements.accumulators.ceilingExpensesUsed)).toBe('2500.00');
  });

  it('outpatient bills leave the ceiling alone', () => {
    const { movements } = answered(splitBill(shanghai, bill(given)));
    expect(movements.accumulators.ceilingExpensesUsed).toBe(0);
  });

  it('an implant with a fixed first part: 2,300 are the person’s before the deductible is asked', () => {
    const implant = line('B', '12300.00', { price: decimal('12300', 6), selfpayFixed: decimal('2300', 6) });
    const found = answered(
      splitBill(
        shanghai,
        bill({ setting: 'inpatient', lines: [implant], state: { inpatientDeductibleUsed: yuan('1500') } }),
      ),
    );
    expect(found.explanation.map(({ rule, amount }) => `${rule} ${formatYuan(amount)}`)).toEqual([
      'inpatient-active 10000.00',
      'item-fixed-self-pay 2300.00',
    ]);
    expect(formatYuan(found.split.hifpPay)).toBe('8500.00');
  });
});

describe('accounts', () => {
  const state = {
    currentYearBalance: yuan('100'),
    accumulatedBalance: yuan('650'),
    familyBalance: yuan('1000'),
  };
  // In scope 700: 100 current-year, 500 segment, 100 shared 70:30. Then 20 classified, 30 over the limit, 40 self-funded.
  const lines = [
    line('A', '620.00'),
    line('B', '100.00', { selfpayRatio: decimal('0.2', 4) }),
    line('A', '30.00', { priceLimit: decimal('0', 6) }),
    line('C', '40.00'),
  ];

  it('flag 0 lets only current-year money pay', () => {
    const { split } = answered(splitBill(shanghai, bill({ lines, state, acctUsedFlag: '0' })));
    expect([split.currentYearPay, split.accumulatedPay, split.familyPay].map(formatYuan)).toEqual([
      '100.00',
      '0.00',
      '0.00',
    ]);
    expect(formatYuan(split.psnCashPay)).toBe('620.00');
  });

  it('flag 1 lets accumulated money pay the personal parts in order until it is empty', () => {
    expect(cells(answered(splitBill(shanghai, bill({ lines, state }))))).toEqual([
      'current-year current-year-account 100.00',
      'self-pay-segment accumulated-account 500.00',
      'additional accumulated-account 30.00',
      'additional additional-fund 70.00',
      'classified accumulated-account 20.00',
      'over-limit accumulated-account 30.00',
      'self-funded accumulated-account 40.00',
    ]);
    const poorer = { ...state, accumulatedBalance: yuan('540') };
    expect(cells(answered(splitBill(shanghai, bill({ lines, state: poorer })))).slice(4)).toEqual([
      'classified accumulated-account 10.00',
      'classified cash 10.00',
      'over-limit cash 30.00',
      'self-funded cash 40.00',
    ]);
  });

  it('flag 2 lets the family pay what accumulated money leaves', () => {
    const { split } = answered(
      splitBill(
        shanghai,
        bill({
          lines,
          acctUsedFlag: '2',
          state: { ...state, accumulatedBalance: yuan('540'), familyBalance: yuan('70') },
        }),
      ),
    );
    expect([split.acctPay, split.acctMulaidPay, split.psnCashPay].map(formatYuan)).toEqual([
      '710.00',
      '70.00',
      '10.00',
    ]);
  });

  it('current-year money does not pay in hospital', () => {
    const { split } = answered(
      splitBill(shanghai, bill({ setting: 'inpatient', inScope: yuan('100'), state, acctUsedFlag: '0' })),
    );
    expect(split.currentYearPay).toBe(0);
  });

  it('of a retiree who moved his care out of Shanghai pay nothing directly, those of somebody at work do', () => {
    const state = { currentYearBalance: yuan('100.00'), accumulatedBalance: yuan('500.00') };
    const moved = (person: typeof ACTIVE_32 | typeof RETIRED_62) =>
      answered(splitBill(shanghai, bill({ person, inScope: yuan('200.00'), careMovedOut: true, state })));
    const closed = moved(RETIRED_62);
    expect(cells(closed)).toEqual(['self-pay-segment cash 200.00']);
    expect(closed.notes.map(({ code }) => code)).toEqual(['CARE-MOVED-OUT']);
    expect(moved(ACTIVE_32).split.acctPay).toBe(20_000);
  });
});

describe('pharmacy', () => {
  it('fills the outpatient segment, and no fund pays above it', () => {
    const found = answered(
      splitBill(
        shanghai,
        bill({
          setting: 'pharmacy',
          institutionLevel: null,
          inScope: yuan('300'),
          state: {
            currentYearBalance: yuan('50'),
            accumulatedBalance: yuan('120'),
            outpatientSegmentUsed: yuan('400'),
          },
        }),
      ),
    );
    expect(cells(found)).toEqual([
      'current-year current-year-account 50.00',
      'self-pay-segment accumulated-account 100.00',
      'additional accumulated-account 20.00',
      'additional cash 130.00',
    ]);
    expect(found.split.fundPaySumamt).toBe(0);
    expect(found.setldetail).toEqual([]);
    expect(formatYuan(found.movements.accumulators.outpatientSegmentUsed)).toBe('100.00');
  });
});

describe('residents with a listed illness', () => {
  it('critical-illness insurance pays 60 percent of what remains', () => {
    const found = answered(
      splitBill(
        shanghai,
        bill({
          date: '2024-05-06',
          scheme: 'resident',
          person: RESIDENT_65,
          setting: 'inpatient',
          inScope: yuan('20000'),
          listedIllness: true,
        }),
      ),
    );
    expect(cells(found)).toEqual([
      'pool pool-fund 13790.00',
      'critical-illness critical-illness-fund 3726.00',
      'critical-illness cash 2484.00',
    ]);
    expect(found.setldetail.map((row) => [row.fundPayType, formatYuan(row.fundPayamt)])).toEqual([
      ['390100', '13790.00'],
      ['390200', '3726.00'],
    ]);
    expect(formatYuan(found.split.actPayDedc)).toBe('300.00');
  });
});

describe('the explanation', () => {
  it('names for each amount the rule, its first day, source and grade', () => {
    const found = answered(splitBill(shanghai, bill({ date: '2018-05-10', inScope: yuan('2000') })));
    expect(found.explanation).toEqual([
      {
        rule: 'segment-active-until-2023',
        segment: 'self-pay-segment',
        from: '2018-01-01',
        source: 'employee-sheet + question-pages',
        grade: 'B',
        amount: yuan('1500'),
      },
      {
        rule: 'outpatient-active-to-44-until-2023',
        segment: 'additional',
        from: '2018-01-01',
        source: 'employee-sheet',
        grade: 'B',
        amount: yuan('500'),
      },
    ]);
  });

  it('says that the second province is invented', () => {
    const found = answered(splitBill(anhui, bill({ inScope: yuan('1000') })));
    expect(new Set(found.explanation.map((row) => row.source))).toEqual(new Set(['synthetic']));
  });

  it('says when no ceiling is on record, and when an item is in no catalogue', () => {
    const lines = [line('A', '10'), line(null, '5')];
    const found = answered(splitBill(shanghai, bill({ setting: 'inpatient', lines })));
    expect(found.notes.map((note) => note.code)).toEqual(['CEILING-NONE', 'ITEM-UNKNOWN']);
    expect(formatYuan(found.split.fulamtOwnpayAmt)).toBe('5.00');
  });

  it('says when the deductible is the own one of the person', () => {
    const found = answered(
      splitBill(
        shanghai,
        bill({ setting: 'inpatient', inScope: yuan('1000'), overrides: { deductible: yuan('200') } }),
      ),
    );
    expect(formatYuan(found.split.actPayDedc)).toBe('200.00');
    expect(found.notes.map((note) => note.code)).toContain('OWN-DEDUCTIBLE');
  });
});

describe('the stay of a resident', () => {
  const stay = (inScope: string, differs: Partial<Parameters<typeof bill>[0]> = {}) =>
    answered(
      splitBill(
        shanghai,
        bill({
          date: '2024-05-06',
          scheme: 'resident',
          person: RESIDENT_65,
          setting: 'inpatient',
          inScope: yuan(inScope),
          ...differs,
        }),
      ),
    );

  it('pays its deductible once, over however many bills, and the next stay pays its own', () => {
    let used = yuan('0');
    const bills = ['120', '500', '19380'].map((inScope) => {
      const found = stay(inScope, { state: { stayDeductibleUsed: used } });
      used = plus(used, found.movements.accumulators.stayDeductibleUsed);
      return found.split;
    });
    expect(bills.map(({ actPayDedc }) => formatYuan(actPayDedc))).toEqual(['120.00', '180.00', '0.00']);
    const whole = stay('20000').split;
    expect(formatYuan(plus(...bills.map(({ psnPartAmt }) => psnPartAmt)))).toBe(formatYuan(whole.psnPartAmt));
    expect(formatYuan(stay('20000').split.actPayDedc)).toBe('300.00');
  });

  it('counts the deductible also where critical-illness insurance then pays of it', () => {
    const first = stay('200', { listedIllness: true });
    expect(first.movements.accumulators.stayDeductibleUsed).toBe(yuan('200'));
    expect(cells(first)).toEqual(['critical-illness critical-illness-fund 120.00', 'critical-illness cash 80.00']);
  });
});

describe('the rules change with the day', () => {
  it.each([
    ['2023-06-30', '1500.00'],
    ['2023-07-01', '500.00'],
  ])('on %s the self-pay segment is %s', (date, quota) => {
    const { split } = answered(splitBill(shanghai, bill({ date, inScope: yuan('5000') })));
    expect(formatYuan(split.actPayDedc)).toBe(quota);
  });

  it('residents count the rows of 2024 later as carried forward, grade C', () => {
    const resident = bill({
      scheme: 'resident',
      person: { ...ACTIVE_32, workStartDate: null },
      inScope: yuan('1500'),
      institutionLevel: 1,
    });
    const in2024 = answered(splitBill(shanghai, resident));
    const in2026 = answered(splitBill(shanghai, { ...resident, date: '2026-11-02' }));
    expect([in2024, in2026].map(({ split }) => formatYuan(split.hifpPay))).toEqual(['700.00', '700.00']);
    expect([in2024, in2026].map(({ explanation }) => explanation.map((row) => row.grade))).toEqual([
      ['A', 'A'],
      ['C', 'C'],
    ]);
  });
});
