import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromHex } from '../encodings/hex.js';
import { encodeSimpleTlv, parseSimpleTlv } from './simple-tlv.js';

describe('a record of a social security card', () => {
  it('is tag, length and value, with nothing but fill behind', () => {
    const record = { ok: true, tag: 0x03, value: fromHex('322E3030') };
    expect(parseSimpleTlv(fromHex('0304322E3030'))).toEqual(record);
    expect(parseSimpleTlv(fromHex('0304322E30300000'))).toEqual(record);
    expect(parseSimpleTlv(fromHex('0304322E3030FFFF'))).toEqual(record);
    expect(parseSimpleTlv(fromHex('0200'))).toEqual({ ok: true, tag: 0x02, value: new Uint8Array() });
  });

  it.each([
    ['', 'empty', null],
    ['03', 'truncated', 0x03],
    ['0304322E', 'truncated', 0x03],
    ['03023232FF00', 'trailing-bytes', 0x03],
    ['0302323207', 'trailing-bytes', 0x03],
  ])('is none when it reads %s', (bytes, problem, tag) => {
    expect(parseSimpleTlv(fromHex(bytes))).toEqual({ ok: false, problem, tag });
  });

  it('survives whatever a card sends, and gives back what was written', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void parseSimpleTlv(bytes)));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 255 }), (tag, value) => {
        expect(parseSimpleTlv(encodeSimpleTlv(tag, value))).toEqual({ ok: true, tag, value });
      }),
    );
  });
});
