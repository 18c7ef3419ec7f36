import { DateTime, FixedOffsetZone } from 'luxon';

export const CHINA_ZONE = 'Asia/Shanghai';

/** China has had no daylight saving since 1991: from here on its zone is eight hours east, which is quick to reckon. */
const CONSTANT_SINCE_MS = Date.UTC(1992, 0, 1);
const CONSTANT_UNTIL_MS = Date.UTC(9999, 0, 1);
const EAST_MS = 8 * 3_600_000;
const EAST = FixedOffsetZone.instance(8 * 60);

const isConstant = (ms: number): boolean => ms >= CONSTANT_SINCE_MS && ms < CONSTANT_UNTIL_MS;

/** An instant as China's clocks show it. */
export function chinaTime(ms: number): DateTime {
  return DateTime.fromMillis(ms, { zone: isConstant(ms) ? EAST : CHINA_ZONE });
}

/** `yyyy-MM-ddTHH:mm:ss.SSS` in Asia/Shanghai. */
function clockOf(time: DateTime): string {
  const ms = time.toMillis();
  if (isConstant(ms)) return new Date(ms + EAST_MS).toISOString().slice(0, 23);
  return time.setZone(CHINA_ZONE).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");
}

/** `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai, as every time on the wire. */
export function wireTime(time: DateTime): string {
  return clockOf(time).slice(0, 19).replace('T', ' ');
}

/** `yyyy-MM-dd` in Asia/Shanghai. */
export function wireDate(time: DateTime): string {
  return clockOf(time).slice(0, 10);
}

/** `yyyyMMddHHmmssSSS` in Asia/Shanghai, as in the frame of an answer. */
export function frameTime(time: DateTime): string {
  return clockOf(time).replace(/\D/g, '');
}

/** Reads `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai; undefined when no clock there ever showed it. */
export function readWireTime(text: string): DateTime | undefined {
  const ms = Date.parse(`${text.replace(' ', 'T')}Z`) - EAST_MS;
  if (isConstant(ms)) {
    const time = chinaTime(ms);
    // Days that are not in their month roll over into the next; they are read the long way, which refuses them.
    if (wireTime(time) === text) return time;
  }
  const time = DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm:ss', { zone: CHINA_ZONE });
  return time.isValid ? time : undefined;
}
