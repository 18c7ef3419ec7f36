import 'reflect-metadata';
import { type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Log } from '@medisettle/program';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { CentreConfiguration } from '../../apps/settlement/src/configuration.js';
import { type Hub } from '../../apps/settlement/src/cross-province/hub.js';
import { dataSourceOptions, openDatabase } from '../../apps/settlement/src/database/data-source.js';
import { DemoWorld } from '../../apps/settlement/src/demo-world/demo-world.js';
import { DemoWorldFile } from '../../apps/settlement/src/demo-world/world.js';
import { MessageDesk } from '../../apps/settlement/src/messages/message-desk.js';
import { readPolicy } from '../../apps/settlement/src/policies/policies.js';
import { SettlementModule } from '../../apps/settlement/src/settlement.module.js';
import { POLICY_FOLDER } from '../../set-up/install.mjs';
import { createTestDatabase } from './database.js';
import { answerOf, His, type HisAnswer } from './his.js';

const DIVISION = '310000';
const HOSPITAL = 'H31010600001';

/** A hospital's software that speaks with the centre's desk itself, without a door in between. */
class HisAtTheDesk extends His {
  constructor(
    private readonly desk: MessageDesk,
    institution: string,
    insuredAt: string,
  ) {
    super('', '', institution, insuredAt);
  }

  override async post(text: string): Promise<HisAnswer> {
    return answerOf(200, (await this.desk.receive({ text })).text);
  }
}

/** A centre inside the test's own process, so that a test can plant faults between it and its database. */
export interface CentreInProcess {
  readonly url: string;
  readonly desk: MessageDesk;
  /** One of its parts, to watch it or to plant a fault in it. */
  part<Part>(type: Type<Part>): Part;
  /** The answer to a message's text. */
  send(text: string): Promise<HisAnswer>;
  his(institution?: string, insuredAt?: string): His;
  /** A connection beside the centre's. The caller ends it. */
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
}

/** What is not the same for every centre of a test. */
export interface CentreTerms {
  readonly division?: string;
  /** The way to other provinces; none unless given. */
  readonly hub?: Hub;
}

/**
 * @param label what it is for; lower-case letters
 * @param settings configuration that differs from the usual
 * @param server another database server than that of this run
 */
export async function openCentre(
  label: string,
  settings: Readonly<Record<string, string>> = {},
  server?: string,
  { division = DIVISION, hub }: CentreTerms = {},
): Promise<CentreInProcess> {
  const database = await createTestDatabase(label, server);
  const { url } = database;
  const configuration = CentreConfiguration.parse({
    CENTRE_DIVISION: division,
    CENTRE_NAME: '测试结算中心',
    HTTP_PORT: '1',
    LINK_PORT: '1',
    DATABASE_URL: url,
    KEYS_DIR: '.',
    POLICY_DIR: POLICY_FOLDER,
    PAGES_DIR: 'none',
    ACCEPT_GRADES: 'A,B,C',
    ...settings,
  });
  const dataSource = await openDatabase(dataSourceOptions(url, configuration.DATABASE_POOL));
  const app = await NestFactory.createApplicationContext(
    SettlementModule.of({
      configuration,
      policy: readPolicy(POLICY_FOLDER, division, configuration.ACCEPT_GRADES),
      dataSource,
      log: new Log('test', 'silent'),
      voucherService: null,
      hub: hub ? { way: hub, key: 'hub-key' } : null,
      linkKey: 'link-key',
    }),
    { logger: false },
  );
  const world = DemoWorldFile.parse(
    JSON.parse(readFileSync(new URL('../../demo/world.json', import.meta.url), 'utf8')),
  );
  await app.get(DemoWorld).load(world, division, new Date());
  const desk = app.get(MessageDesk);
  return {
    url,
    desk,
    part: (type) => app.get(type),
    send: async (text) => answerOf(200, (await desk.receive({ text })).text),
    his: (institution = HOSPITAL, insuredAt = DIVISION) => new HisAtTheDesk(desk, institution, insuredAt),
    connect: async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    },
    close: async () => {
      await app.close();
      await dataSource.destroy();
      await database.drop();
    },
  };
}
