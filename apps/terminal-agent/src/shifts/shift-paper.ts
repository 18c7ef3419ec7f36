import { CHINA_ZONE } from '@medisettle/national';
import { pdfBytes, pdfPaper } from '@medisettle/program';
import { DateTime } from 'luxon';
import { facts, heading, rule, table, yuan } from '../papers/paper-words.js';
import { type ShiftView } from './shifts.js';

const time = (at: string): string => DateTime.fromISO(at).setZone(CHINA_ZONE).toFormat('yyyy-MM-dd HH:mm:ss');

/** The sheet of a shift that has ended, A5, with room for both signatures. @returns its bytes */
export function shiftPaper(institution: string, shift: ShiftView): Promise<Buffer> {
  const paper = pdfPaper({ title: `交接班表 ${shift.number}`, at: new Date(), size: 'A5', margin: 30 });
  const { all, operators } = shift.totals;
  heading(paper, [institution, '收费交接班表']);
  facts(paper, [
    ['班次', String(shift.number)],
    ['当班人员', `${shift.operator} ${shift.name}`.trim()],
    ['接班时间', time(shift.beganAt)],
    ['交班时间', shift.endedAt === null ? '' : time(shift.endedAt)],
  ]);
  rule(paper);
  const columns = ['收费员', '结算/撤销', '合计', '现金', '账户', '基金'].map((name, index) => ({
    heading: name,
    part: 2,
    align: index === 0 ? ('left' as const) : ('right' as const),
  }));
  table(paper, columns, [
    ...operators.map((row) => [
      row.operator || '（未填）',
      `${row.settled}/${row.undone}`,
      row.total,
      row.cash,
      row.accounts,
      row.funds,
    ]),
    ['全部', `${all.settled}/${all.undone}`, all.total, all.cash, all.accounts, all.funds],
  ]);
  rule(paper);
  facts(paper, [
    ['应有现金', yuan(all.cash)],
    ...(shift.totals.outage === undefined
      ? []
      : [
          ['其中：断网时全额收取', yuan(shift.totals.outage.taken)] as const,
          ['其中：补结算或撤回退还', yuan(`-${shift.totals.outage.givenBack}`)] as const,
        ]),
    ['实点现金', yuan(shift.counted ?? '')],
    ['差额', yuan(shift.difference ?? '')],
  ]);
  paper.moveDown(2);
  facts(paper, [
    ['交班人签字', ' '],
    ['接班人签字', ' '],
  ]);
  return pdfBytes(paper);
}
