import {
  announceReady,
  createHttpProgram,
  Keyring,
  Log,
  readConfiguration,
  readKey,
  stopOnSignals,
} from '@medisettle/program';
import { join } from 'node:path';
import { AgentModule } from './agent.module.js';
import { AgentConfiguration } from './configuration.js';
import { DeskBook } from './desk-book/desk-book.js';
import { healthOf } from './health.js';
import { Journal } from './journal/journal.js';
import { AgentMetrics } from './metrics.js';
import { openReaders } from './open-readers.js';

const configuration = readConfiguration(AgentConfiguration);
const log = new Log('terminal-agent', configuration.LOG_LEVEL);
const keyAt = (file: string): string => readKey(join(configuration.KEYS_DIR, file));

const journal = await Journal.open(
  {
    path: configuration.JOURNAL_FILE,
    secret: keyAt(configuration.JOURNAL_KEY),
    bytesMax: configuration.JOURNAL_BYTES_MAX,
  },
  log,
);
const book = await DeskBook.open(configuration.DESK_FILE ?? `${configuration.JOURNAL_FILE}.desk`, log);
const program = await createHttpProgram(
  AgentModule.of(configuration, openReaders(configuration, log), { journal, book }, log),
  {
    port: configuration.HTTP_PORT,
    keyring: new Keyring({ his: keyAt('his.key'), operator: keyAt('operator.key') }),
    health: healthOf,
    metrics: (app) => app.get(AgentMetrics).metrics,
    ...(configuration.PAGES_DIR === undefined
      ? {}
      : { pages: { folder: configuration.PAGES_DIR, entries: { '/': 'cashier.html' } } }),
  },
  log,
);
stopOnSignals(log, () => program.close());
await program.listen();
announceReady();
