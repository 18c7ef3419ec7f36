import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalsFolder, keptKey } from '../../demo/home.mjs';
import { agentPlan, centrePlan, hubPlan, keyServerPlan, type Place, PROVINCES } from '../../demo/plan.mjs';
import { ChildProgram, type ProgramPlan } from '../../set-up/child-program.mjs';
import { freePorts } from '../../set-up/ports.mjs';
import { createTestDatabase, type TestDatabase } from './database.js';

const LOG_LINES_OF_FAILURE = 20;

export type Province = 'shanghai' | 'hefei';

/** A real program in a process of its own, as a test holds it. */
export class ProgramUnderTest {
  private run: ChildProgram | undefined;

  constructor(
    private readonly plan: ProgramPlan,
    /** Where its door is, for instance `http://127.0.0.1:40123`. */
    readonly url: string,
  ) {
    if (!existsSync(plan.main)) throw new Error(`${plan.main} is missing: build the programs first (npm run build).`);
  }

  /** Starts it and waits until it answers. Started again, it goes on with the same ports and data. */
  async start(): Promise<void> {
    this.run = new ChildProgram(this.plan);
    try {
      await this.run.ready;
    } catch (error) {
      // The log is forgotten with the province: what it says last goes with the failure.
      throw new Error(this.log().split('\n').slice(-LOG_LINES_OF_FAILURE).join('\n'), { cause: error });
    }
  }

  /** Ends it in good order (SIGTERM). */
  async stop(): Promise<void> {
    await this.run?.stop();
  }

  /** Ends it as a crash does (SIGKILL). */
  async kill(): Promise<void> {
    await this.run?.kill();
  }

  /** What it has logged so far. */
  log(): string {
    return readFileSync(this.plan.logFile, 'utf8');
  }
}

/** A province of the demo world: a database of its own, a centre and a counter, started and ready. */
export interface TestProvince {
  readonly centre: ProgramUnderTest;
  readonly agent: ProgramUnderTest;
  readonly database: TestDatabase;
  /** The journal of its agent. */
  readonly journalFile: string;
  /** The stand-in of a key server; undefined unless the test asked for it. */
  readonly keyServer: ProgramUnderTest | undefined;
  /** The stand-in of the national hub; undefined unless the test asked for it. */
  readonly hub: ProgramUnderTest | undefined;
  /** The keys that open the doors. */
  readonly keys: { readonly his: string; readonly operator: string; readonly keyService: string };
  /** Ends the programs and forgets everything. */
  close(): Promise<void>;
}

/**
 * Starts the real centre and the real agent of a province on free ports, with keys and a database of their own.
 * @param options.withKeyServer whether the agent has a key service, and its stand-in is started too
 * @param options.withHub whether the stand-in of the national hub is started, and decodes vouchers for the centre
 * @param options.linkThrough given the port of the centre's link, the port that the agent shall use instead of it
 * @param options.agentSettings environment of the agent beside the usual
 * @param options.cardService environment of a card service whose readers the agent takes beside its virtual ones
 */
export async function startProvince(
  province: Province = 'shanghai',
  {
    withKeyServer = false,
    withHub = false,
    cardService,
    linkThrough = (linkPort) => Promise.resolve(linkPort),
    agentSettings = {},
  }: {
    withKeyServer?: boolean;
    withHub?: boolean;
    cardService?: Readonly<Record<string, string>>;
    linkThrough?: (linkPort: number) => Promise<number>;
    agentSettings?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestProvince> {
  const { division, name, terminal, institutions } = PROVINCES[province === 'shanghai' ? 0 : 1];
  const home = mkdtempSync(join(tmpdir(), 'medisettle-world-'));
  const place: Place = { keysFolder: join(home, 'keys'), logsFolder: join(home, 'logs') };
  for (const folder of Object.values(place)) mkdirSync(folder, { mode: 0o700 });
  const key = (role: string): string => keptKey(join(place.keysFolder, `${role}.key`));
  const keys = { his: key('his'), operator: key('operator'), keyService: key('key-service') };
  key('link');
  key('voucher-service');
  const database = await createTestDatabase(province);
  const [centrePort = 0, linkPort = 0, agentPort = 0, keyPort = 0, hubPort = 0] = await freePorts(5);
  const keyServerPort = withKeyServer ? keyPort : undefined;
  const centre = new ProgramUnderTest(
    centrePlan({
      name: 'centre',
      division,
      title: name,
      httpPort: centrePort,
      linkPort,
      databaseUrl: database.url,
      hubPort: withHub ? hubPort : undefined,
      place,
    }),
    `http://127.0.0.1:${centrePort}`,
  );
  const agent = new ProgramUnderTest(
    agentPlan({
      name: 'agent',
      terminal,
      institutions,
      httpPort: agentPort,
      centrePort: await linkThrough(linkPort),
      keyServerPort,
      place,
      pcsc: cardService ? 'auto' : 'off',
      more: { ...cardService, ...agentSettings },
    }),
    `http://127.0.0.1:${agentPort}`,
  );
  const keyServer = withKeyServer
    ? new ProgramUnderTest(keyServerPlan({ httpPort: keyPort, place }), `http://127.0.0.1:${keyPort}`)
    : undefined;
  const hub = withHub
    ? new ProgramUnderTest(hubPlan({ httpPort: hubPort, place }), `http://127.0.0.1:${hubPort}`)
    : undefined;
  const close = async (): Promise<void> => {
    await agent.stop();
    await keyServer?.stop();
    await hub?.stop();
    await centre.stop();
    await database.drop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await Promise.all([centre.start(), keyServer?.start(), hub?.start()]);
    await agent.start();
  } catch (error) {
    await close();
    throw error;
  }
  const journalFile = join(journalsFolder(place), 'agent.sqlite');
  return { centre, agent, database, journalFile, keyServer, hub, keys, close };
}
