import { CardFault, type CardChannel } from '../channel.js';
import { concatBytes } from '../encodings/hex.js';
import { getResponse } from './commands.js';
import { SW1_MORE, SW1_WRONG_LE } from './status-words.js';

/** What a card answered in the end: data without status bytes, and the status word. */
export interface CardAnswer {
  readonly data: Uint8Array;
  readonly status: number;
}

/** A card that announces more and more is broken or hostile; no file of this trade needs more rounds. */
const ROUNDS_MAX = 8;

/**
 * One command with its whole T=0 conversation: 61xx is followed by GET RESPONSE, 6Cxx repeats the command with the length
 * that the card wants. PC/SC services leave both to the terminal.
 * @returns the last status word; 61xx or 6Cxx only from a card that never comes to an end.
 * @throws CardFault of the channel, or `removed` for an answer without status word: a card that is pulled while it
 *   answers ends in an empty answer that the service reports as a success.
 */
export async function exchange(channel: CardChannel, command: Uint8Array): Promise<CardAnswer> {
  const parts: Uint8Array[] = [];
  let next = command;
  let status = 0;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const answer = await channel.transmit(next);
    if (answer.length < 2) throw new CardFault('removed');
    const sw1 = answer[answer.length - 2] ?? 0;
    const sw2 = answer[answer.length - 1] ?? 0;
    status = (sw1 << 8) | sw2;
    if (sw1 === SW1_WRONG_LE && next.length <= 5) {
      next = withLe(next, sw2);
      continue;
    }
    parts.push(answer.subarray(0, answer.length - 2));
    if (sw1 !== SW1_MORE) break;
    next = getResponse(sw2);
  }
  return { data: concatBytes(...parts), status };
}

function withLe(command: Uint8Array, le: number): Uint8Array {
  return concatBytes(command.subarray(0, 4), Uint8Array.of(le));
}
