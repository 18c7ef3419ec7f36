/** Status words (SW1 SW2) that mean something to the reader of cards or that the virtual card answers. */
export const Status = {
  OK: 0x9000,
  /** The data are whole, and fewer than was asked for. */
  SHORTER_THAN_ASKED: 0x6282,
  FILE_INVALIDATED: 0x6283,
  WRONG_LENGTH: 0x6700,
  SECURITY_STATE: 0x6982,
  /** A PIN or a key whose tries are used up. */
  BLOCKED: 0x6983,
  CHALLENGE_INVALID: 0x6984,
  CONDITIONS: 0x6985,
  NO_CURRENT_FILE: 0x6986,
  FUNCTION_NOT_SUPPORTED: 0x6a81,
  FILE_NOT_FOUND: 0x6a82,
  RECORD_NOT_FOUND: 0x6a83,
  WRONG_P1_P2: 0x6a86,
  KEY_NOT_FOUND: 0x6a88,
  UNKNOWN_INSTRUCTION: 0x6d00,
  UNKNOWN_CLASS: 0x6e00,
  BLOCKED_FOR_GOOD: 0x9303,
} as const;

/** First byte of "so many answer bytes are waiting" (T=0). */
export const SW1_MORE = 0x61;
/** First byte of "ask again for exactly so many" (T=0). */
export const SW1_WRONG_LE = 0x6c;
/** First half of "that was wrong"; the last four bits say how many tries are left. */
export const WRONG_TRIES_LEFT = 0x63c0;
