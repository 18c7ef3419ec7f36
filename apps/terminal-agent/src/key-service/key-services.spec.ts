import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  answerLine,
  connectVirtualCard,
  type KeyQuestion,
  type KeyService,
  parseQuestionLine,
  readCard,
  replyAsTestIssuer,
} from '@medisettle/card';
import { Log } from '@medisettle/program';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Promised } from '../../stand-ins/promised.js';
import { DemoCards } from '../counter/demo-cards.js';
import { KeyServices } from './key-services.js';

const KEY = 'key-service-key-of-the-test';
const cards = DemoCards.fromFile(join(import.meta.dirname, '../../../../demo/world.json'));
const QUESTION: KeyQuestion = {
  division: '310000',
  atr: new Uint8Array(17),
  algorithm: '03',
  cardIdentifier: '310000D1560000050C0000085A5A5A5A',
  internalFactor: new Uint8Array(8),
  internalData: new Uint8Array(8),
  externalFactor: new Uint8Array(8),
  externalChallenge: new Uint8Array(8),
};

type Answering = (line: string, response: ServerResponse) => void;

let server: Server;
let answering: Answering;
let asked: { line: string; authorization: string | undefined; type: string | undefined }[];
let logged: string[];

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

const asKeyServer: Answering = (line, response) => {
  const question = parseQuestionLine(line);
  const reply = question && replyAsTestIssuer(question);
  response.end(reply?.outcome === 'answered' ? answerLine(reply.answer) : '-2203');
};

function services({ deadlineMs = 60_000, port = (server.address() as AddressInfo).port } = {}): KeyServices {
  const url = `http://127.0.0.1:${port}/api/key-questions`;
  const log = new Log('test', 'debug', { write: (line: string) => void logged.push(line) });
  return new KeyServices({ url, key: KEY, deadlineMs, terminal: 'SH-COUNTER-1' }, log);
}

function readLocked(keyService: KeyService) {
  const card = cards.make('locked-3');
  if (!card) throw new Error('the demo world has no locked card');
  return readCard(connectVirtualCard(card), { keyService });
}

beforeEach(async () => {
  asked = [];
  logged = [];
  answering = asKeyServer;
  server = createServer((request, response) => {
    void textOf(request).then((line) => {
      asked.push({ line, authorization: request.headers.authorization, type: request.headers['content-type'] });
      answering(line, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('the way to the key service', () => {
  it('opens the locked card of the demo world', async () => {
    const reading = await readLocked(services().forReader('left'));
    expect(reading).toMatchObject({ outcome: 'read', holderAccess: 'read', holder: { name: '冯守护' } });
    expect(asked).toEqual([
      {
        line: expect.stringMatching(
          /^310000\|3B6D00000081544D31865331000C000008\|03\|310000D1560000050C0000085A5A5A5A\|([0-9A-F]{16}\|){4}SH-COUNTER-1\|$/,
        ),
        authorization: `Bearer ${KEY}`,
        type: 'text/plain; charset=utf-8',
      },
    ]);
    expect(logged).toEqual([]);
  });

  it.each<[string, Answering]>([
    ['says that it has no key', (_, response) => response.end('-2203')],
    ['answers something else', (_, response) => response.end('<html>')],
    ['answers without end', (_, response) => response.end('A'.repeat(100_000))],
    ['refuses the key of the terminal', (_, response) => response.writeHead(401).end('{}')],
    ['fails', (_, response) => response.writeHead(500).end('{}')],
  ])('ends in a refusal when the server %s', async (_, answer) => {
    answering = answer;
    expect(await readLocked(services().forReader('left'))).toMatchObject({
      outcome: 'read',
      cardNumber: 'T30000088',
      holder: null,
      holderAccess: 'key-service-refused',
    });
    expect(logged).toHaveLength(1);
    expect(logged[0]).not.toMatch(/T30000088|310000D15600/);
  });

  it.each<[string, Answering]>([
    ['hangs up', (_, response) => response.destroy()],
    [
      'hangs up in the middle',
      (_, response) => response.writeHead(200, { 'content-length': 65 }).write('AB', () => response.destroy()),
    ],
    ['is not behind its proxy', (_, response) => response.writeHead(502).end()],
    ['sends elsewhere', (_, response) => response.writeHead(307, { location: '/' }).end()],
  ])('is broken when the server %s', async (_, answer) => {
    answering = answer;
    expect(await readLocked(services().forReader('left'))).toMatchObject({ holderAccess: 'key-service-unreachable' });
  });

  it('is broken when nobody listens, and when nobody answers within the deadline', async () => {
    const { port } = server.address() as AddressInfo;
    answering = () => undefined;
    expect(await readLocked(services({ deadlineMs: 100 }).forReader('left'))).toMatchObject({
      holderAccess: 'key-service-unreachable',
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await readLocked(services({ port }).forReader('left'))).toMatchObject({
      holderAccess: 'key-service-unreachable',
    });
    expect(logged.join('')).toContain('ECONNREFUSED');
  });

  it('has one question of a reader under way: the next withdraws the one before, and other readers are left alone', async () => {
    const arrived = [new Promised<void>(), new Promised<void>()];
    answering = () => arrived[asked.length - 1]?.resolve();
    const both = services();
    const [left, right] = [both.forReader('left'), both.forReader('right')];
    const first = left.reply(QUESTION);
    await arrived[0]?.promise;
    const other = right.reply(QUESTION);
    await arrived[1]?.promise;
    answering = asKeyServer;
    const second = left.reply(QUESTION);
    expect(await first).toEqual({ outcome: 'unreachable' });
    expect(await second).toMatchObject({ outcome: 'answered' });
    // A question that was withdrawn is no trouble of the key service.
    expect(logged).toEqual([]);
    server.closeAllConnections();
    expect(await other).toEqual({ outcome: 'unreachable' });
  });
});
