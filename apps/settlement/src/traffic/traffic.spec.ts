import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Latencies } from './latencies.js';
import { type AnsweredMessage } from './outcome.js';
import { Traffic } from './traffic.js';

const AT = 1_700_000_000_000;

let traffic: Traffic;
beforeEach(() => {
  traffic = new Traffic();
});

const answered = (infno: string, code: string, again = false): AnsweredMessage => {
  return { infno, institution: 'H31010600001', msgid: 'H310106000012026', code, again };
};

describe('the traffic', () => {
  it('counts what moved money once, and what was refused by its code', () => {
    for (const [message, outcome] of [
      [answered('2207', 'settled'), 'settled'],
      [answered('2304', 'settled'), 'settled'],
      [answered('2102', 'settled'), 'settled'],
      [answered('2207', 'settled', true), 'repeated'],
      [answered('2208', 'settled'), 'cancelled'],
      [answered('2601', 'settled'), 'reversed'],
      [answered('2206', 'answered'), 'done'],
      [answered('2201', 'settled'), 'done'],
      [answered('2207', 'BILL-SETTLED'), 'refused'],
      [answered('2207', 'UNKNOWN-PROVINCE'), 'unknown'],
    ] as const) {
      traffic.note(message, 5, AT);
      expect(traffic.latest(1)).toMatchObject([{ outcome }]);
    }
    expect(traffic.counts).toEqual({
      settled: 3,
      cancelled: 1,
      reversed: 1,
      refused: 1,
      unknown: 1,
      repeated: 1,
      done: 2,
    });
    expect(traffic.refused).toEqual([{ code: 'BILL-SETTLED', count: 1 }]);
  });

  it('tells of the seconds that are over, empty ones too, and of the last ten together', () => {
    for (let second = 0; second < 5; second += 1) {
      for (let count = 0; count < 20; count += 1) traffic.note(answered('2207', 'settled'), 10, AT + second * 1_000);
    }
    const now = AT + 6_500;
    expect(traffic.history(now, 4).map(({ counts }) => counts.settled)).toEqual([20, 20, 20, 0]);
    expect(traffic.now(now).settledPerSecond).toBe(10);
    expect(traffic.now(now + 60_000)).toEqual({ settledPerSecond: 0, p50Ms: null, p99Ms: null });
  });

  it('keeps a bounded past: the newest messages, cut to a length that a sender cannot choose', () => {
    for (let count = 0; count < 10_000; count += 1) traffic.note(answered('2207', 'settled'), 1, AT + count * 1_000);
    traffic.note({ ...answered('9'.repeat(1_000), 'MSG-INFNO-UNKNOWN'), msgid: 'm'.repeat(1_000_000) }, 1, AT);
    const all = traffic.latest(100_000);
    expect(all.length).toBe(2_000);
    expect(all[0]?.infno.length).toBe(8);
    expect(all[0]?.msgid.length).toBe(60);
  });
});

describe('latencies', () => {
  it('name a quantile that at least so many were within, and that is right to a tenth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (times, part) => {
          const latencies = new Latencies();
          for (const ms of times) latencies.note(ms);
          const exact = times.sort((a, b) => a - b)[Math.ceil(part * times.length) - 1] ?? 0;
          const said = latencies.quantile(part) ?? 0;
          expect(said).toBeGreaterThan(exact * 0.999);
          expect(said).toBeLessThan(exact * 1.11);
        },
      ),
    );
  });

  it('have no quantile while there is nothing', () => {
    expect(new Latencies().quantile(0.99)).toBeNull();
  });
});
