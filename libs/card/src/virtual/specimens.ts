import { fromHex, toHex } from '../encodings/hex.js';
import { type CardChannel } from '../channel.js';
import { type VirtualCardProfile, virtualCardProfileSchema } from './profile.js';
import { VirtualCard } from './virtual-card.js';
import { connectVirtualCard } from './virtual-channel.js';

/** Cards of nobody, one of each generation, to test with. */
const NATIONAL = {
  cardNumber: '990000017',
  cardIdentifier: '990100D156000005000001235A5A5A5A',
  cardClass: '1',
  initialisingBody: '915600000299010000000001',
  issueDate: '2014-02-28',
  validUntil: '2024-02-28',
  holder: {
    citizenNumber: '990101198002290011',
    name: '样本',
    gender: '1',
    nation: '20',
    birthPlace: '990101',
    birthDate: '1980-02-29',
  },
  atr: '3B6D00000081544D318653990100000123',
};

export const SPECIMENS = {
  'shanghai-legacy': { generation: 'shanghai-legacy', cardNumber: '980000013', atr: '3B69000053504543494D454E00' },
  'national-1': { ...NATIONAL, generation: 'national-1', specVersion: '1.00' },
  'national-2': { ...NATIONAL, generation: 'national-2', specVersion: '2.00' },
  'national-3': { ...NATIONAL, generation: 'national-3', specVersion: '3.00', algorithm: 'sm4' },
} as const;

/** A specimen with changes, checked as a profile. */
export function profileOf(kind: keyof typeof SPECIMENS, changes: Record<string, unknown> = {}): VirtualCardProfile {
  return virtualCardProfileSchema.parse({ ...SPECIMENS[kind], ...changes });
}

export function cardOf(kind: keyof typeof SPECIMENS, changes: Record<string, unknown> = {}): VirtualCard {
  return new VirtualCard(profileOf(kind, changes));
}

/** A channel to a virtual card, and what went over it as hex: `command > answer`. */
export function overheard(card: VirtualCard): { channel: CardChannel; log: string[] } {
  const channel = connectVirtualCard(card);
  const log: string[] = [];
  return {
    log,
    channel: {
      atr: channel.atr,
      transmit: async (command) => {
        const answer = await channel.transmit(command);
        log.push(`${toHex(command)} > ${toHex(answer)}`);
        return answer;
      },
    },
  };
}

/** Sends hex to a card and gives hex, or the word for no answer. */
export function send(card: VirtualCard, command: string): string {
  const answer = card.process(fromHex(command.replaceAll(' ', '')));
  return typeof answer === 'string' ? answer : toHex(answer);
}
