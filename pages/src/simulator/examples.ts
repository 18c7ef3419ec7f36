import type { Texts } from '../language/zh.js';
import { newDraft, newLine, type BillDraft } from './bill-draft.js';
import { personOf } from './presets.js';

/** Bills to start from, for whoever sees the page for the first time. */
export const EXAMPLES: Readonly<Record<keyof Texts['result']['examples'], () => BillDraft>> = {
  outpatient: () => newDraft('2023-06-30', { inScope: '3000.00', state: { currentYearBalance: '600.00' } }),
  inpatient: () =>
    newDraft('2019-08-01', {
      setting: 'inpatient',
      preset: 'RET69',
      person: personOf('RET69', '2019-08-01'),
      inScope: '11200.00',
      state: { accumulatedBalance: '2000.00', ceilingExpensesUsed: '499000.00' },
      overrides: { ceiling: '500000.00' },
    }),
  lines: () =>
    newDraft('2024-09-02', {
      kind: 'lines',
      state: { currentYearBalance: '200.00', accumulatedBalance: '500.00' },
      lines: [
        newLine({ name: '甲类药品', class: 'A', price: '12.50', count: '80' }),
        newLine({ name: '乙类药品', class: 'B', price: '40.00', count: '10', first: 'ratio', firstValue: '10' }),
        newLine({ name: '床位费', class: 'A', price: '55.00', count: '3', limit: '48.00' }),
        newLine({ name: '丙类项目', class: 'C', price: '80.00', count: '1' }),
      ],
    }),
  resident: () =>
    newDraft('2024-06-01', {
      scheme: 'resident',
      setting: 'inpatient',
      preset: 'RES69',
      person: personOf('RES69', '2024-06-01'),
      inScope: '20000.00',
    }),
};
