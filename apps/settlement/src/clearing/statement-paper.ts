import { formatYuan, inCapitals, type Fen } from '@medisettle/money';
import { wireTime } from '@medisettle/national';
import { pdfBytes, pdfPaper, type PdfPaper } from '@medisettle/program';
import { DateTime } from 'luxon';

/** A column of a paper's table: its heading, its width in points, and whether its cells are amounts or counts. */
interface Column {
  readonly heading: string;
  readonly width: number;
  readonly number: boolean;
}

/** What is printed of a month. */
export interface MonthPaper {
  readonly title: string;
  /** Lines below the title: whose it is, of which month, in which state. */
  readonly about: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** The amount that it is about, in fen; printed in figures and in capitals. */
  readonly sum: { readonly label: string; readonly amount: Fen };
  /** Who signs it. */
  readonly signatures: readonly string[];
  readonly at: Date;
}

const MARGIN = 50;
const LINE = 18;
const [SMALL, NORMAL, LARGE] = [8, 10, 16] as const;

/** A month on A4, with as many pages as it takes; the heading of its table is on each. */
export async function monthPaper(month: MonthPaper): Promise<Buffer> {
  const { title, at } = month;
  const paper = pdfPaper({ title, at, size: 'A4', margin: MARGIN });
  paper.font('bold').fontSize(LARGE).text(title, { align: 'center' }).moveDown(0.5);
  paper.font('regular').fontSize(NORMAL);
  for (const line of month.about) paper.text(line);
  let y = headings(paper, month.columns, paper.y + LINE / 2);
  for (const row of month.rows) {
    if (y + LINE > bottomOf(paper)) y = headings(paper.addPage(), month.columns, MARGIN);
    cells(paper, month.columns, row, y);
    y += LINE;
  }
  // The sum and the signatures stay together on one page.
  if (y + 6 * LINE > bottomOf(paper)) {
    paper.addPage();
    y = MARGIN - LINE;
  }
  const { label, amount } = month.sum;
  paper.font('bold').fontSize(NORMAL);
  paper.text(`${label}：¥${formatYuan(amount)}（${inCapitals(amount)}）`, MARGIN, y + LINE);
  paper.font('regular');
  const width = (paper.page.width - 2 * MARGIN) / month.signatures.length;
  month.signatures.forEach((signature, index) => {
    paper.text(`${signature}：`, MARGIN + index * width, y + 3 * LINE, { width, lineBreak: false });
  });
  paper.fontSize(SMALL).text(`打印时间：${wireTime(DateTime.fromJSDate(at))}`, MARGIN, y + 5 * LINE);
  return pdfBytes(paper);
}

const bottomOf = (paper: PdfPaper): number => paper.page.height - MARGIN - LINE;

/** @returns where the first row goes */
function headings(paper: PdfPaper, columns: readonly Column[], y: number): number {
  paper.font('bold').fontSize(SMALL);
  cells(
    paper,
    columns,
    columns.map(({ heading }) => heading),
    y,
  );
  const end = MARGIN + columns.reduce((sum, { width }) => sum + width, 0);
  paper
    .moveTo(MARGIN, y + LINE - 4)
    .lineTo(end, y + LINE - 4)
    .lineWidth(0.5)
    .stroke();
  paper.font('regular').fontSize(SMALL);
  return y + LINE;
}

function cells(paper: PdfPaper, columns: readonly Column[], row: readonly string[], y: number): void {
  let x = MARGIN;
  columns.forEach(({ width, number }, index) => {
    paper.text(row[index] ?? '', x, y, { width: width - 4, align: number ? 'right' : 'left', lineBreak: false });
    x += width;
  });
}
