import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Log } from '@medisettle/program';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ABSENT, AskedCentre, CLOSED, SETTLED, SETTLED_TEXT } from '../../stand-ins/asked-centre.js';
import { Promised } from '../../stand-ins/promised.js';
import { type LinkReply } from '../centre-link/centre-link.js';
import { pauseAfter } from './backoff.js';
import { Inquiries } from './inquiries.js';
import { Journal } from './journal.js';

const DAY_MS = 86_400_000;
const CLOSE_AFTER_MS = 60_000;
const HORIZON_MS = 600_000;
const SECRET = 'key-of-this-agent';

let folder: string;
let journal: Journal;
let centre: AskedCentre;
let inquiries: Inquiries;
let elapsed: number;
let timeOfDay: number;

const nameOf = (msgid: string): { institution: string; msgid: string } => ({ institution: 'H1', msgid });

/** An intent whose message was sent and not answered. */
async function unknown(msgid: string, person = msgid): Promise<void> {
  const lane = journal.laneOf(person);
  await journal.intend({ ...nameOf(msgid), infno: '2207', fingerprint: 'f', lane, content: { text: '{}' } });
  await journal.note(nameOf(msgid), 'no-answer');
}

/** A sign of life of the centre, and what the agent makes of it. */
async function beat(): Promise<void> {
  centre.beat();
  await inquiries.idle();
}

const stateOf = async (msgid: string): Promise<string | undefined> => (await journal.find(nameOf(msgid)))?.state;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inquiries-'));
  elapsed = 1_000;
  timeOfDay = Date.UTC(2026, 10, 1);
  const silent = new Log('test', 'silent');
  journal = await Journal.open({ path: join(folder, 'a.sqlite'), secret: SECRET }, silent, () => timeOfDay);
  centre = new AskedCentre();
  inquiries = new Inquiries(
    centre,
    journal,
    { pace: { firstMs: 1_000, longestMs: 60_000 }, closeAfterMs: CLOSE_AFTER_MS, horizonMs: HORIZON_MS },
    silent,
    { elapsed: () => elapsed, chance: () => 0.999 },
  );
});

afterEach(async () => {
  await inquiries.close();
  await journal.close();
  rmSync(folder, { recursive: true });
});

describe('an unknown outcome', () => {
  it('is asked for until the centre says what it is, and is then known with the same bytes', async () => {
    await unknown('M1');
    await inquiries.open();
    centre.reply = () => ({ outcome: 'no-answer' });
    await beat();
    expect(inquiries.unresolved).toMatchObject([
      { msgid: 'M1', tried: 1, last: { asked: 'outcome', came: 'no-answer' } },
    ]);
    await beat();
    expect(centre.asked).toHaveLength(1);
    centre.reply = () => SETTLED;
    elapsed += 1_000;
    await beat();
    expect(await journal.read(nameOf('M1'))).toMatchObject({ state: 'settled', answer: SETTLED_TEXT });
    expect(inquiries.unresolved).toEqual([]);
    elapsed += DAY_MS;
    await beat();
    expect(centre.asked).toHaveLength(2);
  });

  it('that the centre has not seen is closed there after a while, and only then absent for certain', async () => {
    await unknown('M1');
    await inquiries.open();
    await beat();
    expect(await stateOf('M1')).toBe('absent');
    elapsed += CLOSE_AFTER_MS - 1;
    await beat();
    expect(centre.asked.filter((asked) => asked.startsWith('close'))).toEqual([]);
    elapsed += 60_000;
    centre.reply = (what) => (what === 'close' ? CLOSED : ABSENT);
    await beat();
    expect(centre.asked.at(-1)).toBe('close M1');
    expect(await stateOf('M1')).toBe('closed');
    expect(inquiries.unresolved).toEqual([]);
  });

  it('that was done in the moment in which it was to be closed is settled', async () => {
    await unknown('M1');
    await inquiries.open();
    await beat();
    elapsed += CLOSE_AFTER_MS;
    centre.reply = () => SETTLED;
    await beat();
    expect(centre.asked.at(-1)).toBe('close M1');
    expect(await stateOf('M1')).toBe('settled');
  });

  it('can be given up by a person at once', async () => {
    await unknown('M1');
    await inquiries.open();
    centre.reply = () => CLOSED;
    expect(await inquiries.giveUp(nameOf('M1'))).toBe(true);
    expect([await stateOf('M1'), centre.asked]).toEqual(['closed', ['close M1']]);
    expect(await inquiries.giveUp(nameOf('M1'))).toBe(false);
  });

  it('stands in the list with since when, what was tried and when it is tried next; late ones stand out', async () => {
    await unknown('M1');
    await inquiries.open();
    centre.reply = () => ({ outcome: 'fault' });
    await beat();
    const [listed] = inquiries.unresolved;
    expect(listed).toEqual({
      institution: 'H1',
      msgid: 'M1',
      infno: '2207',
      state: 'unknown',
      since: new Date(timeOfDay).toISOString(),
      tried: 1,
      last: { at: expect.any(String), asked: 'outcome', came: 'fault' },
      next: expect.any(String),
      overdue: false,
    });
    elapsed += HORIZON_MS;
    centre.goes(false);
    expect(inquiries.unresolved).toMatchObject([{ overdue: true, next: null }]);
  });
});

