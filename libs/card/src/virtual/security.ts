import { KeyId } from '../apdu/commands.js';
import { Status } from '../apdu/status-words.js';
import { PROOF_BYTES, proofOf } from '../authentication/card-keys.js';
import { fromHex } from '../encodings/hex.js';
import { type VirtualCardProfile } from './profile.js';
import { testCardKeys } from './test-issuer.js';
import { CountedSecret } from './tries.js';

const CHALLENGE_LENGTHS = [4, 8, 16];
/** Between the old and the new PIN. */
const PIN_SEPARATOR = 0xff;
const PIN_BYTES_MIN = 2;
const PIN_BYTES_MAX = 8;

/** Fills an array with challenge bytes. */
export type ChallengeSource = (length: number) => Uint8Array;

/**
 * What a card keeps secret and what it has been shown since it was powered up: keys with their counters, the PIN, the open
 * challenge. Answers are status words, or data where the card proves something itself.
 */
export class CardSecurity {
  private readonly own: Uint8Array | undefined;
  private readonly outsiders = new Map<number, CountedSecret>();
  private readonly pin: CountedSecret | null;
  private challenge: Uint8Array | null = null;
  private readonly proven = new Set<number>();
  private pinVerified = false;

  constructor(
    profile: VirtualCardProfile,
    private readonly challenges: ChallengeSource,
  ) {
    const keys = keysOf(profile);
    this.own = keys.get(KeyId.CARD);
    for (const [id, key] of keys) {
      if (id !== KeyId.CARD) this.outsiders.set(id, new CountedSecret(key, triesOf(profile, 'keyTries')));
    }
    const pin = 'pin' in profile ? profile.pin : undefined;
    this.pin = pin === undefined ? null : new CountedSecret(fromHex(pin), triesOf(profile, 'pinTries'));
  }

  /** Another application was selected, or the power was off: nothing that was proven counts any more. */
  fall(): void {
    this.challenge = null;
    this.proven.clear();
    this.pinVerified = false;
  }

  hasProven(keyId: number): boolean {
    return this.proven.has(keyId);
  }

  /** @returns null for a length that the card does not give. */
  newChallenge(length: number): Uint8Array | null {
    this.challenge = CHALLENGE_LENGTHS.includes(length) ? this.challenges(length) : null;
    return this.challenge;
  }

  /** A challenge serves once, and for the command that follows it. */
  private takeChallenge(): Uint8Array | null {
    const { challenge } = this;
    this.challenge = null;
    return challenge;
  }

  internalAuthenticate(keyId: number, data: Uint8Array): Uint8Array | number {
    this.takeChallenge();
    if (data.length !== PROOF_BYTES * 2) return Status.WRONG_LENGTH;
    if (!this.own || keyId !== KeyId.CARD) return Status.KEY_NOT_FOUND;
    return proofOf(this.own, data.subarray(0, PROOF_BYTES), data.subarray(PROOF_BYTES));
  }

  /** Proof and process factor over the challenge given last. */
  externalAuthenticate(keyId: number, data: Uint8Array): number {
    const challenge = this.takeChallenge();
    if (data.length !== PROOF_BYTES * 2) return Status.WRONG_LENGTH;
    if (challenge?.length !== PROOF_BYTES) return Status.CHALLENGE_INVALID;
    const key = this.outsiders.get(keyId);
    if (!key) return Status.KEY_NOT_FOUND;
    const factor = data.subarray(PROOF_BYTES);
    const status = key.try(data.subarray(0, PROOF_BYTES), (secret) => proofOf(secret, factor, challenge));
    if (status === Status.OK) this.proven.add(keyId);
    else this.proven.delete(keyId);
    return status;
  }

  /** Without data the card says whether the PIN was verified, and else how many tries are left. */
  verifyPin(given: Uint8Array): number {
    if (!this.pin) return Status.KEY_NOT_FOUND;
    if (given.length === 0) return this.pinVerified ? Status.OK : this.pin.standing;
    if (!isPinLength(given.length)) return Status.WRONG_LENGTH;
    const status = this.pin.try(given);
    this.pinVerified = status === Status.OK;
    return status;
  }

  /** The old PIN counts as a try like any other. */
  changePin(data: Uint8Array): number {
    if (!this.pin) return Status.KEY_NOT_FOUND;
    const at = data.indexOf(PIN_SEPARATOR);
    const next = data.slice(at + 1);
    if (at < 0 || !isPinLength(at) || !isPinLength(next.length)) return Status.WRONG_LENGTH;
    const status = this.pin.try(data.subarray(0, at));
    this.pinVerified = status === Status.OK;
    if (status === Status.OK) this.pin.replace(next);
    return status;
  }
}

const isPinLength = (bytes: number): boolean => bytes >= PIN_BYTES_MIN && bytes <= PIN_BYTES_MAX;

const TRIES_DEFAULT = 3;

function triesOf(profile: VirtualCardProfile, kind: 'keyTries' | 'pinTries'): number {
  return 'holder' in profile ? (profile[kind] ?? TRIES_DEFAULT) : TRIES_DEFAULT;
}

function keysOf(profile: VirtualCardProfile): ReadonlyMap<number, Uint8Array> {
  if (!('holder' in profile) || profile.keys === undefined) return new Map();
  if (profile.keys === 'test-issuer') return testCardKeys(profile.cardIdentifier.slice(0, 6), fromHex(profile.atr));
  return new Map(Object.entries(profile.keys).map(([id, key]) => [parseInt(id, 16), fromHex(key)]));
}
