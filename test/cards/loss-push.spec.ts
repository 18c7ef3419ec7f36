import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { EventReader } from '../../apps/terminal-agent/stand-ins/event-reader.js';
import { counterOf, type Counter } from '../world/counter.js';
import { demoCredential } from '../world/his.js';
import { Issuer } from '../world/issuer.js';
import { startProvince, type TestProvince } from '../world/programs.js';

let province: TestProvince;
let issuer: Issuer;
let counter: Counter;
let events: EventReader;

const cardNumber = demoCredential('retiree-new').mdtrt_cert_no;

beforeAll(async () => {
  province = await startProvince('shanghai');
  issuer = new Issuer(province);
  counter = counterOf(province);
  events = await EventReader.open(`${province.agent.url}/api/readers/events`, province.keys.his);
});

afterAll(async () => {
  events?.close();
  await province?.close();
});

/** The verdict of the next time that the counter shows a card anew. */
const nextVerdict = async (): Promise<unknown> => {
  const { card } = (await events.next('card-read')) as { card: { verdict: { outcome: string; code: string } } };
  return card.verdict;
};

describe('a card that lies on a reader', () => {
  it('is blocked there when its loss is reported at the centre, and free again when it is found', async () => {
    await counter.insert('virtual-1', 'retiree-new');
    expect(await nextVerdict()).toMatchObject({ outcome: 'usable' });
    for (const [type, outcome] of [
      ['lost', 'refused'],
      ['found', 'usable'],
    ]) {
      const began = performance.now();
      await issuer.tell({ type: String(type), cardNumber });
      expect(await nextVerdict()).toMatchObject({ outcome });
      process.stdout.write(
        `${type} at the centre → shown at the counter: ${Math.round(performance.now() - began)} ms\n`,
      );
    }
  });

  it('is blocked when another centre on the same database takes the report', async () => {
    await counter.insert('virtual-2', 'pupil-new');
    expect(await nextVerdict()).toMatchObject({ outcome: 'usable' });
    const other = new pg.Client({ connectionString: province.database.url });
    await other.connect();
    const began = performance.now();
    await other.query(`UPDATE medisettle.card SET state = 'suspended' WHERE card_number = $1`, [
      demoCredential('pupil-new').mdtrt_cert_no,
    ]);
    expect(await nextVerdict()).toMatchObject({ code: 'CARD-SUSPENDED' });
    process.stdout.write(`lost elsewhere → shown at the counter: ${Math.round(performance.now() - began)} ms\n`);
    await other.end();
    await counter.remove('virtual-2');
  });

  it('is blocked too when the centre was away in between', async () => {
    await province.centre.kill();
    await province.centre.start();
    const began = performance.now();
    await issuer.tell({ type: 'lost', cardNumber });
    // The counter may have found the centre away and say so first.
    let verdict = (await nextVerdict()) as { outcome: string };
    while (verdict.outcome !== 'refused') verdict = (await nextVerdict()) as { outcome: string };
    expect(verdict).toMatchObject({ code: 'CARD-SUSPENDED' });
    process.stdout.write(`lost while the counter reconnects: ${Math.round(performance.now() - began)} ms\n`);
  });
});
