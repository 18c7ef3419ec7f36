import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { glance, refusal, refusalText, type CardOnReader } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { DateTime } from 'luxon';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ABSENT, AskedCentre, CLOSED, SETTLED, SETTLED_TEXT } from '../../stand-ins/asked-centre.js';
import { Promised } from '../../stand-ins/promised.js';
import { type CarriedMessage, type CheckedMessage } from '../his-gateway/message-carrier.js';
import { Inquiries } from './inquiries.js';
import { Journal } from './journal.js';
import { JournalCarrier } from './journal-carrier.js';

const GOOD: CarriedMessage = { outcome: 'answered', text: SETTLED_TEXT };
const NO_ANSWER: CarriedMessage = { outcome: 'unknown', refusal: refusal('UNKNOWN-NO-ANSWER') };
const NOT_SENT: CarriedMessage = { outcome: 'nothing-done', refusal: refusal('CENTRE-BUSY') };
const CARD: CardOnReader = { card: { cardNumber: 'T30000029', cardIdentifier: '', citizenNumber: '', name: '' } };
const NO_CARD: CardOnReader = { missing: refusal('READER-EMPTY') };

const answered = (code: Parameters<typeof refusal>[0]): CarriedMessage => {
  const at = DateTime.fromMillis(0);
  return {
    outcome: 'answered',
    text: refusalText({ refMsgid: '', receivedAt: at, answeredAt: at }, refusal(code)),
  };
};

let folder: string;
let journal: Journal;
let centre: AskedCentre;
let inquiries: Inquiries;
let carrier: JournalCarrier;
let sent: CheckedMessage[];
let stateWhenSent: (string | undefined)[];
let ends: (CarriedMessage | Promise<CarriedMessage>)[];

const message = (more: object = {}, onReader?: CardOnReader): CheckedMessage => {
  const fields = { infno: '2207', msgid: 'M1', fixmedins_code: 'H1', input: { data: { psn_no: '1' } }, ...more };
  const text = JSON.stringify(fields);
  return { text, envelope: glance(text), onReader, trace: 't' };
};

const carry = (more?: object, onReader?: CardOnReader): Promise<CarriedMessage> =>
  carrier.carry(message(more, onReader));
const stateOf = async (msgid = 'M1'): Promise<string | undefined> => {
  await carrier.settled();
  return (await journal.find({ institution: 'H1', msgid }))?.state;
};
const codeOf = (refused: Promise<unknown>): Promise<unknown> =>
  refused.catch(({ refusal: { code } }: { refusal: { code: string } }) => code);

async function open(bytesMax?: number): Promise<void> {
  const silent = new Log('test', 'silent');
  journal = await Journal.open({ path: join(folder, 'a.sqlite'), secret: 'key-of-this-agent', bytesMax }, silent);
  inquiries = new Inquiries(
    centre,
    journal,
    { pace: { firstMs: 1, longestMs: 1 }, closeAfterMs: 60_000, horizonMs: 60_000 },
    silent,
  );
  await inquiries.open();
  const inner = {
    carry: async (out: CheckedMessage): Promise<CarriedMessage> => {
      sent.push(out);
      stateWhenSent.push((await journal.find({ institution: 'H1', msgid: out.envelope.msgid ?? '' }))?.state);
      return ends.shift() ?? GOOD;
    },
  };
  carrier = new JournalCarrier(inner, journal, inquiries, silent);
}

async function restart(bytesMax?: number): Promise<void> {
  await inquiries.close();
  await carrier.settled();
  await journal.close();
  await open(bytesMax);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'carrier-'));
  centre = new AskedCentre();
  [sent, stateWhenSent, ends] = [[], [], []];
  await open();
});

afterEach(async () => {
  await inquiries.close();
  await carrier.settled();
  await journal.close();
  rmSync(folder, { recursive: true });
});