describe('unknown outcomes', () => {
  it('are all asked for, each once, as soon as the centre is back', async () => {
    for (const msgid of ['M1', 'M2', 'M3']) await unknown(msgid, msgid === 'M3' ? 'other' : 'person');
    await inquiries.open();
    centre.reply = () => ({ outcome: 'no-answer' });
    await beat();
    centre.goes(false);
    await beat();
    expect(centre.asked).toHaveLength(3);
    centre.reply = () => SETTLED;
    centre.goes(true);
    await beat();
    await beat();
    expect(centre.asked.slice(3).sort()).toEqual(['outcome M1', 'outcome M2', 'outcome M3']);
  });

  it('of one person are asked for in their order, and one that cannot be cleared holds up nobody', async () => {
    await unknown('M1', 'person');
    await unknown('M2', 'person');
    await unknown('M3', 'other');
    await inquiries.open();
    const held = new Promised<LinkReply<never>>();
    centre.reply = (_, msgid) => (msgid === 'M1' ? held.promise : SETTLED);
    centre.beat();
    while (centre.asked.length < 2) await new Promise(setImmediate);
    expect(centre.asked).toEqual(['outcome M1', 'outcome M3']);
    held.resolve({ outcome: 'fault' });
    await inquiries.idle();
    expect(centre.asked.at(-1)).toBe('outcome M2');
    expect(inquiries.unresolved.map(({ msgid }) => msgid)).toEqual(['M1']);
  });

  it('of one person are closed in their order, until the older one is past the horizon', async () => {
    await unknown('M1', 'person');
    await unknown('M2', 'person');
    await inquiries.open();
    centre.reply = (what, msgid) => (msgid === 'M1' ? { outcome: 'fault' } : what === 'close' ? CLOSED : ABSENT);
    await beat();
    elapsed += CLOSE_AFTER_MS * 2;
    await beat();
    expect(await stateOf('M2')).toBe('absent');
    elapsed += HORIZON_MS;
    await beat();
    expect([await stateOf('M1'), await stateOf('M2')]).toEqual(['unknown', 'closed']);
  });

  it('are not touched by a change of the time of day', async () => {
    await unknown('M1');
    await inquiries.open();
    await beat();
    for (const jump of [DAY_MS, -2 * DAY_MS]) {
      timeOfDay += jump;
      await beat();
      expect([centre.asked.length, inquiries.unresolved[0]?.overdue]).toEqual([1, false]);
    }
    elapsed += CLOSE_AFTER_MS;
    centre.reply = () => CLOSED;
    await beat();
    expect(await stateOf('M1')).toBe('closed');
  });
});

describe('the pause between tries', () => {
  it('doubles up to its longest, between half and all of it', () => {
    const pace = { firstMs: 1_000, longestMs: 60_000 };
    expect([1, 2, 3, 7, 1_000].map((tried) => pauseAfter(tried, pace, 0))).toEqual([500, 1_000, 2_000, 30_000, 30_000]);
    expect(pauseAfter(1, pace, 0.5)).toBe(750);
  });
});
