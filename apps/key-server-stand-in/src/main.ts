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
import { KeyServerStandInModule } from './key-server-stand-in.module.js';

const configuration = readConfiguration(CONFIGURATION);
const log = new Log('key-server-stand-in', configuration.LOG_LEVEL);
const keyAt = (file: string): string => readKey(join(configuration.KEYS_DIR, file));

const program = await createHttpProgram(
  KeyServerStandInModule,
  {
    port: configuration.HTTP_PORT,
    keyring: new Keyring({ terminal: keyAt('key-service.key'), operator: keyAt('operator.key') }),
    health: () => ({ state: 'up', details: { program: 'key-server-stand-in', standIn: true } }),
  },
  log,
);
stopOnSignals(log, () => program.close());
await program.listen();
announceReady();
