import { describe, expect, it } from '@jest/globals';
import { chinaTime } from '@medisettle/national';
import { untilNextRun } from './nightly-run.js';

const HOUR_MS = 3_600_000;
const at = (time: string) => chinaTime(Date.parse(`2026-03-31T${time}+08:00`));

describe('the nightly run', () => {
  it('comes at two in the morning in China, the next time that it is two', () => {
    expect(untilNextRun(at('00:30:00'))).toBe(1.5 * HOUR_MS);
    expect(untilNextRun(at('23:00:00'))).toBe(3 * HOUR_MS);
    expect(untilNextRun(at('02:00:00'))).toBe(24 * HOUR_MS);
    expect(untilNextRun(at('02:00:00').setZone('America/New_York'))).toBe(24 * HOUR_MS);
  });
});
