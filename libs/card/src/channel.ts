/**
 * The way to one card that has just been reset: the master file is current and no security state is left from before.
 * Whoever opens it (a PC/SC driver, a virtual reader) powers the card up first and down afterwards.
 */
export interface CardChannel {
  /** Answer to reset, as the reader reports it. */
  readonly atr: Uint8Array;
  /**
   * Sends one short command APDU and gives the answer: data and two status bytes.
   * @throws CardFault when there is no answer to be had.
   */
  transmit(command: Uint8Array): Promise<Uint8Array>;
}

/** `removed`: the card is gone; `mute`: it is there and does not answer; `reader`: the reader or its service failed. */
export type CardFaultKind = 'removed' | 'mute' | 'reader';

const SENTENCES: Record<CardFaultKind, string> = {
  removed: 'the card was removed',
  mute: 'the card does not answer',
  reader: 'the reader failed',
};

/** What a channel throws. It says nothing about what is on the card, so it never turns into a refusal of the card. */
export class CardFault extends Error {
  constructor(
    readonly kind: CardFaultKind,
    message: string = SENTENCES[kind],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CardFault';
  }
}
