import { authenticate } from '../authentication/authenticate.js';
import { type KeyService } from '../authentication/key-service.js';
import { type CardChannel, CardFault } from '../channel.js';
import { cardNumberChecks } from '../check-digits.js';
import { toHex } from '../encodings/hex.js';
import { decodeAscii, decodeDate } from '../encodings/values.js';
import { type CardLayout } from '../layouts/layout.js';
import { historicalBytes } from './answer-to-reset.js';
import { basicString } from './basic-string.js';
import { type CardReading, type CardWarning, type Damage, type KeyAlgorithm, type ReadCard } from './card-reading.js';
import { type FieldValues, readOpenFile } from './file-reading.js';
import { readHolder } from './holder.js';
import { recognise } from './recognition.js';

/** Registered application provider id inside each card identifier, behind the division. */
const IDENTIFIER_SHAPE = /^\d{6}D156000005[0-9A-F]{16}$/;
const CARD_NUMBER_LENGTH = 9;

/** How a key service is told what the card declares. */
const ALGORITHM_CODES: Readonly<Record<KeyAlgorithm, '01' | '03' | ''>> = { des: '01', sm4: '03', other: '' };

/** Who helps with a reading. */
export interface ReadingServices {
  readonly keyService?: KeyService;
}

/**
 * Reads a card that has just been reset: recognises the generation, reads the card's own data and, where the card lets
 * it, the holder's. Trouble with the card is an outcome, never an exception; only an error that is no `CardFault` gets
 * through, as it is a defect. A card that is pulled at whatever moment gives `interrupted`, never half a reading.
 * A locked holder's file is opened with the help of the key service, if there is one, in one try; when that fails the rest of
 * the card is delivered all the same. No PIN is ever tried.
 */
export async function readCard(channel: CardChannel, { keyService }: ReadingServices = {}): Promise<CardReading> {
  try {
    return await readSteadyCard(channel, keyService);
  } catch (error) {
    if (error instanceof CardFault) return { outcome: 'interrupted', fault: error.kind };
    throw error;
  }
}

async function readSteadyCard(channel: CardChannel, keyService: KeyService | undefined): Promise<CardReading> {
  const recognition = await recognise(channel);
  if (recognition.state === 'foreign') return { outcome: 'not-social-security' };
  if (recognition.state === 'damaged') return { outcome: 'damaged', generation: null, ...recognition.damage };
  const { layout, specVersion, keyAlgorithm } = recognition;
  const damaged = (damage: Damage): CardReading => ({ outcome: 'damaged', generation: layout.generation, ...damage });

  const basics = await readOpenFile(channel, layout.basics);
  if (basics.state === 'damaged') return damaged(basics.damage);
  if (basics.state === 'absent') return damaged({ reason: 'record-missing', tag: '07' });
  if (basics.state === 'locked') return damaged({ reason: 'record-refused', tag: null });
  const card = decodeBasics(layout, basics.values);
  if (!card) return damaged({ reason: 'value-malformed', tag: '07' });

  const unlock = keyService
    ? () =>
        authenticate(channel, keyService, {
          division: card.cardIdentifier.slice(0, 6),
          algorithm: ALGORITHM_CODES[keyAlgorithm ?? 'other'],
          cardIdentifier: card.cardIdentifier,
        })
    : null;
  const holder = await readHolder(channel, layout, unlock);
  if (holder.state === 'damaged') return damaged(holder.damage);

  const history = historicalBytes(channel.atr);
  const reading: Omit<ReadCard, 'basicString' | 'warnings'> = {
    outcome: 'read',
    generation: layout.generation,
    specVersion,
    cardNumber: card.cardNumber,
    cardIdentifier: card.cardIdentifier,
    issueDate: card.issueDate,
    validUntil: card.validUntil,
    holder: holder.state === 'read' ? holder.holder : null,
    holderAccess: holder.state,
    keyAlgorithm,
  };
  return {
    ...reading,
    basicString: basicString({
      ...reading,
      citizenNumber: reading.holder?.citizenNumber ?? '',
      name: reading.holder?.name ?? '',
      resetInformation: history ? toHex(history) : '',
    }),
    warnings: [
      ...basics.warnings,
      ...card.warnings,
      ...(holder.state === 'read' ? holder.warnings : []),
      ...(history ? [] : [{ code: 'unreadable', subject: 'atr' } as const]),
    ],
  };
}

interface Basics {
  readonly cardNumber: string;
  readonly cardIdentifier: string;
  readonly issueDate: string | null;
  readonly validUntil: string | null;
  readonly warnings: readonly CardWarning[];
}

/** @returns null when the card number is none: a card that cannot be named cannot be looked up either. */
function decodeBasics(layout: CardLayout, values: FieldValues): Basics | null {
  const warnings: CardWarning[] = [];
  // Regional cards write more behind the nine characters; only these are the number.
  const cardNumber = decodeAscii((values.get('cardNumber') ?? new Uint8Array()).subarray(0, CARD_NUMBER_LENGTH));
  if (cardNumber === null || !/^[0-9A-Z]{9}$/.test(cardNumber)) return null;
  if (!cardNumberChecks(cardNumber)) warnings.push({ code: 'check-digit', subject: 'cardNumber' });

  const cardIdentifier = toHex(values.get('cardIdentifier') ?? new Uint8Array());
  const identifierExpected = layout.basics.records.some(({ field }) => field === 'cardIdentifier');
  if (identifierExpected && cardIdentifier === '') warnings.push({ code: 'missing', subject: 'cardIdentifier' });
  else if (identifierExpected && !IDENTIFIER_SHAPE.test(cardIdentifier)) {
    warnings.push({ code: 'unusual-shape', subject: 'cardIdentifier' });
  }

  const date = (field: 'issueDate' | 'validUntil'): string | null => {
    const value = values.get(field);
    if (!value) return null;
    const decoded = decodeDate(value);
    if (decoded === null) warnings.push({ code: 'unreadable', subject: field });
    return decoded || null;
  };
  return { cardNumber, cardIdentifier, issueDate: date('issueDate'), validUntil: date('validUntil'), warnings };
}
