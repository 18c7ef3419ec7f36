import { type PdfPaper } from '@medisettle/program';
import { setImmediate } from 'node:timers/promises';

/** What pdfkit knows of the font in use, though its types do not tell. */
interface WithFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

/**
 * Words as they can be printed: a sign that the font does not have is named by its code, 〔U+20BB7〕. It would be left out
 * in silence otherwise, and a name would be another one.
 */
export function writable(paper: PdfPaper, text: string): string {
  const { font } = (paper as unknown as WithFont)._font;
  return Array.from(text, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    return sign === '\n' || font.hasGlyphForCodePoint(code) ? sign : `〔U+${code.toString(16).toUpperCase()}〕`;
  }).join('');
}

/** A column of a table: where its words end up, and its part of the width. */
export interface Column {
  readonly heading: string;
  readonly part: number;
  readonly align: 'left' | 'right';
}

const GAP = 6;

/**
 * Writes cells beside each other and goes on beneath the highest; on a new page where this one ends.
 * @param onPage what a new page begins with
 */
function row(
  paper: PdfPaper,
  columns: readonly Column[],
  cells: readonly string[],
  onPage: () => void = () => undefined,
): void {
  const { left, right, bottom } = paper.page.margins;
  const width = paper.page.width - left - right;
  const whole = columns.reduce((sum, { part }) => sum + part, 0);
  const boxes = columns.map(({ part, align }, index) => ({
    text: writable(paper, cells[index] ?? ''),
    width: (width * part) / whole - GAP,
    align,
  }));
  const height = Math.max(...boxes.map(({ text, width: room }) => paper.heightOfString(text, { width: room })));
  if (paper.y + height > paper.page.height - bottom) {
    paper.addPage();
    onPage();
  }
  const { y } = paper;
  let x = left;
  for (const [index, { text, width: room, align }] of boxes.entries()) {
    paper.text(text, x, y, { width: room, align });
    x += (width * (columns[index]?.part ?? 0)) / whole;
  }
  paper.x = left;
  paper.y = y + height + 2;
}

/** Writes the headings of a table: where it begins, and again on every page that it reaches. */
function headingsOf(paper: PdfPaper, columns: readonly Column[]): () => void {
  return () => {
    paper.font('bold');
    row(
      paper,
      columns,
      columns.map(({ heading }) => heading),
    );
    paper.font('regular');
  };
}

/** A table with its headings, which stand on every page that it reaches. */
export function table(paper: PdfPaper, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  const headings = headingsOf(paper, columns);
  headings();
  for (const cells of rows) row(paper, columns, cells, headings);
}

/** Some ten milliseconds of work. */
const ROWS_AT_A_TIME = 10;

/** As {@link table}, for hundreds of rows: the counter's cards and messages are seen to in between. */
export async function longTable(
  paper: PdfPaper,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  const headings = headingsOf(paper, columns);
  headings();
  for (const [index, cells] of rows.entries()) {
    row(paper, columns, cells, headings);
    if (index % ROWS_AT_A_TIME === 0) await setImmediate();
  }
}

const FACT: readonly Column[] = [
  { heading: '', part: 2, align: 'left' },
  { heading: '', part: 5, align: 'right' },
];

/** An amount in yuan as papers say it, the sign before it: `-¥5.00`; zero has none. */
export function yuan(amount: string): string {
  const size = amount.replace(/^-/, '');
  return `${size !== amount && /[1-9]/.test(size) ? '-' : ''}¥${size}`;
}

/** Names with what they are, one beneath the other. */
export function facts(paper: PdfPaper, rows: readonly (readonly [string, string])[]): void {
  for (const cells of rows) row(paper, FACT, cells);
}

/** A line across the page. */
export function rule(paper: PdfPaper): void {
  const { left, right } = paper.page.margins;
  paper
    .moveTo(left, paper.y + 3)
    .lineTo(paper.page.width - right, paper.y + 3)
    .lineWidth(0.5)
    .stroke();
  paper.y += 8;
}

/** The heading of a paper, and beneath it what must not be overseen. */
export function heading(paper: PdfPaper, lines: readonly string[], marks: readonly string[] = []): void {
  paper.font('bold').fontSize(13);
  for (const line of lines) paper.text(writable(paper, line), { align: 'center' });
  paper.fontSize(11);
  for (const mark of marks) paper.text(`【${writable(paper, mark)}】`, { align: 'center' });
  paper.font('regular').fontSize(9).moveDown(0.4);
}

/** Writes "1/3" at the foot of each page; last of all, on a paper that was begun as `numbered`. */
export function numberPages(paper: PdfPaper): void {
  const { start, count } = paper.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    paper.switchToPage(page);
    const { left, right, bottom } = paper.page.margins;
    const { height, width } = paper.page;
    // Within the margin there is no room for text, and a page would be added for it.
    paper.page.margins.bottom = 0;
    paper.font('regular').fontSize(8);
    paper.text(`${page - start + 1}/${count}`, left, height - bottom + 8, {
      width: width - left - right,
      align: 'center',
    });
    paper.page.margins.bottom = bottom;
  }
}
