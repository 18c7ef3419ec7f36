import { describe, expect, it } from '@jest/globals';
import { Sealing } from './sealing.js';

const sealing = new Sealing('key-of-this-agent');

describe('what is sealed', () => {
  it('opens at its place with its key, and nowhere else', () => {
    const sealed = sealing.seal('陆退休 12.50', 'row 1');
    expect(sealing.open(sealed, 'row 1')).toBe('陆退休 12.50');
    expect(sealing.open(sealed, 'row 2')).toBeNull();
    expect(new Sealing('another key').open(sealed, 'row 1')).toBeNull();
    expect(sealed.includes(Buffer.from('陆退休'))).toBe(false);
  });

  it('does not open when a single byte of it was changed or it was cut', () => {
    const sealed = sealing.seal('text', 'row 1');
    for (let at = 0; at < sealed.length; at += 1) {
      const damaged = Buffer.from(sealed);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(sealing.open(damaged, 'row 1')).toBeNull();
      expect(sealing.open(sealed.subarray(0, at), 'row 1')).toBeNull();
    }
  });

  it('looks different each time, while the name for a person stays', () => {
    expect(sealing.seal('text', 'row 1')).not.toEqual(sealing.seal('text', 'row 1'));
    expect(sealing.nameFor('3100000000000022')).toBe(sealing.nameFor('3100000000000022'));
    expect(sealing.nameFor('3100000000000022')).not.toBe(new Sealing('another key').nameFor('3100000000000022'));
  });
});