describe('a message that changes something', () => {
  it('is on disk before it is sent, and its answer is given again to the letter without the centre', async () => {
    expect(await carry()).toEqual(GOOD);
    expect([stateWhenSent, await stateOf()]).toEqual([['intended'], 'settled']);
    await restart();
    expect(await carry({ inf_time: '2026-11-01 00:00:00', sign_no: 'x' })).toEqual(GOOD);
    expect([sent.length, centre.asked]).toEqual([1, []]);
  });

  it('is sent once while it is under way, and all who ask get its answer', async () => {
    const held = new Promised<CarriedMessage>();
    ends = [held.promise];
    const all = Promise.all(Array.from({ length: 20 }, () => carry()));
    expect(await codeOf(carry({ other: 'content' }))).toBe('MSG-MSGID-REUSED');
    held.resolve(GOOD);
    expect(await all).toEqual(Array.from({ length: 20 }, () => GOOD));
    expect(sent).toHaveLength(1);
  });

  it.each([
    [GOOD, 'settled'],
    [answered('CARD-SUSPENDED'), 'refused'],
    [answered('READER-EMPTY'), 'waiting'],
    [answered('CENTRE-FAULT'), 'waiting'],
    [answered('MSG-FIELD-MISSING'), 'defective'],
    [answered('MSG-CLOSED'), 'closed'],
    [answered('UNKNOWN-COMMIT'), 'unknown'],
    [{ outcome: 'answered', text: '{"infcode":-1,"err_msg":"[NEW-CODE] "}' }, 'unknown'],
    [NOT_SENT, 'waiting'],
    [NO_ANSWER, 'unknown'],
  ] as const)('that ends as %j is %s', async (end, state) => {
    ends = [end];
    expect(await carry()).toEqual(end);
    expect(await stateOf()).toBe(state);
    expect(inquiries.unresolved).toHaveLength(state === 'unknown' ? 1 : 0);
  });

  it('is refused with other content under its number, unless it was defective', async () => {
    ends = [NOT_SENT];
    await carry();
    expect(await codeOf(carry({ other: 'content' }))).toBe('MSG-MSGID-REUSED');
    ends = [answered('MSG-FIELD-MISSING')];
    await carry();
    await stateOf();
    expect(await carry({ other: 'content' })).toEqual(GOOD);
    expect(await stateOf()).toBe('settled');
  });

  it('needs a number', async () => {
    expect(await codeOf(carry({ msgid: '' }))).toBe('MSG-MSGID-MISSING');
    expect(sent).toEqual([]);
  });

  it('that was not done travels with the card that is there by then', async () => {
    ends = [answered('READER-EMPTY')];
    await carry({}, NO_CARD);
    await stateOf();
    await carry({}, CARD);
    expect(sent.map(({ onReader }) => onReader)).toEqual([NO_CARD, CARD]);
  });
});

describe('a message that was repeated while its outcome is unknown', () => {
  beforeEach(async () => {
    ends = [NO_ANSWER];
    await carry({}, CARD);
    await carrier.settled();
  });

  it('gets the answer that the centre has by now', async () => {
    centre.reply = () => SETTLED;
    expect(await carry()).toEqual(GOOD);
    expect([sent.length, await stateOf()]).toEqual([1, 'settled']);
  });

  it('that the centre has not seen is sent again with the same words and the same card', async () => {
    centre.reply = () => ABSENT;
    expect(await carry({ inf_time: '2026-11-01 00:00:00' }, NO_CARD)).toEqual(GOOD);
    expect(sent[1]).toMatchObject({ text: sent[0]?.text, onReader: CARD });
    expect([stateWhenSent, await stateOf()]).toEqual([['intended', 'repeated'], 'settled']);
    expect(inquiries.unresolved).toEqual([]);
  });

  it('stays unknown when it cannot be sent again, since the first may still arrive', async () => {
    ends = [NOT_SENT];
    expect(await carry()).toEqual(NO_ANSWER);
    expect([await stateOf(), inquiries.unresolved.length]).toEqual(['unknown', 1]);
  });

  it('stays unknown while the centre is away, and is not sent', async () => {
    centre.reply = () => ({ outcome: 'unreachable' });
    expect(await carry()).toEqual(NO_ANSWER);
    expect([sent.length, await stateOf()]).toEqual([1, 'unknown']);
  });

  it('gets the refusal that stands for ever once its number is closed', async () => {
    centre.reply = () => CLOSED;
    const refused = { outcome: 'answered', text: expect.stringContaining('MSG-CLOSED') };
    expect([await carry(), await carry()]).toEqual([refused, refused]);
    expect([sent.length, await stateOf()]).toEqual([1, 'closed']);
  });
});

describe('with a full disk', () => {
  const long = { input: { data: { psn_no: '1', text: 'x'.repeat(60_000) } } };

  it('a new message is refused and not sent; what was taken before gets its end', async () => {
    ends = [NO_ANSWER];
    await carry();
    await restart(80 * 1024);
    expect(await codeOf(carry({ ...long, msgid: 'M2' }))).toBe('JOURNAL-FULL');
    expect(sent).toHaveLength(1);
    expect(await stateOf('M2')).toBeUndefined();
    centre.reply = () => SETTLED;
    expect(await carry()).toEqual(GOOD);
    expect(await stateOf()).toBe('settled');
  });
});

describe('a message that changes nothing', () => {
  it('passes through and leaves no trace', async () => {
    expect(await carry({ infno: '1101' })).toEqual(GOOD);
    expect(await stateOf()).toBeUndefined();
  });
});
