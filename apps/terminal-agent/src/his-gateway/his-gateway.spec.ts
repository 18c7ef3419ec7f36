import { beforeEach, describe, expect, it } from '@jest/globals';
import { refusal, type CardOnReader } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { type CentreLink, type LinkReply } from '../centre-link/centre-link.js';
import { CentreCarrier } from './centre-carrier.js';
import { HisGateway } from './his-gateway.js';
import { RefusalAnswers } from './refusal-answers.js';

type Sent = Parameters<CentreLink['message']>[0];

const CARD: CardOnReader = {
  card: { cardNumber: 'T30000029', cardIdentifier: '', citizenNumber: '310199195705200225', name: '陆退休' },
};
const read = { infno: '1101', msgid: 'M1', fixmedins_code: 'H31010600001' };
const change = { ...read, infno: '2207' };

let reply: LinkReply<{ text: string }>;
let onReader: CardOnReader;
let sent: Sent[];
let asked: (string | null)[];
let lines: string[];
let gateway: HisGateway;

const take = (envelope: object, data: object = {}): Promise<string> =>
  gateway.take({ text: JSON.stringify({ ...envelope, input: { data } }), trace: 'trace-1' });

const refusalIn = async (answer: Promise<string>): Promise<unknown> => {
  const { infcode, err_msg } = JSON.parse(await answer) as { infcode: number; err_msg: string };
  return [infcode, /^\[(.*?)\]/.exec(err_msg)?.[1]];
};

beforeEach(() => {
  reply = { outcome: 'answered', answer: { text: '{"infcode":0,"output":{"a":1.50}}' } };
  onReader = CARD;
  sent = [];
  asked = [];
  lines = [];
  const log = new Log('test', 'debug', { write: (line: string) => void lines.push(line) });
  const link = {
    heartbeat: { current: { reachable: false, since: new Date(0) } },
    message: (message: Sent) => {
      sent.push(message);
      return Promise.resolve(reply);
    },
  };
  const cards = {
    cardFor: (device: string | null) => {
      asked.push(device);
      return Promise.resolve(onReader);
    },
  };
  gateway = new HisGateway(['H31010600001'], cards, new CentreCarrier(link), new RefusalAnswers(() => '310000'), log);
});

describe('a message of HIS', () => {
  it('is passed on as it is, and so is its answer', async () => {
    const text = '{ "infno":"2207","msgid":"M1","fixmedins_code":"H31010600001","input":{"data":{"x":1.10}} }';
    const answer = await gateway.take({ text, path: 'outpatientSettleService/saveSettletment', trace: 't' });
    expect(answer).toBe('{"infcode":0,"output":{"a":1.50}}');
    expect(sent).toEqual([{ text, path: 'outpatientSettleService/saveSettletment', onReader: undefined }]);
  });

  it('of another institution is refused here and not sent', async () => {
    const answer = take({ ...read, fixmedins_code: 'H34010400001' });
    expect(await refusalIn(answer)).toEqual([-1, 'MSG-INSTITUTION-FOREIGN']);
    expect(sent).toEqual([]);
    expect(JSON.parse(await answer)).toMatchObject({
      inf_refmsgid: expect.stringMatching(/^310000\d{24}$/),
      refmsg_time: expect.stringMatching(/^\d{17}$/),
      respond_time: expect.stringMatching(/^\d{17}$/),
      output: null,
    });
  });

  it('without an institution is refused by the name of what is missing', async () => {
    const answer = take({ infno: '1101' });
    expect(await refusalIn(answer)).toEqual([-1, 'MSG-FIELD-MISSING']);
    expect(await answer).toContain('fixmedins_code');
  });

  it('that is no JSON never becomes a message', async () => {
    await expect(gateway.take({ text: 'hello', trace: 't' })).rejects.toMatchObject({
      refusal: { code: 'MSG-NOT-JSON' },
    });
  });
});

describe('a message that leaves the credential to the card', () => {
  const data = { mdtrt_cert_type: '03', mdtrt_cert_no: 'null' };

  it('travels with the card of the reader that it names', async () => {
    await take({ ...read, dev_no: 'virtual-2' }, data);
    expect(asked).toEqual(['virtual-2']);
    expect(sent[0]?.onReader).toEqual(CARD);
  });

  it('travels without a card too, since the centre may have its answer already', async () => {
    onReader = { missing: refusal('READER-EMPTY') };
    expect(await take(change, data)).toContain('"infcode":0');
    expect(sent[0]?.onReader).toEqual(onReader);
  });

  it('does not touch the readers when it brings its own credential', async () => {
    await take(read, { mdtrt_cert_type: '02', mdtrt_cert_no: '310199195705200225' });
    expect(asked).toEqual([]);
    expect(sent[0]).not.toHaveProperty('onReader.card');
  });
});

describe('when the centre does not answer', () => {
  it.each([
    ['unreachable', read, 'CENTRE-UNREACHABLE'],
    ['unreachable', change, 'CENTRE-UNREACHABLE'],
    ['busy', change, 'CENTRE-BUSY'],
    ['no-answer', read, 'CENTRE-NO-ANSWER'],
    ['no-answer', change, 'UNKNOWN-NO-ANSWER'],
    ['fault', read, 'CENTRE-FAULT'],
    ['fault', change, 'UNKNOWN-NO-ANSWER'],
  ] as const)('(%s) %j is answered %s', async (outcome, envelope, code) => {
    reply = { outcome };
    expect(await refusalIn(take(envelope))).toEqual([-1, code]);
  });
});

describe('the log', () => {
  it('keeps who asked for what and how it ended, and nothing of the person', async () => {
    await take({ ...change, psn: '310199195705200225' }, { mdtrt_cert_type: '03' });
    reply = { outcome: 'answered', answer: { text: '{"infcode":-1,"err_msg":"[CARD-SUSPENDED] 挂失","output":null}' } };
    await take(change);
    const exchanges = lines.map((line) => JSON.parse(line) as { code: string }).filter(({ code }) => code);
    expect(exchanges).toMatchObject([
      { infno: '2207', msgid: 'M1', institution: 'H31010600001', code: 'settled', trace: 'trace-1' },
      { infno: '2207', code: 'CARD-SUSPENDED' },
    ]);
    expect(lines.join('')).not.toMatch(/陆退休|310199195705200225|T30000029/);
  });
});
