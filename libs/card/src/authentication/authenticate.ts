import { externalAuthenticate, getChallenge, internalAuthenticate, KeyId } from '../apdu/commands.js';
import { exchange } from '../apdu/exchange.js';
import { Status } from '../apdu/status-words.js';
import { type CardChannel } from '../channel.js';
import { PROOF_BYTES, sameBytes } from './card-keys.js';
import { type KeyQuestion, type KeyService } from './key-service.js';

/**
 * Why a card stayed closed. `authentication-failed`: card and key service do not share a key, or the card does not take
 * part; `key-blocked`: too many wrong proofs before this one; `key-service-refused` and `key-service-unreachable`: the
 * card is as good as before.
 */
export type AuthenticationTrouble =
  'authentication-failed' | 'key-blocked' | 'key-service-refused' | 'key-service-unreachable';

/**
 * Lets the card and the key service prove to each other that they have the same keys, in the application that is current:
 * the card first (internal authentication), then the service (external authentication), which opens the holder's file.
 * The card counts wrong proofs and blocks its key for good. So there is exactly one try, and none at all when the card's
 * own proof shows already that the keys differ. The challenge for the service is fetched as late as possible, since a card
 * may forget it with any other command.
 *
 * @param card what the question says about the card
 * @throws CardFault of the channel.
 */
export async function authenticate(
  channel: CardChannel,
  keyService: KeyService,
  card: Pick<KeyQuestion, 'division' | 'algorithm' | 'cardIdentifier'>,
): Promise<'authenticated' | AuthenticationTrouble> {
  const internalFactor = await challenge(channel);
  const internalData = internalFactor && (await challenge(channel));
  if (!internalFactor || !internalData) return 'authentication-failed';
  const own = await exchange(channel, internalAuthenticate(internalFactor, internalData));
  if (own.status === Status.BLOCKED) return 'key-blocked';
  if (own.status !== Status.OK || own.data.length !== PROOF_BYTES) return 'authentication-failed';

  const externalFactor = await challenge(channel);
  const externalChallenge = externalFactor && (await challenge(channel));
  if (!externalFactor || !externalChallenge) return 'authentication-failed';
  const reply = await keyService.reply({
    ...card,
    atr: channel.atr,
    internalFactor,
    internalData,
    externalFactor,
    externalChallenge,
  });
  if (reply.outcome === 'unreachable') return 'key-service-unreachable';
  if (reply.outcome === 'refused' || !sameBytes(reply.answer.internalData, internalData)) return 'key-service-refused';
  if (!sameBytes(reply.answer.internalResult, own.data)) return 'authentication-failed';

  const { status } = await exchange(channel, externalAuthenticate(KeyId.HOLDER, reply.answer.external));
  if (status === Status.OK) return 'authenticated';
  return status === Status.BLOCKED ? 'key-blocked' : 'authentication-failed';
}

async function challenge(channel: CardChannel): Promise<Uint8Array | null> {
  const { status, data } = await exchange(channel, getChallenge(PROOF_BYTES));
  return status === Status.OK && data.length === PROOF_BYTES ? data : null;
}
