import { type Log } from '@medisettle/program';
import { PcscReaders, type ReaderDriver, VirtualReaders } from '@medisettle/readers';
import { type CounterReaders } from './agent.module.js';
import { type AgentConfiguration } from './configuration.js';
import { DemoCards } from './counter/demo-cards.js';

/** Opens the readers that the configuration asks for. A machine without PC/SC goes on with what there is, and says so. */
export function openReaders({ PCSC, VIRTUAL_READERS, DEMO_WORLD }: AgentConfiguration, log: Log): CounterReaders {
  const drivers: ReaderDriver[] = [];
  if (PCSC === 'auto') {
    drivers.push(
      new PcscReaders({
        onService: ({ name, advice }) => {
          if (advice === null) log.info('the card service answers');
          else log.warn(advice, { state: name });
        },
      }),
    );
  }
  if (VIRTUAL_READERS === undefined || DEMO_WORLD === undefined) return { drivers };
  const readers = new VirtualReaders(VIRTUAL_READERS);
  return { drivers: [...drivers, readers], virtual: { readers, cards: DemoCards.fromFile(DEMO_WORLD) } };
}
