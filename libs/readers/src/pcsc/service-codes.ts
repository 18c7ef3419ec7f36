/** Codes of the PC/SC service that this driver treats each in its own way. */
const ServiceCode = {
  SHARING_VIOLATION: 0x8010000b,
  NO_CARD: 0x8010000c,
  PROTOCOL_MISMATCH: 0x8010000f,
  /** The exchange broke off. The card is on its way out, as far as anybody can tell. */
  NOT_TRANSACTED: 0x80100016,
  COMMUNICATION_LOST: 0x8010002f,
  UNSUPPORTED_CARD: 0x80100065,
  UNRESPONSIVE_CARD: 0x80100066,
  UNPOWERED_CARD: 0x80100067,
  REMOVED_CARD: 0x80100069,
} as const;

/** What a failed order means: the card has left, it does not answer, another program has it, or the way to it is lost. */
export type OrderTrouble = 'removed' | 'mute' | 'in-use' | 'lost';

/** @param code of the service, null when none was given */
export function troubleOf(code: number | null): OrderTrouble {
  switch (code) {
    case ServiceCode.SHARING_VIOLATION:
      return 'in-use';
    case ServiceCode.NO_CARD:
    case ServiceCode.NOT_TRANSACTED:
    case ServiceCode.COMMUNICATION_LOST:
    case ServiceCode.UNPOWERED_CARD:
    case ServiceCode.REMOVED_CARD:
      return 'removed';
    case ServiceCode.PROTOCOL_MISMATCH:
    case ServiceCode.UNSUPPORTED_CARD:
    case ServiceCode.UNRESPONSIVE_CARD:
      return 'mute';
    default:
      return 'lost';
  }
}

/** The native module puts the code into the text only. */
export function codeOf(error: Error): number | null {
  const found = /\(0x([0-9a-f]{8,16})\)/i.exec(error.message)?.[1];
  // Some platforms sign-extend the code to 64 bits.
  return found === undefined ? null : Number.parseInt(found.slice(-8), 16);
}

/** Bits of a reader's state (SCARD_STATE_…). */
const PRESENT = 0x20;
const EXCLUSIVE = 0x80;
const IN_USE = 0x100;

export interface ReaderSight {
  readonly cardPresent: boolean;
  readonly inUse: boolean;
  /** Counts insertions and removals, so that a swap between two looks shows. */
  readonly changes: number;
}

/**
 * Whether a card that is there is another one than before. Each coming and each going counts one, so a swap counts two; one
 * is the service being caught between changing its state and counting that.
 */
export function wasSwapped(changesBefore: number, changes: number): boolean {
  return ((changes - changesBefore) & 0xffff) > 1;
}

/** @param state of a reader as the service gives it: bits below, a counter of card events in the upper 16 */
export function sightOf(state: number): ReaderSight {
  return {
    cardPresent: (state & PRESENT) !== 0,
    inUse: (state & (EXCLUSIVE | IN_USE)) !== 0,
    changes: (state >>> 16) & 0xffff,
  };
}
