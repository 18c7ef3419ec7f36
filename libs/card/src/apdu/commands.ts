import { concatBytes } from '../encodings/hex.js';

export const Instruction = {
  VERIFY: 0x20,
  CHANGE_PIN: 0x5e,
  EXTERNAL_AUTHENTICATE: 0x82,
  GET_CHALLENGE: 0x84,
  INTERNAL_AUTHENTICATE: 0x88,
  SELECT: 0xa4,
  READ_RECORD: 0xb2,
  GET_RESPONSE: 0xc0,
} as const;

/** Class byte of the few commands that are this trade's own, such as changing the PIN; all others have 0. */
export const PROPRIETARY_CLASS = 0x80;

/** Keys of the social security application by their number on the card. */
export const KeyId = {
  /** The card proves itself with it (internal authentication). */
  CARD: 0x00,
  /** RK_SSSE: whoever proves to have it may read the holder's file. */
  HOLDER: 0x0a,
} as const;

/** Reference control of READ RECORD, the low three bits of P2. */
export const RecordMode = { BY_TAG: 0x00, BY_NUMBER: 0x04, FROM_NUMBER_ON: 0x05 } as const;

/** How SELECT names a file, its P1. */
export const SelectMode = { BY_FILE_ID: 0x00, CHILD_DIRECTORY: 0x01, FILE_BELOW: 0x02, BY_NAME: 0x04 } as const;

/** SELECT by application name. No Le follows: under T=0 the card announces its answer with 61xx. */
export function selectByName(name: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0x00, Instruction.SELECT, SelectMode.BY_NAME, 0x00, name.length), name);
}

/** SELECT of a two-byte file id, as file below the current directory or in the general form; cards know either or both. */
export function selectFile(id: number, mode: typeof SelectMode.FILE_BELOW | typeof SelectMode.BY_FILE_ID): Uint8Array {
  return Uint8Array.of(0x00, Instruction.SELECT, mode, 0x00, 0x02, id >> 8, id & 0xff);
}

/** READ RECORD in the current file. `le` counts answer bytes, 0 stands for "all". */
export function readRecord(
  reference: number,
  mode: typeof RecordMode.BY_TAG | typeof RecordMode.BY_NUMBER,
  le: number,
): Uint8Array {
  return Uint8Array.of(0x00, Instruction.READ_RECORD, reference, mode, le);
}

/** READ RECORD by number in the file with this short id, whatever the record's length. */
export function readRecordOf(sfi: number, number: number): Uint8Array {
  return Uint8Array.of(0x00, Instruction.READ_RECORD, number, (sfi << 3) | RecordMode.BY_NUMBER, 0x00);
}

/** GET RESPONSE for `le` waiting bytes, 0 stands for 256. */
export function getResponse(le: number): Uint8Array {
  return Uint8Array.of(0x00, Instruction.GET_RESPONSE, 0x00, 0x00, le);
}

/** GET CHALLENGE for 4, 8 or 16 random bytes of the card. */
export function getChallenge(length: number): Uint8Array {
  return Uint8Array.of(0x00, Instruction.GET_CHALLENGE, 0x00, 0x00, length);
}

/** INTERNAL AUTHENTICATE: the card shall prove that it has its key. Eight bytes each. */
export function internalAuthenticate(factor: Uint8Array, data: Uint8Array): Uint8Array {
  const body = concatBytes(factor, data);
  return concatBytes(Uint8Array.of(0x00, Instruction.INTERNAL_AUTHENTICATE, 0x00, KeyId.CARD, body.length), body);
}

/** EXTERNAL AUTHENTICATE: proves to the card that a key service has the key `keyId`. */
export function externalAuthenticate(keyId: number, proof: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0x00, Instruction.EXTERNAL_AUTHENTICATE, 0x00, keyId, proof.length), proof);
}
