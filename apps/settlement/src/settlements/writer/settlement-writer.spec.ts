import { beforeEach, describe, expect, it } from '@jest/globals';
import { refusal, Refused } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { CommitUnknown } from '../../database/transactions.js';
import { MsgidTaken, type Reservation } from '../../messages/reservations.js';
import { type Batch, type BatchOutcome } from './batch.js';
import { SettlementWriter } from './settlement-writer.js';
import { type Ended, type Kept, type SettlementUnderWay } from './settlement-under-way.js';

interface Written {
  readonly members: readonly SettlementUnderWay[];
  readonly patient: boolean;
  /** Commits: everybody is kept, save those whose person is held. */
  readonly commit: (held?: string[]) => void;
  readonly fail: (error: Error) => void;
}

const kept = (msgid: string): Kept => ({ reservation: { msgid } as Reservation, code: null });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let batches: Written[];
let writer: SettlementWriter;

beforeEach(() => {
  batches = [];
  const batch: Pick<Batch, 'write'> = {
    write: (members, patient = false) =>
      new Promise<BatchOutcome>((resolve, fail) => {
        const commit = (persons: string[] = []): void => {
          const held = new Set(persons);
          const present = members.filter(({ data }) => !held.has(data.psn_no));
          resolve({
            held,
            ended: new Map(present.map((one): [typeof one, Ended] => [one, { kept: kept(one.msgid) }])),
          });
        };
        batches.push({ members, patient, commit, fail });
      }),
  };
  writer = new SettlementWriter(batch as Batch, new Log('test', 'silent'), { SETTLEMENTS_WAITING_MAX: 8 });
});

const settle = (msgid: string, person = msgid): Promise<string> =>
  writer
    .settle({ msgid, data: { psn_no: person } } as SettlementUnderWay)
    .then(({ reservation }) => reservation.msgid)
    .catch((error: unknown) => (error instanceof Refused ? error.refusal.code : (error as Error).message));

const shown = (): string[] => batches.map(({ members }) => members.map(({ msgid }) => msgid).join(' '));

/** Two batches that are under way, so that whoever comes now is gathered. */
async function occupied(): Promise<{ readonly ended: Promise<string[]> }> {
  const first = settle('x');
  await turn();
  const second = settle('y');
  await turn();
  expect(shown()).toEqual(['x', 'y']);
  return { ended: Promise.all([first, second]) };
}

describe('the writer', () => {
  it('writes a settlement that comes alone at once, and gathers those that come meanwhile', async () => {
    const { ended } = await occupied();
    const gathered = ['a', 'b', 'c'].map((msgid) => settle(msgid));
    await turn();
    expect(shown()).toEqual(['x', 'y']);
    batches[0]?.commit();
    await turn();
    expect(shown()).toEqual(['x', 'y', 'a b c']);
    for (const { commit } of batches) commit();
    expect([await ended, await Promise.all(gathered)]).toEqual([
      ['x', 'y'],
      ['a', 'b', 'c'],
    ]);
  });

  it('never has one person in two batches', async () => {
    await occupied();
    const mine = [settle('x2', 'x'), settle('a'), settle('x3', 'x')];
    batches[1]?.commit();
    await turn();
    expect(shown()).toEqual(['x', 'y', 'a']);
    batches[0]?.commit();
    await turn();
    expect(shown()).toEqual(['x', 'y', 'a', 'x2 x3']);
    for (const { commit } of batches) commit();
    expect(await Promise.all(mine)).toEqual(['x2', 'a', 'x3']);
  });

  it('turns away at its bound with a clear word, and takes more when there is room', async () => {
    await occupied();
    const waiting = Array.from({ length: 8 }, (_, index) => settle(`w${index}`));
    expect(await settle('one too many')).toBe('CENTRE-BUSY');
    batches[0]?.commit();
    await turn();
    for (const { commit } of batches) commit();
    expect(await Promise.all(waiting)).toHaveLength(8);
    const again = settle('again');
    await turn();
    batches.at(-1)?.commit();
    expect(await again).toBe('again');
  });

  it('tries each by itself when a batch was undone, so that only the faulty one fails', async () => {
    await occupied();
    const three = ['a', 'b', 'c'].map((msgid) => settle(msgid));
    batches[0]?.commit();
    await turn();
    batches[2]?.fail(new Error('poisoned'));
    await turn();
    batches[3]?.commit();
    await turn();
    batches[4]?.fail(new Error('poisoned'));
    await turn();
    batches[5]?.commit();
    expect(shown().slice(2)).toEqual(['a b c', 'a', 'b', 'c']);
    expect(await Promise.all(three)).toEqual(['a', 'poisoned', 'c']);
  });

  it('never tries again when a commit was lost: all are unknown alike', async () => {
    await occupied();
    const three = ['a', 'b', 'c'].map((msgid) => settle(msgid));
    batches[0]?.commit();
    await turn();
    batches[2]?.fail(new CommitUnknown(undefined));
    expect(new Set(await Promise.all(three))).toEqual(new Set(['the outcome of a commit is not known']));
    await turn();
    expect(shown()).toEqual(['x', 'y', 'a b c']);
  });

  it('does a batch again when a copy of a message was faster elsewhere, and gives up after a few times', async () => {
    const one = settle('a');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await turn();
      batches[attempt]?.fail(new MsgidTaken());
    }
    expect(await one).toBe('the msgid is reserved');
    expect(batches).toHaveLength(3);
  });

  it('lets those wait whose person somebody else holds, in their order, and nobody with them', async () => {
    await occupied();
    const held = [settle('h1', 'H'), settle('h2', 'H')];
    const free = settle('a');
    batches[0]?.commit();
    await turn();
    expect(shown()[2]).toBe('h1 h2 a');
    batches[2]?.commit(['H']);
    expect(await free).toBe('a');
    await turn();
    expect(batches[3]).toMatchObject({ patient: true });
    const later = settle('h3', 'H');
    const other = settle('b');
    await turn();
    expect(shown().slice(3)).toEqual(['h1 h2', 'b']);
    batches[4]?.commit();
    batches[3]?.commit();
    await turn();
    for (const { commit } of batches) commit();
    await turn();
    for (const { commit } of batches) commit();
    expect(await Promise.all([...held, later, other])).toEqual(['h1', 'h2', 'h3', 'b']);
    expect(shown().at(-1)).toBe('h3');
  });

  it('gives each member the refusal that is its own', async () => {
    const one = settle('a');
    await turn();
    batches[0]?.fail(new Refused(refusal('CENTRE-BUSY')));
    expect(await one).toBe('CENTRE-BUSY');
  });
});
