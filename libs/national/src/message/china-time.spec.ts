import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { chinaTime, CHINA_ZONE, frameTime, readWireTime, wireDate, wireTime } from './china-time.js';

describe('time in China', () => {
  it('is what the zone of Asia/Shanghai says, in every year', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2150, 0, 1) }), (ms) => {
        const zoned = DateTime.fromMillis(ms, { zone: CHINA_ZONE });
        expect(chinaTime(ms).toMillis()).toBe(ms);
        expect(chinaTime(ms).toFormat('yyyyMMddHHmmssSSS')).toBe(zoned.toFormat('yyyyMMddHHmmssSSS'));
        expect(wireTime(zoned)).toBe(zoned.toFormat('yyyy-MM-dd HH:mm:ss'));
        expect(wireDate(zoned)).toBe(zoned.toFormat('yyyy-MM-dd'));
        expect(frameTime(zoned)).toBe(zoned.toFormat('yyyyMMddHHmmssSSS'));
      }),
    );
  });

  it('is read as the zone reads it, and a day that is not in its month is refused', () => {
    const part = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
    fc.assert(
      fc.property(
        fc.integer({ min: 1950, max: 2150 }),
        fc.tuple(part(13), part(32)),
        fc.tuple(part(25), part(61), part(61)),
        (year, day, clock) => {
          const text = `${year}-${day.join('-')} ${clock.join(':')}`;
          const zoned = DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm:ss', { zone: CHINA_ZONE });
          expect(readWireTime(text)?.toMillis()).toBe(zoned.isValid ? zoned.toMillis() : undefined);
        },
      ),
    );
  });
});
