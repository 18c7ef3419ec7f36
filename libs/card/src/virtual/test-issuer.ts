import { KeyId } from '../apdu/commands.js';
import { cardKey, proofOf } from '../authentication/card-keys.js';
import { type KeyQuestion, type KeyReply } from '../authentication/key-service.js';
import { concatBytes } from '../encodings/hex.js';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Master keys of an issuer that exists in demo and tests only. They are in the open, and no real card knows them. */
const TEST_MASTER_KEYS: ReadonlyMap<number, Uint8Array> = new Map([
  [KeyId.CARD, ascii('TEST INTERNAL 00')],
  [KeyId.HOLDER, ascii('TEST EXTERNAL 0A')],
]);

/** The keys that the test issuer writes onto a card, by number; none for a card that gives no factors. */
export function testCardKeys(division: string, atr: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const keys = new Map<number, Uint8Array>();
  for (const [id, master] of TEST_MASTER_KEYS) {
    const key = cardKey(master, division, atr);
    if (key) keys.set(id, key);
  }
  return keys;
}

/** What a key service with the test issuer's keys replies. It knows SM4 only, also for a card that declares nothing. */
export function replyAsTestIssuer(question: KeyQuestion): KeyReply {
  const keys = testCardKeys(question.division, question.atr);
  const [own, holder] = [keys.get(KeyId.CARD), keys.get(KeyId.HOLDER)];
  if (question.algorithm === '01' || !own || !holder) return { outcome: 'refused' };
  return {
    outcome: 'answered',
    answer: {
      internalResult: proofOf(own, question.internalFactor, question.internalData),
      internalData: question.internalData,
      external: concatBytes(
        proofOf(holder, question.externalFactor, question.externalChallenge),
        question.externalFactor,
      ),
    },
  };
}
