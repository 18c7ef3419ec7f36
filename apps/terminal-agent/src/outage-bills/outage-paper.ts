import { pdfBytes, pdfPaper } from '@medisettle/program';
import { billItems, qr } from '../papers/paper-bill.js';
import { facts, heading, rule, writable, yuan } from '../papers/paper-words.js';
import { type OutageBillView } from './outage-bill.js';

/**
 * The paper of a bill that was paid in full, A5: it says that it is no settlement, what to bring, and until when.
 * @param before how often it was printed before
 * @returns its bytes
 */
export function outagePaper(bill: OutageBillView, institutionName: string, before: number): Promise<Buffer> {
  const paper = pdfPaper({ title: `全额收费凭证 ${bill.number}`, at: new Date(), size: 'A5', margin: 30 });
  heading(
    paper,
    [institutionName, '全额收费凭证（待医保补结算）'],
    [
      '未经医保结算，不是结算收据',
      ...(before > 0 ? [`补打 第${before}次`] : []),
      ...(bill.state === 'settled' ? ['已补结算，本凭证作废'] : []),
      ...(bill.state === 'withdrawn' ? ['已撤回，本凭证作废'] : []),
    ],
  );
  facts(paper, [
    ['姓名', bill.name],
    ['卡号', bill.cardNumber || '（未读卡）'],
    ['收费时间', bill.at],
    ...(bill.diagnosis.code === '' ? [] : [['诊断', `${bill.diagnosis.code} ${bill.diagnosis.name}`] as const]),
    ['编号', bill.number],
  ]);
  rule(paper);
  billItems(paper, bill.lines);
  paper.font('bold').fontSize(11);
  facts(paper, [['已收现金（全额）', yuan(bill.paid)]]);
  paper.font('regular').fontSize(9);
  facts(paper, [['大写', bill.capitals]]);
  rule(paper);
  paper.text(
    writable(
      paper,
      `当时连不上医保结算中心，费用由患者全额支付。请在 ${bill.until} 前（本医保年度内）持本凭证和社保卡到本机构补结算，应由基金和个人账户支付的部分当场退还。`,
    ),
  );
  paper.moveDown(0.5);
  qr(paper, bill.number);
  paper.text(writable(paper, bill.operator === '' ? '' : `收费员 ${bill.operator}`));
  return pdfBytes(paper);
}
