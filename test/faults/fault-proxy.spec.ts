import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CENTRE_LINK } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { CentreLink } from '../../apps/terminal-agent/src/centre-link/centre-link.js';
import { StandInCentre } from '../../apps/terminal-agent/stand-ins/stand-in-centre.js';
import { FaultProxy, type Fault, type Passing } from '../../campaign/wire/fault-proxy.mjs';
import { seededFaults } from '../../campaign/wire/seeded-faults.mjs';

let centre: StandInCentre;
let proxy: FaultProxy;
let link: CentreLink;

beforeEach(async () => {
  centre = new StandInCentre();
  await centre.start();
  proxy = new FaultProxy(centre.port);
  link = new CentreLink(
    {
      address: { host: '127.0.0.1', port: await proxy.start() },
      caller: { terminal: 'T1', linkKey: 'link-key-of-the-test' },
      deadlineMs: 1_500,
      heartbeatMs: 100,
    },
    new Log('test', 'silent'),
  );
});

afterEach(async () => {
  link.close();
  await proxy.stop();
  await centre.stop();
});

/** Strikes the first message, or its answer, and lets all others pass. */
function strike(direction: Passing['direction'], fault: Fault): void {
  let struck = false;
  proxy.decide = (passing) => {
    if (struck || passing.direction !== direction || passing.pattern !== CENTRE_LINK.message) return 'pass';
    struck = true;
    return fault;
  };
}

const texts = (): string[] => centre.messages.map(({ text }) => text);

describe('the fault proxy', () => {
  it.each([
    ['request', 'pass', 'answered', 1],
    ['request', 'drop', 'no-answer', 0],
    ['answer', 'drop', 'no-answer', 1],
    ['request', 'duplicate', 'answered', 2],
    ['answer', 'duplicate', 'answered', 1],
    ['request', 'truncate', 'no-answer', 0],
    ['answer', 'truncate', 'no-answer', 1],
    ['request', 'slow', 'answered', 1],
    ['answer', { delayMs: 100 }, 'answered', 1],
  ] as const)('(%s, %j): the counter has %s, the centre saw %d', async (direction, fault, outcome, seen) => {
    strike(direction, fault);
    expect((await link.message({ text: '名' })).outcome).toBe(outcome);
    // What was written before this question is read before it.
    await link.outcome({ institution: 'H1', msgid: 'M1' });
    expect(centre.messages).toHaveLength(seen);
  });

  it('lets the next request overtake', async () => {
    strike('request', 'reorder');
    await Promise.all([link.message({ text: 'first' }), link.message({ text: 'second' })]);
    expect(texts()).toEqual(['second', 'first']);
  });

  it('goes silent without a word, and the link finds that out and comes back', async () => {
    link.open();
    strike('request', 'half-open');
    expect((await link.message({ text: 'lost' })).outcome).toBe('no-answer');
    expect((await link.message({ text: 'after' })).outcome).toBe('answered');
    expect(texts()).toEqual(['after']);
  });

  it('holds a frame until its fate is decided', async () => {
    let release: (fault: Fault) => void = () => undefined;
    const held = new Promise<Fault>((resolve) => (release = resolve));
    proxy.decide = ({ pattern }) => (pattern === CENTRE_LINK.message ? held : 'pass');
    const late = link.message({ text: 'late' });
    expect((await link.outcome({ institution: 'H1', msgid: 'M1' })).outcome).toBe('answered');
    expect(texts()).toEqual([]);
    release('pass');
    expect((await late).outcome).toBe('answered');
  });

  it('does the same for the same seed', () => {
    const passing = {
      direction: 'request',
      pattern: 'p',
      frame: { raw: '', id: '', pattern: 'p', packet: {} },
    } as const;
    const run = (seed: number): unknown[] => {
      const decide = seededFaults(seed, 0.5, ['p']);
      return Array.from({ length: 50 }, () => decide(passing));
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    expect(seededFaults(1, 1, ['other'])(passing)).toBe('pass');
  });
});
