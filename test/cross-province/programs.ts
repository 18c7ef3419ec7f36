import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptKey } from '../../demo/home.mjs';
import { agentPlan, centrePlan, hubPlan, PROVINCES, type Place } from '../../demo/plan.mjs';
import { freePorts } from '../../set-up/ports.mjs';
import { createTestDatabase, type TestDatabase } from '../world/database.js';
import { ProgramUnderTest } from '../world/programs.js';

/** A province as processes. */
export interface ProvinceOfPrograms {
  readonly centre: ProgramUnderTest;
  readonly agent: ProgramUnderTest;
  readonly database: TestDatabase;
}

/** Both provinces and the hub between them, as the demo starts them. */
export interface ProgramsOfTwoProvinces {
  readonly shanghai: ProvinceOfPrograms;
  readonly hefei: ProvinceOfPrograms;
  readonly hub: ProgramUnderTest;
  readonly keys: { readonly his: string; readonly operator: string };
  close(): Promise<void>;
}

const at = (port: number): string => `http://127.0.0.1:${port}`;

/** Unknown outcomes are asked for often, so that a test need not wait. */
const SETTINGS = { PROVINCE_INQUIRY_MS: '200', PROVINCE_CLOSE_AFTER_MS: '60000', HUB_DEADLINE_MS: '20000' };

export async function startTwoProvinces(): Promise<ProgramsOfTwoProvinces> {
  const home = mkdtempSync(join(tmpdir(), 'medisettle-provinces-'));
  const place: Place = { keysFolder: join(home, 'keys'), logsFolder: join(home, 'logs') };
  for (const folder of Object.values(place)) mkdirSync(folder, { mode: 0o700 });
  const key = (role: string): string => keptKey(join(place.keysFolder, `${role}.key`));
  const keys = { his: key('his'), operator: key('operator') };
  for (const role of ['link', 'key-service', 'voucher-service']) key(role);
  const [hubPort = 0, ...ports] = await freePorts(7);
  const provinces: ProvinceOfPrograms[] = [];
  const centres: { division: string; httpPort: number }[] = [];
  for (const [index, { division, name: title, terminal, institutions, suffix }] of PROVINCES.entries()) {
    const [httpPort = 0, linkPort = 0, agentPort = 0] = ports.slice(index * 3, index * 3 + 3);
    const database = await createTestDatabase(`province${suffix}`);
    const [databaseUrl, more] = [database.url, SETTINGS];
    const name = `centre${suffix}`;
    const centre = centrePlan({ name, division, title, httpPort, linkPort, databaseUrl, hubPort, place, more });
    const agent = { name: `agent${suffix}`, terminal, institutions, httpPort: agentPort, centrePort: linkPort, place };
    provinces.push({
      centre: new ProgramUnderTest(centre, at(httpPort)),
      agent: new ProgramUnderTest(agentPlan(agent), at(agentPort)),
      database,
    });
    centres.push({ division, httpPort });
  }
  const [shanghai, hefei] = provinces;
  if (!shanghai || !hefei) throw new Error('the demo has two provinces');
  const hub = new ProgramUnderTest(hubPlan({ httpPort: hubPort, centres, place }), at(hubPort));
  const close = async (): Promise<void> => {
    for (const { agent } of provinces) await agent.stop();
    await hub.stop();
    for (const { centre, database } of provinces) {
      await centre.stop();
      await database.drop();
    }
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await Promise.all([hub.start(), ...provinces.map(({ centre }) => centre.start())]);
    await Promise.all(provinces.map(({ agent }) => agent.start()));
  } catch (error) {
    await close();
    throw error;
  }
  return { shanghai, hefei, hub, keys, close };
}
