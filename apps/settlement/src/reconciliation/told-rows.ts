import { parseYuan, type Fen } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { TextDecoder } from 'node:util';

/** One row of the text that an institution uploads: a settlement, or the refund of one as a row of its own. */
export interface ToldRow {
  /** From 1. */
  readonly line: number;
  readonly settlementId: string;
  readonly visitId: string;
  readonly personId: string;
  /** Fen; at most 0 in a refund. */
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
  readonly refund: boolean;
}

const COLUMNS = ['setl_id', 'mdtrt_id', 'psn_no', 'medfee_sumamt', 'fund_pay_sumamt', 'acct_pay', 'refd_setl_flag'];
/** Far more than a row of seven short columns needs. */
const LINE_CHARACTERS_MAX = 1_000;
const ROWS_MAX = 2_000_000;

/**
 * Reads the rows of an upload: UTF-8, a row a line, columns separated by TAB, `null` for empty. An empty line at the end
 * and a byte order mark are no rows.
 * @throws Refused RECON-FILE-ENCODING, RECON-ROW-COLUMNS, RECON-ROW-VALUE, RECON-ZIP-SIZE
 */
export async function* toldRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<ToldRow> {
  let number = 0;
  let blank = 0;
  for await (const line of lines(bytes)) {
    number += 1;
    if (line === '') {
      blank = blank || number;
      continue;
    }
    // Only the end may be empty.
    if (blank > 0) refuse('RECON-ROW-COLUMNS', { line: String(blank) });
    if (number > ROWS_MAX) refuse('RECON-ZIP-SIZE', { most: String(ROWS_MAX) });
    yield toldRow(line, number);
  }
}

/** Refuses RECON-ROW-COLUMNS, RECON-ROW-VALUE. */
export function toldRow(line: string, number: number): ToldRow {
  const values = line.split('\t').map((value) => value.trim());
  if (values.length !== COLUMNS.length) refuse('RECON-ROW-COLUMNS', { line: String(number) });
  const wrong = (column: number): never =>
    refuse('RECON-ROW-VALUE', { line: String(number), column: COLUMNS[column] ?? '' });
  const code = (column: number): string => {
    const value = values[column] ?? '';
    return /^[\w.-]{1,30}$/.test(value) && value !== 'null' ? value : wrong(column);
  };
  const flag = values[6] ?? '';
  if (flag !== '0' && flag !== '1') wrong(6);
  const refund = flag === '1';
  const amount = (column: number): Fen => {
    const value = parseYuan(values[column] ?? '');
    return value !== null && (refund ? value <= 0 : value >= 0) ? value : wrong(column);
  };
  return {
    line: number,
    settlementId: code(0),
    visitId: code(1),
    personId: code(2),
    total: amount(3),
    fund: amount(4),
    account: amount(5),
    refund,
  };
}

async function* lines(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let number = 0;
  for await (const chunk of bytes) {
    const parts = (rest + decoded(decoder, chunk)).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      number += 1;
      yield bounded(part, number);
    }
    bounded(rest, number + 1);
  }
  rest += decoded(decoder);
  if (rest !== '') yield bounded(rest, number + 1);
}

function bounded(line: string, number: number): string {
  if (line.length > LINE_CHARACTERS_MAX) refuse('RECON-ROW-COLUMNS', { line: String(number) });
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function decoded(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    // The only thing that a fatal decoder throws for is text that is not UTF-8.
    return refuse('RECON-FILE-ENCODING');
  }
}
