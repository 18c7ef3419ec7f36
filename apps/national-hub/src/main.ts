import 'reflect-metadata';
import { join } from 'node:path';
import {
  announceReady,
  createHttpProgram,
  Keyring,
  Log,
  readConfiguration,
  readKey,
  stopOnSignals,
} from '@medisettle/program';
import { CONFIGURATION } from './configuration.js';
import { Behaviours } from './exchange/behaviour.js';
import { Exchange } from './exchange/exchange.js';
import { Records } from './exchange/records.js';
import { metricsOf } from './metrics.js';
import { NationalHubModule } from './national-hub.module.js';

const configuration = readConfiguration(CONFIGURATION);
const log = new Log('national-hub', configuration.LOG_LEVEL);
const keyAt = (file: string): string => readKey(join(configuration.KEYS_DIR, file));

const centres = configuration.CENTRES.map((centre) => ({ ...centre, key: keyAt(`hub-${centre.division}.key`) }));
const records = await Records.open(configuration.RECORDS_FILE);
const behaviours = new Behaviours();
const exchange = new Exchange(centres, records, behaviours, configuration.DEADLINE_MS, log);
const metrics = metricsOf(exchange);
const program = await createHttpProgram(
  NationalHubModule.of({ exchange, records, behaviours }),
  {
    port: configuration.HTTP_PORT,
    keyring: new Keyring({ operator: keyAt('operator.key'), centre: keyAt('voucher-service.key') }),
    metrics: () => metrics,
    health: () => ({ state: 'up', details: { program: 'national-hub', standIn: true } }),
  },
  log,
);
stopOnSignals(log, async () => {
  await program.close();
  await records.close();
});
await program.listen();
announceReady();
