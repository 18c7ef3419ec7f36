import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { His } from '../world/his.js';
import { startProvince, type TestProvince } from '../world/programs.js';

const HOSPITAL = 'H31010600001';

let shanghai: TestProvince;

beforeAll(async () => {
  shanghai = await startProvince();
});

afterAll(async () => {
  await shanghai?.close();
});

type Door = 'agent' | 'centre';

const keyOf = (door: Door): string => (door === 'agent' ? shanghai.keys.his : shanghai.keys.operator);

function post(door: Door, body: string | FormData, path = 'rsfComIfsService/callService'): Promise<Response> {
  return fetch(`${shanghai[door].url}/fsi/api/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keyOf(door)}`,
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
    },
    body,
  });
}

const his = new His('', '', HOSPITAL);

function form(bytes: Buffer | null, infno = '9101', fileFirst = false): FormData {
  const input = { fsUploadIn: { filename: '明细.zip', fixmedins_code: HOSPITAL } };
  const made = new FormData();
  const parts: [string, string | Blob][] = [['jsonStr', his.message(infno, input)]];
  if (bytes) parts.push(['file', new Blob([Uint8Array.from(bytes)])]);
  for (const [name, value] of fileFirst ? parts.toReversed() : parts) {
    if (typeof value === 'string') made.append(name, value);
    else made.append(name, value, 'detail.zip');
  }
  return made;
}

const download = (door: Door, file_qury_no: unknown): Promise<Response> =>
  post(door, his.message('9102', { fsDownloadIn: { file_qury_no, filename: 'x', fixmedins_code: HOSPITAL } }));

async function uploaded(door: Door, sent: FormData, path?: string): Promise<unknown> {
  const answer = (await (await post(door, sent, path)).json()) as { infcode: number; output: { file_qury_no: string } };
  expect(answer.infcode).toBe(0);
  return answer.output.file_qury_no;
}

describe.each(['agent', 'centre'] as const)('a file at the %s', (door) => {
  it('comes back as it went, byte for byte, whatever its size and the order of its parts', async () => {
    for (const [size, fileFirst] of [
      [1, false],
      [512 * 1024, true],
      [1_700_000, false],
    ] as const) {
      const bytes = randomBytes(size);
      const answer = await download(door, await uploaded(door, form(bytes, '9101', fileFirst)));
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      expect(answer.headers.get('content-length')).toBe(String(size));
      expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('明细.zip'));
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    }
    await uploaded(door, form(randomBytes(10)), 'fileupload/upload');
  });

  it('that is missing, or is none, is refused', async () => {
    const codes = async (answer: Promise<Response>): Promise<[number, string]> => {
      const { status, headers } = await answer;
      const body = (await (await answer).json()) as { code?: string; err_msg?: string };
      expect(headers.get('content-type')).toContain('application/json');
      return [status, body.code ?? /\[(.*?)\]/.exec(body.err_msg ?? '')?.[1] ?? ''];
    };
    expect(await codes(post(door, form(null)))).toEqual([400, 'FILE-MISSING']);
    expect(await codes(post(door, form(randomBytes(10), '2207')))).toEqual([400, 'MSG-PATH-MISMATCH']);
    expect(await codes(download(door, 'D0'))).toEqual([200, 'FILE-UNKNOWN']);
  });
});
