import { concatBytes, fromHex } from '../encodings/hex.js';
import { type Random } from './random.js';

const ANSWER_MAX = 300;

/** Status words that mean something to somebody, and some that no standard knows. */
const STATUS_WORDS = [
  ...['9000', '9000', '9000', '6100', '6108', '61FF', '6C00', '6C12', '6CFF', '6200', '6283', '63C0', '63C3', '6700'],
  ...['6981', '6982', '6983', '6984', '6985', '6986', '6A80', '6A81', '6A82', '6A83', '6A86', '6A88', '6D00', '6E00'],
  ...['9302', '9303', '0000', 'FFFF', '6F00', '9100'],
].map(fromHex);

/** Tags that a reading looks at, so that random data gets further than the first check. */
const TAGS = [
  0x01, 0x03, 0x05, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x4e, 0x57, 0x5a, 0x61, 0x6f, 0x70, 0x9f, 0xa5,
];

/** An answer that has nothing to do with the command. It may even be too short to be one. */
export function anyAnswer(random: Random): Uint8Array {
  switch (random.below(4)) {
    case 0:
      return random.bytes(random.below(ANSWER_MAX));
    case 1:
      return concatBytes(random.bytes(random.below(64)), random.pick(STATUS_WORDS));
    case 2:
      return concatBytes(randomTlv(random), random.pick(STATUS_WORDS));
    default:
      return random.pick(STATUS_WORDS);
  }
}

function randomTlv(random: Random): Uint8Array {
  const value = random.oneIn(3) ? randomTlv(random) : random.bytes(random.below(40));
  const length = random.oneIn(8) ? random.below(256) : Math.min(value.length, 0x7f);
  return concatBytes(Uint8Array.of(random.pick(TAGS), length), value);
}

/** A good answer with something wrong about it. */
export function spoilt(answer: Uint8Array, random: Random): Uint8Array {
  const data = answer.subarray(0, Math.max(0, answer.length - 2));
  const status = answer.subarray(data.length);
  switch (random.below(8)) {
    case 0:
      return withByte(answer, random.below(Math.max(1, answer.length)), random.below(256));
    case 1:
      return answer.subarray(0, random.below(answer.length + 1));
    case 2:
      return concatBytes(data.subarray(0, random.below(data.length + 1)), status);
    case 3:
      return concatBytes(data, random.bytes(random.below(32)), status);
    case 4:
      return concatBytes(data, random.pick(STATUS_WORDS));
    case 5:
      return concatBytes(withByte(data, 0, random.pick(TAGS)), status);
    case 6:
      return concatBytes(withByte(data, 1, random.below(256)), status);
    default:
      return anyAnswer(random);
  }
}

function withByte(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  // A place behind the end is left alone.
  if (at < copy.length) copy[at] = value;
  return copy;
}
