import { refusal, Refused, type Refusal, type RefusalCode } from '@medisettle/national';
import { CsvError, parse } from 'csv-parse';
import { type Readable, pipeline } from 'node:stream';

/** One row of an upload: its value, or why it cannot be read. Lines count from 1. */
export type UploadRow =
  { readonly line: number; readonly value: unknown } | { readonly line: number; readonly problem: Refusal };

/** Longest line that is taken, in bytes; a longer one would be a way to fill the memory. */
const LINE_BYTES_MAX = 16 * 1024;

/** So many rows one after the other that cannot be read: this is no file of events. */
const UNREADABLE_MAX = 10_000;

const NEW_LINE = 0x0a;

const unreadable = (line: number, reason: string, code: RefusalCode = 'CARD-EVENT-LINE'): UploadRow => ({
  line,
  problem: refusal(code, { reason }),
});

/** Rows of a JSON array that is in memory already. */
export function* arrayRows(values: readonly unknown[]): Generator<UploadRow> {
  for (const [index, value] of values.entries()) yield { line: index + 1, value };
}

/**
 * Rows of newline-delimited JSON, read as they come; empty lines are passed over.
 * @param code the refusal of a line that cannot be read
 */
export async function* ndjsonRows(body: AsyncIterable<Buffer>, code?: RefusalCode): AsyncGenerator<UploadRow> {
  let line = 0;
  for await (const bytes of linesOf(body)) {
    line += 1;
    if (bytes === 'too long') yield unreadable(line, `> ${LINE_BYTES_MAX} bytes`, code);
    else if (!isBlank(bytes)) yield jsonRow(line, bytes, code);
  }
}

function jsonRow(line: number, bytes: Buffer, code: RefusalCode | undefined): UploadRow {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { line, value: JSON.parse(text) as unknown };
  } catch {
    // A fatal decoder and the JSON parser throw for one reason each: this line is not JSON in UTF-8.
    return unreadable(line, 'JSON', code);
  }
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);

/** Lines without their ends. What does not fit into memory is dropped up to the end of its line. */
async function* linesOf(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer | 'too long'> {
  let held: Buffer = Buffer.alloc(0);
  let dropping = false;
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, start)) {
      const line = Buffer.concat([held, chunk.subarray(start, end)]);
      yield dropping || line.length > LINE_BYTES_MAX ? 'too long' : line;
      held = Buffer.alloc(0);
      dropping = false;
      start = end + 1;
    }
    held = dropping ? held : Buffer.concat([held, chunk.subarray(start)]);
    if (held.length <= LINE_BYTES_MAX) continue;
    dropping = true;
    held = Buffer.alloc(0);
  }
  if (dropping) yield 'too long';
  else if (held.length > 0) yield held;
}

/**
 * Rows of a CSV file with a header line, read as they come. Columns are named as the fields of an event, a guardian's
 * as `guardianName` and `guardianRelation`; an empty cell says nothing.
 * @param code the refusal of a line that cannot be read, and of the file when thousands in a row cannot
 */
export async function* csvRows(body: Readable, code: RefusalCode = 'CARD-EVENT-LINE'): AsyncGenerator<UploadRow> {
  const skipped: UploadRow[] = [];
  const parser = parse({
    columns: true,
    bom: true,
    trim: true,
    info: true,
    skip_empty_lines: true,
    max_record_size: LINE_BYTES_MAX,
    skip_records_with_error: true,
    on_skip: (error) => {
      skipped.push(unreadable(Number(error?.['lines'] ?? 0), error?.code ?? 'CSV', code));
      if (skipped.length > UNREADABLE_MAX) {
        parser.destroy(new Refused(refusal(code, { reason: 'CSV' })));
      }
      return undefined;
    },
  });
  // A body that breaks off ends the parser with its error, which is thrown below.
  pipeline(body, parser, () => undefined);
  try {
    for await (const row of parser as AsyncIterable<CsvRow>) {
      yield* skipped.splice(0);
      yield { line: row.info.lines, value: fieldsOf(row.record) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    skipped.push(unreadable(Number(error['lines'] ?? 0), error.code, code));
  }
  yield* skipped;
}

interface CsvRow {
  readonly info: { readonly lines: number };
  readonly record: Readonly<Record<string, string>>;
}

function fieldsOf(record: Readonly<Record<string, string>>): Record<string, unknown> {
  const said = Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== ''));
  const { guardianName: name, guardianRelation: relation, ...fields } = said;
  return name === undefined && relation === undefined ? fields : { ...fields, guardian: { name, relation } };
}
