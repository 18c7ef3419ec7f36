import { createRequire } from 'node:module';
import type PdfDocument from 'pdfkit';

const require = createRequire(import.meta.url);
/** Loaded with the first paper, so that a program that starts is up sooner. */
const library = (): typeof PdfDocument => require('pdfkit') as typeof PdfDocument;
/** Noto Sans SC: every character of GB 18030 that a name or an item may have; only glyphs in use are embedded. */
const FONTS = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
} as const;

/** A paper to print on. */
export type PdfPaper = InstanceType<typeof PdfDocument>;

/** What a paper is. Lengths in points. */
export interface PaperSettings {
  readonly title: string;
  /** When it was made. */
  readonly at: Date;
  /** Name of a size, or width and height in points. */
  readonly size: 'A4' | 'A5' | readonly [number, number];
  readonly margin: number;
  /** Keeps all pages at hand until the paper ends, so that each can say how many there are. */
  readonly numbered?: boolean;
}

/**
 * An empty paper with the fonts `regular` and `bold`, whose Chinese glyphs are embedded, so that it prints the same
 * everywhere. The first page is there; `regular` is set.
 */
export function pdfPaper({ title, at, size, margin, numbered = false }: PaperSettings): PdfPaper {
  const Paper = library();
  const paper = new Paper({
    size: typeof size === 'string' ? size : [...size],
    margin,
    bufferPages: numbered,
    font: require.resolve(FONTS.regular),
    info: { Title: title, CreationDate: at, Producer: 'medisettle', Creator: 'medisettle' },
    lang: 'zh-CN',
    displayTitle: true,
  });
  for (const [name, file] of Object.entries(FONTS)) paper.registerFont(name, require.resolve(file));
  return paper.font('regular');
}

/** Ends a paper. @returns its bytes */
export function pdfBytes(paper: PdfPaper): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    paper.on('data', (part: Buffer) => parts.push(part));
    paper.on('end', () => {
      resolve(Buffer.concat(parts));
    });
    paper.on('error', reject);
    paper.end();
  });
}
