import { describe, expect, it } from '@jest/globals';
import { fromHex } from '../encodings/hex.js';
import { layoutOfVersion, LAYOUTS } from './layouts.js';

describe('layouts', () => {
  it.each([
    ['312E3030', 'national-1'],
    ['322E3030', 'national-2'],
    ['322E3031', 'national-2'],
    ['322E3000', 'national-2'],
    ['00000000', 'national-2'],
    ['332E3030', 'national-3'],
    ['33FFFFFF', 'national-3'],
  ])('are chosen by the first character of the version %s', (version, generation) => {
    expect(layoutOfVersion(fromHex(version))?.generation).toBe(generation);
  });

  it.each(['', '342E3030', 'FFFFFFFF', '20312E30'])('are not guessed for the version "%s"', (version) => {
    expect(layoutOfVersion(fromHex(version))).toBeNull();
  });

  it('name each record of a file once, and stand under their own generation', () => {
    for (const [generation, layout] of Object.entries(LAYOUTS)) {
      expect(layout.generation).toBe(generation);
      for (const file of [layout.basics, layout.holder]) {
        if (!file) continue;
        expect(new Set(file.records.map(({ tag }) => tag)).size).toBe(file.records.length);
        expect(new Set(file.records.map(({ number }) => number)).size).toBe(file.records.length);
        expect(file.records.some(({ need }) => need === 'required')).toBe(true);
      }
    }
  });
});
