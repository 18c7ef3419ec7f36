import { Instruction } from '../apdu/commands.js';
import { type KeyReply, type KeyService } from '../authentication/key-service.js';
import { type BankCardReading, readBankCard } from '../bank/read-bank-card.js';
import { type CardChannel, CardFault } from '../channel.js';
import { type CardReading } from '../reading/card-reading.js';
import { readCard } from '../reading/read-card.js';
import { replyAsTestIssuer } from '../virtual/test-issuer.js';
import { VirtualCard } from '../virtual/virtual-card.js';
import { connectVirtualCard } from '../virtual/virtual-channel.js';
import { anyAnswer, spoilt } from './answers.js';
import { Random } from './random.js';
import { VICTIMS } from './victims.js';

/** No walk through a card takes more commands than this, whatever the card answers. */
const COMMANDS_MAX = 1_000;

/** What came of one reading: a code for the outcome, and how many commands it took. */
export interface HostileReading {
  readonly code: string;
  readonly commands: number;
}

/**
 * Reads a card that answers wrongly: random bytes, or the answers of a good card with something spoilt, now and then stuck at one
 * answer or gone in mid-command, with or without a key service, which may answer nonsense too. The seed decides everything.
 * @returns the outcome's code
 * @throws Error when the reading broke a promise: too many commands, a second try at a key, a PIN that was tried, an outcome
 *   without sense. Whatever else is thrown is a defect of the reader.
 */
export async function readHostileCard(seed: number): Promise<HostileReading> {
  const random = new Random(seed);
  const channel = new HostileChannel(random);
  let code: string;
  switch (random.below(3)) {
    case 0:
      code = `card ${codeOfCard(await readCard(channel))}`;
      break;
    case 1:
      code = `card+keys ${codeOfCard(await readCard(channel, { keyService: hostileKeyService(random) }))}`;
      break;
    default:
      code = `bank ${codeOfBank(await readBankCard(channel))}`;
  }
  if (channel.keyTries > 1) throw new Error(`a key was tried ${channel.keyTries} times`);
  if (channel.pinTries > 0) throw new Error('a PIN was tried unasked');
  return { code, commands: channel.commands };
}

class HostileChannel implements CardChannel {
  readonly atr: Uint8Array;
  commands = 0;
  keyTries = 0;
  pinTries = 0;
  private readonly victim: CardChannel | null;
  private readonly spoiltOneIn: number;
  private readonly pulledOneIn: number;
  /** From this command on the card says one thing only. */
  private readonly stuckFrom: number;
  private last: Uint8Array;

  constructor(private readonly random: Random) {
    this.victim = random.oneIn(4) ? null : connectVirtualCard(new VirtualCard(random.pick(VICTIMS)));
    this.spoiltOneIn = random.pick([1, 3, 8, 20, 40]);
    this.pulledOneIn = random.oneIn(6) ? 20 : 1_000_000;
    this.stuckFrom = random.oneIn(8) ? random.below(24) : COMMANDS_MAX;
    this.last = anyAnswer(random);
    this.atr = this.victim && !random.oneIn(10) ? this.victim.atr : random.bytes(random.below(34));
  }

  async transmit(command: Uint8Array): Promise<Uint8Array> {
    this.commands += 1;
    if (this.commands > COMMANDS_MAX) throw new Error(`more than ${COMMANDS_MAX} commands`);
    if (command[1] === Instruction.EXTERNAL_AUTHENTICATE) this.keyTries += 1;
    if (command[1] === Instruction.VERIFY || command[1] === Instruction.CHANGE_PIN) this.pinTries += 1;
    if (this.random.oneIn(this.pulledOneIn)) throw new CardFault(this.random.pick(['removed', 'mute', 'reader']));
    if (this.commands <= this.stuckFrom) this.last = await this.answer(command);
    return this.last;
  }

  private async answer(command: Uint8Array): Promise<Uint8Array> {
    if (!this.victim) return anyAnswer(this.random);
    const good = await this.victim.transmit(command);
    if (!this.random.oneIn(this.spoiltOneIn)) return good;
    // An answer that comes twice, or belongs to the command before.
    return this.random.oneIn(10) ? this.last : spoilt(good, this.random);
  }
}

function hostileKeyService(random: Random): KeyService {
  const noise = (): KeyReply => ({
    outcome: 'answered',
    answer: { internalResult: random.bytes(8), internalData: random.bytes(8), external: random.bytes(16) },
  });
  const kind = random.below(8);
  return {
    reply: (question) => {
      if (kind === 0) return Promise.resolve({ outcome: 'unreachable' });
      if (kind === 1) return Promise.resolve(noise());
      const reply = replyAsTestIssuer(question);
      if (kind > 2 || reply.outcome !== 'answered') return Promise.resolve(reply);
      return Promise.resolve({ outcome: 'answered', answer: { ...reply.answer, external: random.bytes(16) } });
    },
  };
}

function codeOfCard(reading: CardReading): string {
  switch (reading.outcome) {
    case 'read':
      if (!/^[0-9A-Z]{9}$/.test(reading.cardNumber)) throw new Error('a reading without a card number');
      if (reading.basicString.split('|').length !== 12) throw new Error('a basic string without its eleven items');
      if ((reading.holder !== null) !== (reading.holderAccess === 'read')) throw new Error('half a holder');
      return `read, holder ${reading.holderAccess}`;
    case 'damaged':
      return `damaged, ${reading.reason}`;
    case 'interrupted':
      return `interrupted, ${reading.fault}`;
    case 'not-social-security':
      return 'not-social-security';
  }
}

function codeOfBank(reading: BankCardReading): string {
  switch (reading.outcome) {
    case 'read':
      if (!/^\d{6}\*{2,9}\d{4}$/.test(reading.account.masked)) throw new Error('an account number that is not masked');
      return 'read';
    case 'damaged':
    case 'refused':
      return `${reading.outcome}, ${reading.reason}`;
    case 'interrupted':
      return `interrupted, ${reading.fault}`;
    case 'no-bank-application':
      return 'no-bank-application';
  }
}
