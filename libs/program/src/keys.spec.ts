import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keyring, readKey, sameKey } from './keys.js';

describe('a key file', () => {
  const read = (content: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'medisettle-keys-'));
    try {
      writeFileSync(join(folder, 'his.key'), content);
      return readKey(join(folder, 'his.key'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('holds one key, with or without a newline at its end', () => {
    expect(read('0123456789abcdef')).toBe('0123456789abcdef');
    expect(read('0123456789abcdef\n')).toBe('0123456789abcdef');
  });

  it('with nothing, too little or more than one key is refused without showing it', () => {
    for (const content of ['', 'secret', '0123456789abcdef 0123456789abcdef']) {
      expect(() => read(content)).toThrow('does not hold one key');
      expect(() => read(content)).not.toThrow(/secret|0123456789abcdef/);
    }
  });
});

describe('a keyring', () => {
  const keyring = new Keyring({ his: '0123456789abcdef', operator: 'fedcba9876543210' });

  it('knows whose key it is shown', () => {
    expect(keyring.roleOf('0123456789abcdef')).toBe('his');
    expect(keyring.roleOf('fedcba9876543210')).toBe('operator');
  });

  it('opens to nothing else', () => {
    for (const wrong of ['', '0123456789abcde', '0123456789ABCDEF', '0123456789abcdef0']) {
      expect(keyring.roleOf(wrong)).toBeUndefined();
    }
  });

  it('compares keys of any length', () => {
    expect(sameKey('a', 'a')).toBe(true);
    expect(sameKey('a', 'aa')).toBe(false);
  });
});
