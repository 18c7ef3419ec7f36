import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Log } from '@medisettle/program';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Intent } from './intent.js';
import { sqliteCodeOf } from './journal-file.js';
import { Journal } from './journal.js';

const SECRET = 'key-of-this-agent';
const ANSWER = '{"infcode":0,"paid":12.50}';

let folder: string;
let path: string;
let journal: Journal;
let lines: string[];
let log: Log;
let now: number;

const intentOf = (msgid: string, text = `{"msgid":"${msgid}","psn_name":"陆退休"}`): Intent => ({
  institution: 'H31010600001',
  msgid,
  infno: '2207',
  fingerprint: `fingerprint-${msgid}`,
  lane: journal.laneOf('3100000000000022'),
  content: { text },
});

const open = async (bytesMax?: number): Promise<Journal> =>
  (journal = await Journal.open({ path, secret: SECRET, bytesMax }, log, () => now));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(folder, 'data', 'agent.sqlite');
  lines = [];
  log = new Log('test', 'debug', { write: (line: string) => void lines.push(line) });
  now = Date.UTC(2026, 10, 1);
  await open();
});

afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true });
});

describe('an intent', () => {
  it('is kept sealed, in files that belong to one user alone', async () => {
    await journal.intend(intentOf('M1'));
    expect((await journal.read(intentOf('M1'))).content).toEqual(intentOf('M1').content);
    const files = readdirSync(join(folder, 'data')).map((name) => join(folder, 'data', name));
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual(files.map(() => 0o600));
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
    const bytes = Buffer.concat(files.map((file) => readFileSync(file)));
    expect(bytes.includes(Buffer.from('M1'))).toBe(true);
    for (const personal of ['陆退休', '3100000000000022']) expect(bytes.includes(Buffer.from(personal))).toBe(false);
  });

  it('that was on its way is unknown after a start; one with an end keeps it to the letter', async () => {
    for (const msgid of ['M1', 'M2', 'M3', 'M4']) await journal.intend(intentOf(msgid));
    expect(await journal.note(intentOf('M2'), 'settled', ANSWER)).toBe('settled');
    expect(await journal.note(intentOf('M3'), 'not-sent')).toBe('waiting');
    expect(await journal.note(intentOf('M4'), 'no-answer')).toBe('unknown');
    await journal.close();
    now += 60_000;
    await open();
    expect((await journal.open()).map(({ msgid, state }) => [msgid, state])).toEqual([
      ['M1', 'unknown'],
      ['M4', 'unknown'],
    ]);
    expect(await journal.find(intentOf('M1'))).toMatchObject({ madeAt: now - 60_000, changedAt: now });
    expect(await journal.read(intentOf('M2'))).toMatchObject({ state: 'settled', answer: ANSWER });
    expect(await journal.find(intentOf('M3'))).toMatchObject({ state: 'waiting' });
  });

  it('keeps its first end, whatever is heard later', async () => {
    await journal.intend(intentOf('M1'));
    await journal.note(intentOf('M1'), 'settled', ANSWER);
    expect(await journal.note(intentOf('M1'), 'refused', '{"infcode":-1}')).toBe('settled');
    await journal.intend(intentOf('M1', 'other words'));
    expect(await journal.read(intentOf('M1'))).toMatchObject({ answer: ANSWER, content: intentOf('M1').content });
  });

  it('shares its commit with those that wait with it', async () => {
    const before = journal.commits;
    await Promise.all(Array.from({ length: 100 }, (_, number) => journal.intend(intentOf(`M${number}`))));
    expect(journal.commits - before).toBe(1);
    expect(await journal.open()).toHaveLength(100);
  });
});

