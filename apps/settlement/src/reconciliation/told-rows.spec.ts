import { describe, expect, it } from '@jest/globals';
import { fen } from '@medisettle/money';
import { Refused } from '@medisettle/national';
import fc from 'fast-check';
import { toldRow, toldRows, type ToldRow } from './told-rows.js';

const LINE = 'S1\tV1\tP1\t12.50\t10\t2.50\t0';
const ROW = {
  settlementId: 'S1',
  visitId: 'V1',
  personId: 'P1',
  total: 1_250,
  fund: 1_000,
  account: 250,
  refund: false,
};

// oxlint-disable-next-line typescript/require-await -- pieces as a stream
async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    yield bytes.subarray(from, end);
    from = end;
  }
}

async function read(bytes: Buffer, cuts: readonly number[] = []): Promise<ToldRow[]> {
  const rows: ToldRow[] = [];
  for await (const row of toldRows(pieces(bytes, cuts))) rows.push(row);
  return rows;
}

const codeOf = async (bytes: Buffer): Promise<string> => {
  try {
    await read(bytes);
    return '';
  } catch (error) {
    return error instanceof Refused ? error.refusal.code : String(error);
  }
};

describe('an uploaded text', () => {
  it('is read the same however it is cut on its way, with and without a mark at its start and an end of line', async () => {
    const bytes = Buffer.from(`${LINE}\r\nS2\tV2\tP2\t-0.01\t0\t-0.01\t1\n`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 8 }), async (cuts) => {
        const rows = await read(Buffer.concat([Buffer.from('\ufeff'), bytes]), cuts);
        expect(rows).toMatchObject([
          { ...ROW, line: 1 },
          { line: 2, settlementId: 'S2', total: -1, account: -1, refund: true },
        ]);
      }),
    );
    expect(await read(Buffer.from(LINE))).toHaveLength(1);
    expect(await read(Buffer.alloc(0))).toEqual([]);
  });

  it('is refused where an empty line is not at its end, and where it is no UTF-8', async () => {
    expect(await codeOf(Buffer.from(`${LINE}\n\n${LINE}`))).toBe('RECON-ROW-COLUMNS');
    expect(await codeOf(Buffer.from(`${LINE}\n\n\n`))).toBe('');
    expect(await codeOf(Buffer.concat([Buffer.from(LINE), Buffer.from([0xe5])]))).toBe('RECON-FILE-ENCODING');
  });

  it.each([
    [LINE.replace('12.50', '12.505'), 'medfee_sumamt'],
    [LINE.replace('12.50', '-12.50'), 'medfee_sumamt'],
    [LINE.replace(/0$/, '1'), 'medfee_sumamt'],
    [LINE.replace(/0$/, '2'), 'refd_setl_flag'],
    [LINE.replace('V1', ''), 'mdtrt_id'],
    [LINE.replace('P1', '../P'), 'psn_no'],
    [LINE.replace('S1', 'S'.repeat(31)), 'setl_id'],
  ])('names the column that is wrong in %j', (line, column) => {
    expect(() => toldRow(line, 9)).toThrow(Refused);
    try {
      toldRow(line, 9);
    } catch (error) {
      expect((error as Refused).refusal.en).toContain(`Row 9 of the file: ${column}`);
    }
  });

  it('keeps amounts to the fen', () => {
    expect(toldRow(LINE, 1).total).toBe(fen(1_250));
  });
});
