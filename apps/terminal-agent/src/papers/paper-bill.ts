import { type PdfPaper } from '@medisettle/program';
import qrcode from 'qrcode-generator';
import { rule, table } from './paper-words.js';

const QR_POINTS = 84;

/** Draws a QR code at the left margin; what follows goes on beneath it. */
export function qr(paper: PdfPaper, text: string): void {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  if (paper.y + QR_POINTS > paper.page.height - paper.page.margins.bottom) paper.addPage();
  const { y } = paper;
  const [size, x] = [QR_POINTS / count, paper.page.margins.left];
  for (let index = 0; index < count * count; index += 1) {
    const [down, across] = [Math.floor(index / count), index % count];
    if (code.isDark(down, across)) paper.rect(x + across * size, y + down * size, size, size);
  }
  paper.fill('#000000');
  paper.y = y + QR_POINTS + 4;
}

/** A line of a bill as papers print it. */
interface PrintedLine {
  readonly name: string;
  readonly price: string;
  readonly count: string;
  readonly amount: string;
}

/** The lines of a bill, closed by a rule; nothing where there are none. */
export function billItems(paper: PdfPaper, items: readonly PrintedLine[]): void {
  if (items.length === 0) return;
  table(
    paper,
    [
      { heading: '项目', part: 5, align: 'left' },
      { heading: '单价', part: 2, align: 'right' },
      { heading: '数量', part: 2, align: 'right' },
      { heading: '金额', part: 2, align: 'right' },
    ],
    items.map(({ name, price, count, amount }) => [name, price, count, amount]),
  );
  rule(paper);
}