describe('a journal', () => {
  it('belongs to one agent at a time', async () => {
    const second = Journal.open({ path, secret: SECRET }, log);
    expect(sqliteCodeOf(await second.catch((error: unknown) => error))).toBe('SQLITE_BUSY');
  });

  it('is not opened with another key, and stays as it is', async () => {
    await journal.intend(intentOf('M1'));
    await journal.close();
    await expect(Journal.open({ path, secret: 'another key' }, log)).rejects.toThrow(path);
    await open();
    expect(await journal.open()).toHaveLength(1);
  });

  it('on a full disk takes no new intent, loses none, and goes on once there is room', async () => {
    await journal.close();
    await open(100 * 4096);
    const long = 'x'.repeat(20_000);
    const taken: string[] = [];
    let refused: unknown;
    for (let number = 1; refused === undefined; number += 1) {
      await journal.intend(intentOf(`M${number}`, long)).then(
        () => taken.push(`M${number}`),
        (error: unknown) => (refused = error),
      );
    }
    expect(sqliteCodeOf(refused)).toBe('SQLITE_FULL');
    expect(taken.length).toBeGreaterThan(5);
    // A small one beside an impossible one is not taken along.
    const [small, large] = await Promise.allSettled([
      journal.note(intentOf('M1'), 'no-answer'),
      journal.intend(intentOf('large', long)),
    ]);
    expect([small.status, large.status]).toEqual(['fulfilled', 'rejected']);
    await journal.close();
    await open();
    expect((await journal.open()).map(({ msgid }) => msgid)).toEqual(taken);
    for (const msgid of taken) expect((await journal.read(intentOf(msgid))).content.text).toBe(long);
    await journal.intend(intentOf('after'));
  });
});

describe('a damaged journal', () => {
  const fill = async (count: number): Promise<void> => {
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    await Promise.all(
      numbers.map((number) => {
        now += 1_000;
        return journal.intend(intentOf(`M${number}`, 'x'.repeat(1_000)));
      }),
    );
    await journal.close();
  };

  it('cut in the middle is saved as far as it can be read, says what is missing, and keeps the damaged file', async () => {
    await fill(600);
    const whole = statSync(path).size;
    truncateSync(path, Math.floor(whole / 2));
    await open();
    const [damage] = await journal.damages();
    const kept = await journal.open();
    expect(kept.length).toBeGreaterThan(100);
    expect(kept.length).toBeLessThan(600);
    expect(damage).toMatchObject({ kept: kept.length, endLost: true, foundAt: now });
    expect((await journal.read(intentOf('M1'))).content.text).toHaveLength(1_000);
    expect(statSync(damage?.file ?? '').size).toBe(Math.floor(whole / 2));
    expect(lines.join('')).toContain('the journal is damaged');
    // It stands for ever in the new journal, which is whole.
    await journal.close();
    await open();
    expect(await journal.damages()).toHaveLength(1);
    await journal.intend(intentOf('after'));
  });

  it('with a page overwritten counts what is missing and between which moments it was made', async () => {
    await fill(600);
    const bytes = readFileSync(path);
    const marked = bytes.lastIndexOf(Buffer.from('H31010600001M3002207'));
    bytes.fill(0, Math.floor(marked / 4096) * 4096, (Math.floor(marked / 4096) + 1) * 4096);
    writeFileSync(path, bytes);
    await open();
    const [damage] = await journal.damages();
    const kept = await journal.open();
    expect(kept.length).toBeGreaterThan(500);
    expect(damage).toMatchObject({ kept: kept.length, lost: 600 - kept.length, endLost: false });
    const begin = Date.UTC(2026, 10, 1);
    expect(damage?.after).toBeLessThan(begin + 300_000);
    expect(damage?.before).toBeGreaterThan(begin + 300_000);
  });

  it.each([
    ['emptied', 0],
    ['without its first page', 50],
  ])('that was %s does not begin anew without a word', async (_, size) => {
    await fill(5);
    truncateSync(path, size);
    await open();
    expect(await journal.open()).toEqual([]);
    const [damage] = await journal.damages();
    expect(damage).toMatchObject({ kept: 0, endLost: true, after: null, before: null });
    expect(existsSync(damage?.file ?? '')).toBe(true);
  });

  it('whose saving was cut short is saved at the next start', async () => {
    await fill(5);
    // As a crash leaves it between the two last renames: the damaged file aside, the saved one complete.
    renameSync(path, `${path}.complete`);
    await open();
    expect(await journal.open()).toHaveLength(5);
  });
});
