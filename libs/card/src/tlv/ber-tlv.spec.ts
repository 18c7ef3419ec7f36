import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromHex } from '../encodings/hex.js';
import { encodeBerTlv, findBerTlv, parseBerTlv } from './ber-tlv.js';

describe('data objects of an application', () => {
  it('are found inside their templates, never inside values', () => {
    // The label holds the bytes 5A 01 11, which a search of the text would take for an account number.
    const parsed = parseBerTlv(fromHex('70135003' + '5A0111' + '5A089999990000000003' + '870101'));
    expect(parsed.ok).toBe(false);
    const record = parseBerTlv(fromHex('7012' + '50035A0111' + '5A089999990000000003' + '870101'));
    expect(record.ok && findBerTlv(record.objects, 0x5a)?.value).toEqual(fromHex('9999990000000003'));
    expect(record.ok && findBerTlv(record.objects, 0x9f38)).toBeNull();
  });

  it('have tags of up to three and lengths of up to two bytes', () => {
    for (const [tag, length] of [
      [0x5a, 3],
      [0x9f0c, 127],
      [0xbf0c, 0],
      [0x50, 128],
      [0xdf8101, 700],
    ] as const) {
      const value = tag === 0xbf0c ? new Uint8Array() : new Uint8Array(length).fill(0x01);
      const parsed = parseBerTlv(encodeBerTlv(tag, value));
      expect(parsed).toEqual({ ok: true, objects: [{ tag, value, children: [] }] });
    }
  });

  it.each([
    ['5A', 'truncated'],
    ['5A02FF', 'truncated'],
    ['9F', 'truncated'],
    ['9F81', 'truncated'],
    ['9F818101', 'tag-too-long'],
    ['5A80', 'length-too-long'],
    ['5A83000001FF', 'length-too-long'],
    ['5A8200', 'truncated'],
    ['700E700C700A70087006700470027000', 'too-deep'],
    ['5000'.repeat(257), 'too-many'],
  ])('are refused as %s', (bytes, problem) => {
    expect(parseBerTlv(fromHex(bytes))).toEqual({ ok: false, problem });
  });

  it('may have zero bytes between them', () => {
    const parsed = parseBerTlv(fromHex('00005001410000870101'));
    expect(parsed.ok && parsed.objects.map(({ tag }) => tag)).toEqual([0x50, 0x87]);
  });

  it('never throw, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void parseBerTlv(bytes)));
  });
});
