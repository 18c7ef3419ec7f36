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
import { NationalHubModule } from './national-hub.module.js';

const configuration = readConfiguration(CONFIGURATION);
const log = new Log('national-hub', configuration.LOG_LEVEL);
const keyAt = (file: string): string => readKey(join(configuration.KEYS_DIR, file));

const program = await createHttpProgram(
  NationalHubModule,
  {
    port: configuration.HTTP_PORT,
    keyring: new Keyring({ operator: keyAt('operator.key'), centre: keyAt('voucher-service.key') }),
    health: () => ({ state: 'up', details: { program: 'national-hub', standIn: true } }),
  },
  log,
);
stopOnSignals(log, () => program.close());
await program.listen();
announceReady();
