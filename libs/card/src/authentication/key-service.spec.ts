import { describe, expect, it } from '@jest/globals';
import { fromHex } from '../encodings/hex.js';
import { answerLine, type KeyQuestion, parseAnswerLine, parseQuestionLine, questionLine } from './key-service.js';

const QUESTION: KeyQuestion = {
  division: '310000',
  atr: fromHex('3B6D00000081544D31865331000C000008'),
  algorithm: '03',
  cardIdentifier: '310000D1560000050C0000085A5A5A5A',
  internalFactor: fromHex('1111111111111111'),
  internalData: fromHex('2222222222222222'),
  externalFactor: fromHex('3333333333333333'),
  externalChallenge: fromHex('4444444444444444'),
};
const LINE =
  '310000|3B6D00000081544D31865331000C000008|03|310000D1560000050C0000085A5A5A5A|' +
  '1111111111111111|2222222222222222|3333333333333333|4444444444444444|SH-COUNTER-1|';

describe('the line for a key service', () => {
  it('has the nine items of the two-step form', () => {
    expect(questionLine(QUESTION, 'SH-COUNTER-1')).toBe(LINE);
    expect(parseQuestionLine(LINE)).toEqual(QUESTION);
    expect(parseQuestionLine(LINE.replace('|03|', '||'))).toEqual({ ...QUESTION, algorithm: '' });
  });

  it.each([
    '',
    LINE.slice(0, -1),
    `${LINE}|`,
    LINE.replace('|03|', '|02|'),
    LINE.replace('310000|', '31000|'),
    LINE.replace('2222222222222222', '22'),
    LINE.replace('3B6D', '3B6'),
  ])('is not read from %j', (line) => {
    expect(parseQuestionLine(line)).toBeNull();
  });
});

describe('the line of a key service', () => {
  const line = 'AAAAAAAAAAAAAAAA2222222222222222|BBBBBBBBBBBBBBBB3333333333333333';

  it('has what the card must have said, and what goes to the card', () => {
    const answer = parseAnswerLine(`${line}|\r\n`);
    expect(answer).toEqual({
      internalResult: fromHex('AA'.repeat(8)),
      internalData: fromHex('22'.repeat(8)),
      external: fromHex('BB'.repeat(8) + '33'.repeat(8)),
    });
    expect(answer && answerLine(answer)).toBe(line);
  });

  it.each(['', line.replace('|', ''), line.slice(1), `${line}00`, '-2203'])('is not read from %j', (text) => {
    expect(parseAnswerLine(text)).toBeNull();
  });
});
