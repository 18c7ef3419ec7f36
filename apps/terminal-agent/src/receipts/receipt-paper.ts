import { pdfBytes, pdfPaper } from '@medisettle/program';
import { billItems, qr } from '../papers/paper-bill.js';
import { facts, heading, rule, writable, yuan } from '../papers/paper-words.js';
import { type PrintedLine } from './receipt-amounts.js';
import { type ReceiptView } from './receipt.js';

/** What is printed beside the receipt itself. */
export interface Printing {
  /** How often it was printed before this one. */
  readonly before: number;
  readonly at: Date;
  /** As the centre names it; its code where the centre does not answer. */
  readonly institutionName: string;
  /** Whether the settlement was cancelled, at this counter or, as far as the centre could be asked, elsewhere. */
  readonly undone: boolean;
}

/** As Shanghai's receipts call them. */
const LINES: Readonly<Record<PrintedLine, string>> = {
  selfFunded: '自费',
  classified: '分类自负',
  selfPay: '自负',
  currentYear: '当年账户支付',
  accumulated: '历年账户支付',
  family: '家庭共济支付',
  account: '个人账户支付',
  pool: '统筹基金支付',
  additional: '附加基金支付',
  criticalIllness: '大病保险支付',
  otherFunds: '其他基金支付',
  cash: '现金支付',
};

/** A receipt as PDF, A5. Every sign of it is embedded, so that it prints anywhere. @returns its bytes */
export function receiptPaper(receipt: ReceiptView, printing: Printing): Promise<Buffer> {
  const paper = pdfPaper({
    title: `医疗费用结算收据 ${receipt.settlementId}`,
    at: printing.at,
    size: 'A5',
    margin: 30,
  });
  heading(
    paper,
    [printing.institutionName, '医疗费用结算收据'],
    [
      ...(printing.before > 0 ? [`补打 第${printing.before}次`] : []),
      ...(printing.undone ? ['已撤销，不作报销凭证'] : []),
    ],
  );
  facts(paper, [
    ['姓名', receipt.name],
    ['结算时间', receipt.settledAt],
    ['就诊号', receipt.visitId],
    ['结算号', receipt.settlementId],
  ]);
  rule(paper);
  billItems(paper, receipt.items);
  paper.font('bold').fontSize(11);
  facts(paper, [['合计', yuan(receipt.total)]]);
  paper.font('regular').fontSize(9);
  facts(paper, [
    ['大写', receipt.capitals],
    ...receipt.amounts.map(({ line, amount }): [string, string] => [LINES[line], yuan(amount)]),
    ...(receipt.balance === '' ? [] : [['账户余额', yuan(receipt.balance)] as const]),
    ...(receipt.outage === undefined
      ? []
      : [
          ['先前全额收费', `${receipt.outage.at} ${yuan(receipt.outage.paid)}`] as const,
          ['本次退还现金', yuan(receipt.outage.givenBack)] as const,
        ]),
  ]);
  rule(paper);
  qr(paper, receipt.settlementId);
  paper.text(writable(paper, receipt.operator === '' ? '' : `收费员 ${receipt.operator}`));
  return pdfBytes(paper);
}
