// What a settlement costs each of those who have a hand in it, beside a transaction of pgbench.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../set-up/running-processes.mjs';
import { load, requestText } from '../http-lanes.mjs';
import { cpuMsOf } from './cpu-time.mjs';
import { sharesOf } from './parts.mjs';

const COUNT = 3_000;
const IN_FLIGHT = 64;
const PGBENCH_SECONDS = 4;
const WRITTEN_MS_MAX = 30_000;

/** @typedef {import('../settlement-city.mjs').SettlementCity} SettlementCity */

/**
 * Processor time of everybody while something runs.
 * @param {SettlementCity} city
 * @param {() => Promise<number>} work resolves with how many were done
 * @returns {Promise<Record<string, number>>} milliseconds for each one done
 */
async function costOf({ pids }, work) {
  const now = () => {
    const { user, system } = process.cpuUsage();
    /** @type {[string, number][]} */
    const each = Object.entries(pids).map(([who, pid]) => [who, cpuMsOf(pid)]);
    // What the bench has started is counted under its own name.
    return [...each, /** @type {[string, number]} */ (['client', (user + system) / 1_000])];
  };
  const before = new Map(now());
  const done = await work();
  return Object.fromEntries(
    now().map(([who, ms]) => [who, Math.round((1_000 * (ms - (before.get(who) ?? 0))) / done) / 1_000]),
  );
}

/**
 * @param {SettlementCity} city
 * @param {((clients: number, seconds: number) => Promise<number>) | undefined} pgbench
 * @returns {Promise<{ costs: Record<string, Record<string, number>>, centre: Record<string, number> }>} processor time in
 *   ms for one, by who; and where the centre spends its own
 */
export async function costs(city, pgbench) {
  /** @param {'centre' | 'agent'} place */
  const settle = (place) => async () => {
    const { url, key } = city[place];
    const bills = await city.bills('cold', COUNT);
    const requests = bills.map(({ path, body }) => requestText(url, key, path, body));
    await load(url, requests, IN_FLIGHT, (answer) => answer.startsWith('{"infcode":0,'));
    return COUNT;
  };
  /** @type {Record<string, Record<string, number>>} */
  const found = {};
  found['a settlement at the centre'] = await costOf(city, settle('centre'));
  found['a settlement through a counter'] = await costOf(city, settle('agent'));
  if (pgbench) {
    found['a transaction of pgbench'] = await costOf(city, async () => {
      const perSecond = await pgbench(IN_FLIGHT, PGBENCH_SECONDS);
      return perSecond * PGBENCH_SECONDS;
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'medisettle-profile-'));
  try {
    const file = join(folder, 'centre.cpuprofile');
    city.tellCentre({ profile: 'start' });
    await settle('centre')();
    city.tellCentre({ profile: file });
    await waitUntil(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('}'), WRITTEN_MS_MAX);
    const profile = /** @type {import('./parts.mjs').CpuProfile} */ (JSON.parse(readFileSync(file, 'utf8')));
    return { costs: found, centre: sharesOf(profile) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
