import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { arrayRows, csvRows, ndjsonRows, type UploadRow } from './upload-rows.js';

async function all(rows: AsyncIterable<UploadRow> | Iterable<UploadRow>): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const row of rows) read.push('value' in row ? [row.line, row.value] : [row.line, row.problem.code]);
  // Rows that cannot be read may be told of a little early.
  return read.toSorted((a, b) => Number((a as number[])[0]) - Number((b as number[])[0]));
}

const chunks = (text: string, size: number): Buffer[] => {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, part) =>
    bytes.subarray(part * size, (part + 1) * size),
  );
};

describe('the rows of an upload', () => {
  it.each([1, 7, 4096])('are lines of JSON, however the bytes are cut (%i)', async (size) => {
    const text = '{"名":"甲"}\r\n\n  \n{"a":\n[1]';
    expect(await all(ndjsonRows(Readable.from(chunks(text, size))))).toEqual([
      [1, { 名: '甲' }],
      [4, 'CARD-EVENT-LINE'],
      [5, [1]],
    ]);
  });

  it('too long to be one are reported and passed over, also the last', async () => {
    const long = 'x'.repeat(20_000);
    expect(await all(ndjsonRows(Readable.from(chunks(`${long}\n1\n${long}`, 1_000))))).toEqual([
      [1, 'CARD-EVENT-LINE'],
      [2, 1],
      [3, 'CARD-EVENT-LINE'],
    ]);
  });

  it('that are no UTF-8 are reported', async () => {
    expect(await all(ndjsonRows(Readable.from([Buffer.from([0x22, 0xc4, 0xe3, 0x22, 0x0a])])))).toEqual([
      [1, 'CARD-EVENT-LINE'],
    ]);
  });

  it('of a CSV file are named by its header; an empty cell says nothing', async () => {
    const csv = '\uFEFFeventId,cardNumber,guardianName,guardianRelation\nE1,"C,1",,\nE2,C2,甲,parent\nshort\nE3,,,\n';
    expect(await all(csvRows(Readable.from([Buffer.from(csv)])))).toEqual([
      [2, { eventId: 'E1', cardNumber: 'C,1' }],
      [3, { eventId: 'E2', cardNumber: 'C2', guardian: { name: '甲', relation: 'parent' } }],
      [4, 'CARD-EVENT-LINE'],
      [5, { eventId: 'E3' }],
    ]);
  });

  it('of a file that is none are given up', async () => {
    const body = Readable.from(chunks(`a,b\n${'1\n'.repeat(30_000)}`, 4_096));
    await expect(all(csvRows(body))).rejects.toMatchObject({ refusal: { code: 'CARD-EVENT-LINE' } });
  });

  it('of a list count from 1', async () => {
    expect(await all(arrayRows(['a', 'b']))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });
});
