import { NestFactory } from '@nestjs/core';
import { type INestApplicationContext } from '@nestjs/common';
import { Log } from '@medisettle/program';
import { DateTime, Settings } from 'luxon';
import { readFileSync } from 'node:fs';
import { type DataSource } from 'typeorm';
import { CentreConfiguration } from '../../apps/settlement/src/configuration.js';
import { dataSourceOptions, openDatabase } from '../../apps/settlement/src/database/data-source.js';
import { DemoWorld } from '../../apps/settlement/src/demo-world/demo-world.js';
import { DemoWorldFile } from '../../apps/settlement/src/demo-world/world.js';
import { MessageDesk } from '../../apps/settlement/src/messages/message-desk.js';
import { readPolicy } from '../../apps/settlement/src/policies/policies.js';
import { SettlementModule } from '../../apps/settlement/src/settlement.module.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { answerOf, His, type HisAnswer } from './his.js';

const POLICY_DIR = 'libs/benefits/policy';
const DIVISION = '310000';

/** Hospital software whose messages go to a centre in this process. */
class DeskHis extends His {
  constructor(
    private readonly desk: MessageDesk,
    institution: string,
  ) {
    super('', '', institution);
  }

  override async post(text: string): Promise<HisAnswer> {
    return answerOf(200, (await this.desk.receive({ text })).text);
  }
}

/** Shanghai's centre with the demo world, in this process, so that a test can say which day it is. */
export class CentreInTime {
  private constructor(
    readonly app: INestApplicationContext,
    readonly database: DataSource,
    private readonly place: TestDatabase,
  ) {}

  /** @param day on which the demo world is loaded; its accounts stand in the insurance year of that day */
  static async open(day: string): Promise<CentreInTime> {
    const place = await createTestDatabase('time');
    const { url } = place;
    const dataSource = await openDatabase(dataSourceOptions(url, 6));
    const configuration = CentreConfiguration.parse({
      CENTRE_DIVISION: DIVISION,
      CENTRE_NAME: 'Shanghai',
      HTTP_PORT: '1',
      LINK_PORT: '2',
      DATABASE_URL: url,
      KEYS_DIR: '.',
      POLICY_DIR,
      PAGES_DIR: 'none',
      ACCEPT_GRADES: 'A,B,C',
      LOG_LEVEL: 'silent',
    });
    const app = await NestFactory.createApplicationContext(
      SettlementModule.of({
        configuration,
        policy: readPolicy(POLICY_DIR, DIVISION, configuration.ACCEPT_GRADES),
        dataSource,
        log: new Log('centre-in-time', 'silent'),
        linkKey: 'none',
        voucherService: null,
        hub: null,
      }),
      { logger: false },
    );
    const centre = new CentreInTime(app, dataSource, place);
    centre.goTo(day);
    const world = DemoWorldFile.parse(JSON.parse(readFileSync('demo/world.json', 'utf8')));
    await app.get(DemoWorld).load(world, DIVISION, centre.now.toJSDate());
    await dataSource.query(`UPDATE medisettle.account SET in_year_of = $1`, [day]);
    return centre;
  }

  /** From now on it is this moment at the centre; noon of the day unless a time in Shanghai is given. */
  goTo(day: string, clock = '12:00:00'): void {
    const moment = DateTime.fromISO(`${day}T${clock}+08:00`).toMillis();
    Settings.now = () => moment;
  }

  /** Of the database, for somebody else who works in it at the same time. */
  get databaseUrl(): string {
    return this.place.url;
  }

  get now(): DateTime {
    return DateTime.now();
  }

  his(institution: string): His {
    return new DeskHis(this.app.get(MessageDesk), institution);
  }

  async close(): Promise<void> {
    Settings.now = () => Date.now();
    await this.app.close();
    await this.database.destroy();
    await this.place.drop();
  }
}
