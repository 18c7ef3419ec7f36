import { type AccountMovement } from '@medisettle/national';
import { pdfBytes, pdfPaper } from '@medisettle/program';
import { type Column, facts, heading, longTable, numberPages, rule, yuan } from '../papers/paper-words.js';
import { type AccountStatementView, type MovementView, type OnAccounts } from './account-statement.js';

const TYPES: Readonly<Record<AccountMovement, string>> = {
  opening: '期初转入',
  'year-credit': '年度计入',
  credit: '账户计入',
  'year-change': '年度结转',
  interest: '结息',
  merge: '编号合并转入',
  settlement: '结算',
  cancellation: '结算撤销',
  reversal: '结算冲正',
  restoration: '撤销冲正，结算恢复',
};

const INSURANCE: Readonly<Record<string, string>> = { '310': '职工医保', '390': '居民医保' };

/** A moved amount with its sign, so that it needs no colour; nothing where nothing moved. */
const moved = (amount: string): string => (amount === '0.00' ? '' : amount.startsWith('-') ? amount : `+${amount}`);

function columnsOf(withFamily: boolean): readonly Column[] {
  const amount = (name: string): Column => ({ heading: name, part: 7, align: 'right' });
  return [
    { heading: '记账时间', part: 9, align: 'left' },
    { heading: '摘要', part: 19, align: 'left' },
    amount('当年账户'),
    amount('历年账户'),
    ...(withFamily ? [amount('家庭共济')] : []),
    amount('当年余额'),
    amount('历年余额'),
    ...(withFamily ? [amount('共济余额')] : []),
  ];
}

const cellsOf = ({ currentYear, accumulated, family }: OnAccounts, withFamily: boolean): string[] => [
  currentYear,
  accumulated,
  ...(withFamily ? [family] : []),
];

function rowOf(
  { at, type, memo, pending, institution, settlementId, ofSettlement, amounts, balances }: MovementView,
  family: boolean,
) {
  const what = [
    `${TYPES[type]}${pending ? '（待记账）' : ''} ${institution}${memo}`.trim(),
    settlementId,
    ofSettlement === '' ? '' : `原 ${ofSettlement}`,
  ];
  return [
    at,
    what.filter((line) => line !== '').join('\n'),
    ...cellsOf(amounts, family).map(moved),
    ...cellsOf(balances, family),
  ];
}

/**
 * A person's account statement, A4, pages numbered and headings on each. The last row is what the accounts hold: opening
 * balances and movements add up to it. @returns its bytes
 */
export async function accountStatementPaper(statement: AccountStatementView): Promise<Buffer> {
  const { opening, closing, withFamily, movements, years } = statement;
  const paper = pdfPaper({ title: '个人账户对账单', at: new Date(), size: 'A4', margin: 36, numbered: true });
  heading(paper, [statement.institution, '个人账户对账单']);
  facts(paper, [
    ['姓名', statement.name],
    ['证件号码', statement.certificate],
    ['社保卡号', statement.card],
    ['对账期间', `${statement.from} 至 ${statement.to}`],
    ['打印时间', statement.madeAt],
    ['打印人', statement.operator],
  ]);
  rule(paper);
  paper.fontSize(8);
  const blank = cellsOf(opening, withFamily).map(() => '');
  await longTable(paper, columnsOf(withFamily), [
    ['', '期初余额', ...blank, ...cellsOf(opening, withFamily)],
    ...movements.map((movement) => rowOf(movement, withFamily)),
    ['', '期末余额', ...blank, ...cellsOf(closing, withFamily)],
  ]);
  rule(paper);
  paper.fontSize(9);
  for (const year of years) {
    facts(paper, [
      [`${year.from} 至 ${year.to}`, `${INSURANCE[year.insuranceType] ?? year.insuranceType} 年度累计`],
      ['门诊自负段已用', yuan(year.segmentUsed)],
      ['住院起付线已用', yuan(year.deductibleUsed)],
      ['最高支付限额内累计', yuan(year.ceilingUsed)],
    ]);
    paper.moveDown(0.3);
  }
  if (movements.some(({ pending }) => pending)) {
    paper.text('待记账：年度结转已计入余额，将在下一次账户变动时记账。');
  }
  numberPages(paper);
  return pdfBytes(paper);
}
