import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Who may stand at a door: the hospital's or pharmacy's software, an operator, a terminal at a counter, a centre, or the hub. */
export type Role = 'his' | 'operator' | 'terminal' | 'centre' | 'hub';

const KEY_LENGTH_MIN = 16;
const KEY_LENGTH_MAX = 512;

const digestOf = (key: string): Buffer => createHash('sha256').update(key, 'utf8').digest();

/**
 * Reads a key file: one key, surrounding white space is forgiven.
 * @throws Error naming the file (never its content) when it cannot be read or is no key
 */
export function readKey(path: string): string {
  const key = readFileSync(path, 'utf8').trim();
  if (key.length < KEY_LENGTH_MIN || key.length > KEY_LENGTH_MAX || /\s/.test(key)) {
    throw new Error(`${path} does not hold one key of ${KEY_LENGTH_MIN} to ${KEY_LENGTH_MAX} characters`);
  }
  return key;
}

/** Compares two keys in a time that does not tell where they differ, nor how long they are. */
export function sameKey(left: string, right: string): boolean {
  return timingSafeEqual(digestOf(left), digestOf(right));
}

/** The keys that open a door, each for one role. Only digests are held. */
export class Keyring {
  private readonly entries: readonly { readonly role: Role; readonly digest: Buffer }[];

  constructor(keys: Readonly<Partial<Record<Role, string>>>) {
    this.entries = (Object.entries(keys) as [Role, string][]).map(([role, key]) => ({ role, digest: digestOf(key) }));
  }

  /** Whose key this is; undefined when it is nobody's. Every entry is compared, whichever matches. */
  roleOf(presented: string): Role | undefined {
    const digest = digestOf(presented);
    let found: Role | undefined;
    for (const entry of this.entries) {
      if (timingSafeEqual(entry.digest, digest)) found = entry.role;
    }
    return found;
  }
}
