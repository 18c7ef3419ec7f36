import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex } from '../encodings/hex.js';
import { encodeName } from './gb18030.js';

describe('names in GB18030', () => {
  it.each([
    ['AB', '4142'],
    ['社会保障', 'C9E7BBE1B1A3D5CF'],
    ['阿·不', 'B0A2A1A4B2BB'],
    ['㐂', '8139EF31'],
    ['𠮷', '9534B235'],
  ])('write %s as %s', (name, bytes) => {
    expect(toHex(encodeName(name) ?? new Uint8Array())).toBe(bytes);
  });

  it('come back as they were written', () => {
    const decoder = new TextDecoder('gb18030', { fatal: true });
    const character = fc.oneof(
      fc.integer({ min: 0x4e00, max: 0x9fff }),
      fc.integer({ min: 0x3400, max: 0x4dbf }),
      fc.integer({ min: 0x20000, max: 0x2ffff }),
    );
    fc.assert(
      fc.property(fc.array(character, { maxLength: 20 }), (points) => {
        const name = String.fromCodePoint(...points);
        const bytes = encodeName(name);
        expect(bytes && decoder.decode(bytes)).toBe(name);
      }),
    );
  });

  it('have no code for half a character', () => {
    expect(encodeName('\ud800')).toBeNull();
  });
});
