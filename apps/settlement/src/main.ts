import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import {
  announceReady,
  createHttpProgram,
  Keyring,
  Log,
  readConfiguration,
  readKey,
  stopOnSignals,
} from '@medisettle/program';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CentreConfiguration } from './configuration.js';
import { CentreMetrics } from './console/centre-metrics.js';
import { dataSourceOptions, openDatabase } from './database/data-source.js';
import { DemoWorld } from './demo-world/demo-world.js';
import { DemoWorldFile } from './demo-world/world.js';
import { HttpHub } from './cross-province/hub.js';
import { HttpVoucherService } from './insured/voucher-service.js';
import { MessageDesk } from './messages/message-desk.js';
import { describeInterface } from './messages/openapi.js';
import { readPolicy } from './policies/policies.js';
import { SettlementModule } from './settlement.module.js';

/** A message of 1 MiB, written as JSON inside JSON; in characters. */
const LINK_BUFFER_MAX = 4 * 1024 * 1024;

const configuration = readConfiguration(CentreConfiguration);
const { CENTRE_DIVISION, KEYS_DIR, DATABASE_URL, DATABASE_POOL, POLICY_DIR, ACCEPT_GRADES } = configuration;
const log = new Log(`settlement-${CENTRE_DIVISION}`, configuration.LOG_LEVEL);

const policy = readPolicy(POLICY_DIR, CENTRE_DIVISION, ACCEPT_GRADES);
const dataSource = await openDatabase(dataSourceOptions(DATABASE_URL, DATABASE_POOL));
const { VOUCHER_SERVICE_URL: url, VOUCHER_SERVICE_DEADLINE_MS: deadlineMs } = configuration;
const voucherService = url
  ? new HttpVoucherService({ url, key: readKey(join(KEYS_DIR, 'voucher-service.key')), deadlineMs }, log)
  : null;
const doorKeyOfHub = 'voucher-service.key';
const hubKey = configuration.HUB_URL ? readKey(join(KEYS_DIR, `hub-${CENTRE_DIVISION}.key`)) : null;
const hub =
  configuration.HUB_URL && hubKey !== null
    ? {
        key: hubKey,
        way: new HttpHub(
          {
            url: configuration.HUB_URL,
            division: CENTRE_DIVISION,
            doorKey: readKey(join(KEYS_DIR, doorKeyOfHub)),
            signingKey: hubKey,
            deadlineMs: configuration.HUB_DEADLINE_MS,
          },
          log,
        ),
      }
    : null;
const linkKey = readKey(join(KEYS_DIR, 'link.key'));
const program = await createHttpProgram(
  SettlementModule.of({ configuration, policy, dataSource, log, linkKey, voucherService, hub }),
  {
    port: configuration.HTTP_PORT,
    keyring: new Keyring({
      operator: readKey(join(KEYS_DIR, 'operator.key')),
      ...(hubKey === null ? {} : { hub: hubKey }),
    }),
    publicPaths: ['/docs', '/docs/*', '/docs-json'],
    pages: {
      folder: configuration.PAGES_DIR,
      entries: {
        '/': 'console.html',
        '/cards': 'cards.html',
        '/filings': 'filings.html',
        '/days': 'days.html',
        '/clearing': 'clearing.html',
        '/simulator': 'simulator.html',
      },
    },
    metrics: (app) => app.get(CentreMetrics).metrics,
    health: async () => {
      await dataSource.query('SELECT 1');
      return { state: 'up', details: { centre: configuration.CENTRE_NAME, division: CENTRE_DIVISION } };
    },
  },
  log,
);
const { app } = program;
describeInterface(app);
// The place for mutual TLS: `tlsOptions` here and at the agent, with certificates instead of the shared link key.
app.connectMicroservice<MicroserviceOptions>(
  {
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port: configuration.LINK_PORT, maxBufferSize: LINK_BUFFER_MAX },
  },
  { inheritAppConfig: false },
);

if (configuration.DEMO_WORLD) {
  const world = DemoWorldFile.parse(JSON.parse(readFileSync(configuration.DEMO_WORLD, 'utf8')));
  const loaded = await app.get(DemoWorld).load(world, CENTRE_DIVISION, new Date());
  log.info(loaded === 'loaded' ? 'demo world loaded' : 'demo world is there already');
}

await app.startAllMicroservices();
await program.listen();
stopOnSignals(log, async () => {
  await app.get(MessageDesk).drained();
  await program.close();
  await dataSource.destroy();
});
announceReady();
