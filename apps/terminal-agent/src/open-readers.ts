import { VirtualReaders } from '@medisettle/readers';
import { type CounterReaders } from './agent.module.js';
import { type AgentConfiguration } from './configuration.js';
import { DemoCards } from './counter/demo-cards.js';

/** Opens the readers that the configuration asks for. */
export function openReaders({ VIRTUAL_READERS, DEMO_WORLD }: AgentConfiguration): CounterReaders {
  if (VIRTUAL_READERS === undefined || DEMO_WORLD === undefined) return { drivers: [] };
  const readers = new VirtualReaders(VIRTUAL_READERS);
  return { drivers: [readers], virtual: { readers, cards: DemoCards.fromFile(DEMO_WORLD) } };
}
