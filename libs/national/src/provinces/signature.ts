import { createHmac, timingSafeEqual } from 'node:crypto';

/** HTTP headers of a signed message between a centre and the hub. */
export const SIGNATURE_HEADERS = {
  division: 'x-hub-division',
  timestamp: 'x-hub-timestamp',
  signature: 'x-hub-signature',
} as const;

/** How far the clocks of the two sides may differ, in milliseconds. */
const CLOCKS_DIFFER_MAX_MS = 5 * 60_000;

/** A time in milliseconds since 1970, and the signature over it and the text. */
export interface Signature {
  readonly timestamp: string;
  readonly signature: string;
}

/**
 * Signs the exact text that goes out, together with the time: HMAC-SHA256 over `timestamp`, a line feed and the text.
 * Which variant the real hub wants is told with the connection; this one is that of the stand-in.
 * @param key the key that a centre and the hub share
 */
export function sign(key: string, text: string, nowMs: number): Signature {
  const timestamp = String(nowMs);
  return { timestamp, signature: digest(key, timestamp, text).toString('hex') };
}

/** Whether a signature is the key's over exactly this text, and not older or newer than clocks may differ. */
export function isSigned(key: string, text: string, { timestamp, signature }: Signature, nowMs: number): boolean {
  if (!/^\d{1,15}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp)) > CLOCKS_DIFFER_MAX_MS) return false;
  if (!/^[0-9a-f]{64}$/.test(signature)) return false;
  return timingSafeEqual(Buffer.from(signature, 'hex'), digest(key, timestamp, text));
}

const digest = (key: string, timestamp: string, text: string): Buffer =>
  createHmac('sha256', key).update(`${timestamp}\n${text}`, 'utf8').digest();
