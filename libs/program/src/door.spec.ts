import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Header, HttpCode, Module, Post, Req, Sse } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { concat, NEVER, type Observable, of } from 'rxjs';
import { refuse } from '@medisettle/national';
import { z } from 'zod';
import { createHttpProgram, For, type HttpProgram, Keyring, Log, readJson, Streams } from './index.js';

const HIS_KEY = 'his-key-of-the-test-0001';
const OPERATOR_KEY = 'operator-key-of-the-test-0001';
const PERSONAL = '310199198603120113';

@Controller()
class Counter {
  @Get()
  page(): string {
    return 'page';
  }

  @Post('echo')
  @HttpCode(200)
  echo(@Body() body: unknown): { type: string; text: unknown } {
    return { type: typeof body, text: body };
  }

  @Post('amounts')
  @HttpCode(200)
  amounts(@Body() body: unknown): unknown {
    return readJson(body, z.object({ amount: z.string() }));
  }

  @Post('upload')
  @Streams('multipart/form-data')
  @HttpCode(200)
  async upload(@Req() request: FastifyRequest): Promise<{ bytes: number }> {
    let bytes = 0;
    for await (const chunk of request.raw) bytes += (chunk as Buffer).length;
    return { bytes };
  }

  @Get('operators')
  @For('operator')
  operators(): { ok: true } {
    return { ok: true };
  }

  @Get('refusing')
  refusing(): never {
    return refuse('MSG-FIELD-MISSING', { field: 'psn_no' });
  }

  @Get('refusing-text')
  @Header('content-type', 'text/plain')
  refusingText(): never {
    return refuse('MSG-FIELD-MISSING', { field: 'psn_no' });
  }

  @Get('failing')
  failing(): never {
    throw new Error(`duplicate key (certno)=(${PERSONAL})`);
  }

  @Sse('events')
  events(): Observable<{ data: string }> {
    return concat(of({ data: 'card-inserted' }), NEVER);
  }
}

@Module({ controllers: [Counter] })
class CounterModule {}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: { code?: string; message?: string } & Record<string, unknown>;
}

const lines: string[] = [];
const log = new Log('test', 'debug', { write: (line: string) => void lines.push(line) });
let program: HttpProgram;
let port: number;

const open = (overrides: { requestsPerSecond?: number } = {}): Promise<HttpProgram> =>
  createHttpProgram(
    CounterModule,
    {
      port: 0,
      keyring: new Keyring({ his: HIS_KEY, operator: OPERATOR_KEY }),
      origins: ['https://his.example'],
      publicPaths: ['/'],
      health: () => ({ state: 'up', details: { readers: 2 } }),
      ...overrides,
    },
    log,
  );

/** A call as the wire has it; `host` is free to choose, which `fetch` would not allow. */
const call = (path: string, { method = 'GET', headers = {}, body, at = port }: CallOptions = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: at, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const json = /^[[{]/.test(text) ? JSON.parse(text) : { text };
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: json });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });

interface CallOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  at?: number;
}

const withKey = (more: Record<string, string> = {}): Record<string, string> => ({
  authorization: `Bearer ${HIS_KEY}`,
  ...more,
});
const post = (path: string, body: string | Buffer, type = 'application/json'): Promise<Answer> =>
  call(path, { method: 'POST', headers: withKey({ 'content-type': type }), body });

beforeAll(async () => {
  program = await open();
  port = await program.listen();
});

afterAll(() => program.close());

