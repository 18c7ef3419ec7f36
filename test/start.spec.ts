import { afterAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../set-up/databases.mjs';
import { portsFrom } from '../demo/plan.mjs';
import { ROOT } from '../set-up/files.mjs';
import { isFree } from '../set-up/ports.mjs';
import { waitUntil } from '../set-up/running-processes.mjs';

const MINUTE_MS = 60_000;

/** Homes that this file has made; forgotten in the end by the project's own command. */
const homes: string[] = [];
const newHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'medisettle-start-'));
  homes.push(home);
  return home;
};

/** A port base whose ports are all free now. */
async function freeBase(): Promise<number> {
  for (let base = 21_000; base < 60_000; base += 200) {
    const { postgres, others } = portsFrom(base);
    const free = await Promise.all([postgres, ...others.keys()].map((port) => isFree(port)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('There is no range of free ports.');
}

/** A command of the project, as somebody at a terminal runs it. */
class Command {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  private said = '';
  private readonly results: string[] = [];
  private readonly firstResult: Promise<void>;

  constructor(file: string, home: string, base: number) {
    this.child = spawn(process.execPath, [join(ROOT, 'demo', file)], {
      env: { ...process.env, DATABASE_URL: undefined, MEDISETTLE_HOME: home, MEDISETTLE_PORT_BASE: String(base) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stderr?.on('data', (data: Buffer) => (this.said += data.toString()));
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    this.firstResult = new Promise((resolve) => {
      this.child.stdout?.on('data', (data: Buffer) => {
        this.results.push(data.toString());
        resolve();
      });
    });
  }

  /** Waits for its first line on standard output. */
  async result(): Promise<string> {
    await Promise.race([this.firstResult, this.ended]);
    if (this.results.length === 0) throw new Error(`It ended without a result:\n${this.said}`);
    return this.results.join('');
  }

  /** Waits for its end: exit code, standard output and what it explained. */
  async end(): Promise<{ code: number | null; results: string; said: string }> {
    const code = await this.ended;
    return { code, results: this.results.join(''), said: this.said };
  }
}

const stateOf = async (url: string): Promise<string> => {
  const response = await fetch(`${url}/health`);
  return ((await response.json()) as { state: string }).state;
};

/** Nobody answers while a program is being started again; that is no error here. */
const isUp = (url: string): Promise<boolean> =>
  stateOf(url).then(
    (state) => state === 'up',
    () => false,
  );

const readyLine = (base: number): string => {
  const at = (offset: number): string => `http://127.0.0.1:${base + offset}`;
  return `READY agent=${at(0)} centre=${at(10)} hub=${at(20)} agent2=${at(100)} centre2=${at(110)}\n`;
};

const marked = async (home: string, statement: string): Promise<number | null> => {
  const client = await connect(readFileSync(join(home, 'keys', 'database-310000.url'), 'utf8'));
  try {
    return (await client.query(statement)).rowCount;
  } finally {
    await client.end();
  }
};

afterAll(async () => {
  for (const home of homes) {
    await new Command('reset.mjs', home, 0).ended;
    rmSync(home, { recursive: true, force: true });
  }
});

describe('the start command', () => {
  it(
    'starts the whole demo world, says so in one line, ends cleanly, goes on after an end and a crash, and restarts a killed centre',
    async () => {
      const [home, base] = [newHome(), await freeBase()];

      const first = new Command('start.mjs', home, base);
      const line = await first.result();
      expect(line).toBe(readyLine(base));
      for (const [, url = ''] of line.matchAll(/=(\S+)/g)) expect(await stateOf(url)).toBe('up');
      const key = readFileSync(join(home, 'keys', 'his.key'), 'utf8');
      expect(key).toMatch(/^\S{40,}$/);
      expect(statSync(join(home, 'keys', 'his.key')).mode & 0o777).toBe(0o600);
      expect(statSync(join(home, 'keys')).mode & 0o777).toBe(0o700);
      await marked(home, 'CREATE TABLE public.mark_of_the_test AS SELECT 1 AS kept');

      const second = await new Command('start.mjs', home, base).end();
      expect(second).toMatchObject({ code: 1, results: '' });
      expect(second.said).toMatch(/runs already/);
      const reset = await new Command('reset.mjs', home, base).end();
      expect([reset.code, reset.said]).toEqual([1, expect.stringMatching(/runs already/)]);

      first.child.kill('SIGTERM');
      expect(await first.end()).toMatchObject({ code: 0, results: line });
      for (const port of portsFrom(base).others.keys()) expect(await isFree(port)).toBe(true);

      const killed = new Command('start.mjs', home, base);
      expect(await killed.result()).toBe(line);
      expect(readFileSync(join(home, 'keys', 'his.key'), 'utf8')).toBe(key);
      expect(await marked(home, 'SELECT FROM public.mark_of_the_test')).toBe(1);
      killed.child.kill('SIGKILL');
      await killed.ended;

      const next = new Command('start.mjs', home, base);
      expect(await next.result()).toBe(line);
      const centre = `http://127.0.0.1:${base + 10}`;
      const operator = { authorization: `Bearer ${readFileSync(join(home, 'keys', 'operator.key'), 'utf8')}` };
      expect((await fetch(`${centre}/health`, { headers: operator })).status).toBe(200);
      const [pid] = pidsIn(join(home, 'logs', 'centre.log')).slice(-1);
      process.kill(pid ?? 0, 'SIGKILL');
      const startedAgain = (): boolean => pidsIn(join(home, 'logs', 'centre.log')).at(-1) !== pid;
      expect(await waitUntil(async () => startedAgain() && (await isUp(centre)), MINUTE_MS)).toBe(true);
      next.child.kill('SIGINT');
      expect(await next.end()).toMatchObject({ code: 0, said: expect.stringMatching(/centre ended unexpectedly/) });
    },
    5 * MINUTE_MS,
  );

  it('names the port that somebody else has', async () => {
    const base = await freeBase();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(base + 20, '127.0.0.1', resolve));
    const { code, results, said } = await new Command('start.mjs', newHome(), base).end();
    await new Promise((resolve) => other.close(resolve));
    expect([code, results]).toEqual([1, '']);
    expect(said).toContain(`Port ${base + 20} (for hub) is taken`);
  });

  it('explains a data folder that it cannot use', async () => {
    const file = join(newHome(), 'a-file');
    writeFileSync(file, '');
    const { code, said } = await new Command('start.mjs', join(file, 'home'), await freeBase()).end();
    expect(code).toBe(1);
    expect(said).toMatch(/data folder .* cannot be made or written/);
  });

  it('refuses a port base that is none', async () => {
    const { code, said } = await new Command('start.mjs', newHome(), 65_500).end();
    expect([code, said]).toEqual([1, expect.stringContaining('MEDISETTLE_PORT_BASE')]);
  });
});

/** The processes that have written into a log, in order. */
function pidsIn(file: string): number[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { pid: number }).pid);
}
