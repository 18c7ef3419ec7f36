import { describe, expect, it } from '@jest/globals';
import { wordsOfPattern } from './pattern-words.js';

describe('what a pattern asks for', () => {
  it.each([
    [/^\d{6}$/, '6位数字', '6 digits'],
    [/^\d{3,6}$/, '3–6位数字', '3–6 digits'],
    [/^\d{2}0000$/, '6位数字，以0000结尾', '6 digits, ending in 0000'],
    [/^[0-9A-Za-z-]{1,30}$/, '1–30位字母或数字（也可含 -）', '1–30 letters or digits (or -)'],
    [/^[\w.-]{1,64}$/, '1–64位字母或数字（也可含 . - _）', '1–64 letters or digits (or . - _)'],
    [/^[0-9A-Fa-f]{32}$/, '32位十六进制数字', '32 hexadecimal digits'],
    [/^[HP][0-9A-Z]{3,29}$/, '4–30位字母或数字，以H或P开头', '4–30 letters or digits, beginning with H or P'],
    [/^[\w.\-+]{1,20}$/, '1–20位字母或数字（也可含 . - + _）', '1–20 letters or digits (or . - + _)'],
  ])('%s is said in words', (pattern, zh, en) => {
    expect(wordsOfPattern(pattern.source)).toEqual({ zh, en });
  });

  it.each([/^(a|b)$/, /\d{6}/, /^\d+$/])('%s of another shape is not', (pattern) => {
    expect(wordsOfPattern(pattern.source)).toBeUndefined();
  });
});
