import { refusalEntries } from './entry.js';

/** What can be wrong with a row of a catalogue import or with a query of the catalogue. */
export const CATALOGUE_REFUSALS = refusalEntries({
  'CATALOGUE-LINE': {
    class: 'permanent',
    actor: 'centre',
    zh: '目录文件的该行无法解析（{reason}）。',
    en: 'This line of the catalogue file cannot be read ({reason}).',
  },
  'CATALOGUE-DATES': {
    class: 'permanent',
    actor: 'centre',
    zh: '结束日期（to）早于开始日期（from）。',
    en: 'The last day (to) is before the first (from).',
  },
  'CATALOGUE-TWO-RULES': {
    class: 'permanent',
    actor: 'centre',
    zh: '自付比例（selfpayRatio）与定额自付（selfpayFixed）不能并存。',
    en: 'A self-pay ratio (selfpayRatio) and a fixed self-pay amount (selfpayFixed) exclude each other.',
  },
  'CATALOGUE-OVERLAP': {
    class: 'permanent',
    actor: 'centre',
    zh: '有效期与已有记录（{from} 至 {to}）重叠。',
    en: 'The days overlap those of a row that is there already ({from} to {to}).',
  },
  'CATALOGUE-CONFLICT': {
    class: 'permanent',
    actor: 'centre',
    zh: '自 {from} 起已有内容不同的记录；更改须使用新的开始日期。',
    en: 'A row with other content begins on {from} already; a change needs a first day of its own.',
  },
  'CATALOGUE-REFERENCE': {
    class: 'permanent',
    actor: 'centre',
    zh: '{field} 所指的 {value} 没有登记，请先导入。',
    en: '{field} names {value}, which is not registered; import that first.',
  },
  'QUERY-FILTER': {
    class: 'permanent',
    actor: 'his',
    zh: '本中心的目录没有 {field} 的数据，不能按该条件查询。',
    en: 'The catalogue of this centre has no {field}, so it cannot be asked by it.',
  },
});