describe('the door', () => {
  it('refuses to listen on anything but the loopback address', async () => {
    const wide = { port: 0, host: '0.0.0.0', keyring: new Keyring({}) };
    await expect(createHttpProgram(CounterModule, wide, log)).rejects.toThrow('127.0.0.1');
  });

  it.each(['evil.test', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.test:80'])(
    'refuses a request that was sent to the name %s',
    async (host) => {
      const answer = await call('/operators', { headers: withKey({ host }) });
      expect([answer.status, answer.body.code]).toEqual([421, 'DOOR-HOST']);
    },
  );

  it('takes requests that were sent to any name of the loopback address', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
      expect((await call('/echo-nothing', { headers: withKey({ host: `${name}:${port}` }) })).status).toBe(404);
    }
  });

  it.each([
    'https://evil.test',
    'null',
    'https://his.example.evil.test',
    'https://sub.his.example',
    'http://his.example',
  ])('refuses the web origin %s before it looks at the body', async (origin) => {
    const headers = withKey({ origin, 'content-type': 'application/xml' });
    const answer = await call('/echo', { method: 'POST', headers, body: '<x/>' });
    expect([answer.status, answer.body.code]).toEqual([403, 'DOOR-ORIGIN']);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('refuses a foreign page also where no key is needed', async () => {
    expect((await call('/health', { headers: { origin: 'https://evil.test' } })).status).toBe(403);
  });

  it('names the one origin that it allows', async () => {
    const answer = await call('/operators', {
      headers: { authorization: `Bearer ${OPERATOR_KEY}`, origin: 'https://his.example' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe('https://his.example');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('answers the preflight of an allowed page and of no other', async () => {
    const ask = (origin: string): Promise<Answer> =>
      call('/echo', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    expect((await ask('https://his.example')).headers['access-control-allow-headers']).toContain('authorization');
    expect((await ask(`http://localhost:${port}`)).status).toBe(204);
    expect((await ask('https://evil.test')).status).toBe(403);
  });

  it('refuses requests without a key, with a wrong one, and with another scheme', async () => {
    for (const authorization of [undefined, 'Bearer wrong-key-of-the-test', `Basic ${HIS_KEY}`, 'Bearer ']) {
      const answer = await call('/echo', {
        method: 'POST',
        headers: authorization ? { authorization } : {},
        body: '{}',
      });
      expect([answer.status, answer.body.code]).toEqual([401, 'DOOR-KEY']);
      expect(answer.body.message).toMatch(/密钥/);
    }
  });

  it('does not say without a key which addresses exist', async () => {
    expect((await call('/nowhere')).status).toBe(401);
    expect((await call('/nowhere', { headers: withKey() })).body.code).toBe('DOOR-NOT-FOUND');
    expect((await call('/health?of=%00', { headers: withKey() })).body.code).toBe('DOOR-NOT-FOUND');
  });

  it('shows public pages without a key, and only those', async () => {
    expect((await call('/')).body).toEqual({ text: 'page' });
    expect((await call('/operators')).status).toBe(401);
  });

  it('keeps routes for the role that they name', async () => {
    const answer = await call('/operators', { headers: withKey() });
    expect([answer.status, answer.body.code]).toEqual([403, 'DOOR-KEY']);
  });

  it('tells its state to anybody and its details to key holders', async () => {
    expect((await call('/health')).body).toEqual({ state: 'up' });
    expect((await call('/health', { headers: withKey() })).body).toEqual({ state: 'up', readers: 2 });
  });

  it('answers 429 to a key that asks too fast', async () => {
    const slow = await open({ requestsPerSecond: 2 });
    const at = await slow.listen();
    const answers = await Promise.all(Array.from({ length: 6 }, () => call('/refusing', { headers: withKey(), at })));
    await slow.close();
    expect(answers.filter(({ body }) => body.code === 'DOOR-RATE').map(({ status }) => status)).toEqual([
      429, 429, 429, 429,
    ]);
  });
});

describe('bodies at the door', () => {
  it.each(['application/json', 'text/plain', 'text/plain; charset=UTF-8', 'application/json;charset="utf-8"'])(
    'reach the controller as the text that was sent (%s)',
    async (type) => {
      const text = '{"fund_pay_sumamt": 1.10, "note":"统筹"}';
      expect((await post('/echo', text, type)).body).toEqual({ type: 'string', text });
    },
  );

  it.each([
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; charset=gbk',
  ])('of the type %s are refused', async (type) => {
    const answer = await post('/echo', 'a=b', type);
    expect([answer.status, answer.body.code]).toEqual([415, 'DOOR-CONTENT-TYPE']);
  });

  it('that are not UTF-8 are refused', async () => {
    expect((await post('/echo', Buffer.from([0x7b, 0xc9, 0xf2, 0x7d]))).body.code).toBe('MSG-NOT-JSON');
  });

  it('of one mebibyte are read, larger ones are refused with an answer that arrives', async () => {
    expect((await post('/echo', Buffer.alloc(1024 * 1024, 0x20))).status).toBe(200);
    const answer = await post('/echo', Buffer.alloc(2 * 1024 * 1024, 0x20));
    expect([answer.status, answer.body.code]).toEqual([413, 'MSG-TOO-LARGE']);
  });

  it('larger than the limit are refused also when they come in chunks', async () => {
    const headers = withKey({ 'content-type': 'text/plain', 'transfer-encoding': 'chunked' });
    const answer = await call('/echo', { method: 'POST', headers, body: Buffer.alloc(2 * 1024 * 1024, 0x20) });
    expect([answer.status, answer.body.code]).toEqual([413, 'MSG-TOO-LARGE']);
  });

  it('may be larger where a route reads them as a stream', async () => {
    const answer = await post('/upload', Buffer.alloc(3 * 1024 * 1024), 'multipart/form-data; boundary=x');
    expect(answer.body).toEqual({ bytes: 3 * 1024 * 1024 });
    expect((await post('/upload', 'x', 'application/xml')).status).toBe(415);
  });

  it('are checked where a route wants JSON of its own', async () => {
    expect((await post('/amounts', '{"amount":"1.00"}')).body).toEqual({ amount: '1.00' });
    expect((await post('/amounts', '{')).body.code).toBe('MSG-NOT-JSON');
    const zero = await post('/amounts', '{"amount":"1\\u0000"}');
    expect([zero.status, zero.body.code, zero.body.message]).toEqual([
      400,
      'MSG-FIELD-INVALID',
      '字段 amount 的内容不符合要求：应为文本。',
    ]);
    const wrong = await post('/amounts', '{"amount":1}');
    expect([wrong.status, wrong.body.code]).toEqual([400, 'MSG-FIELD-INVALID']);
    expect(wrong.body).toMatchObject({
      message: '字段 amount 的内容不符合要求：应为string。',
      en: 'The field amount is not valid: string is expected.',
    });
  });
});

describe('what goes wrong behind the door', () => {
  it('is answered with the sentence of the refusal', async () => {
    const answer = await call('/refusing', { headers: withKey() });
    expect(answer).toMatchObject({ status: 400, body: { code: 'MSG-FIELD-MISSING', message: '缺少必填项 psn_no。' } });
  });

  it('is answered in the door’s own form also where the route would have answered in another', async () => {
    const answer = await call('/refusing-text', { headers: withKey() });
    expect(answer).toMatchObject({ status: 400, body: { code: 'MSG-FIELD-MISSING' } });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('is answered as a fault with a trace and logged without data when nobody expected it', async () => {
    lines.length = 0;
    const answer = await call('/failing', { headers: withKey() });
    expect([answer.status, answer.body.code]).toEqual([500, 'DOOR-FAULT']);
    const line = lines.find((text) => text.includes('unexpected error')) ?? '';
    const { trace, kind } = JSON.parse(line) as { trace: string; kind: string };
    expect(answer.body.message).toContain(trace);
    expect(kind).toBe('Error');
    expect(lines.join('') + JSON.stringify(answer.body)).not.toContain(PERSONAL);
  });

  it('that is not HTTP at all is answered and hung up', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let received = '';
      socket.on('data', (data) => (received += data.toString()));
      socket.on('end', () => resolve(received));
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 400/);
  });

  it('does not keep an event stream from letting the program close', async () => {
    const streaming = await open();
    const at = await streaming.listen();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = withKey();
      httpRequest({ host: '127.0.0.1', port: at, path: '/events', headers, agent: false }, resolve)
        .on('error', reject)
        .end();
    });
    const ended = new Promise<void>((resolve) =>
      response
        .on('error', () => undefined)
        .on('close', resolve)
        .resume(),
    );
    await Promise.all([streaming.close(), ended]);
  });
});
