import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Seals what the journal keeps of persons. AES-256-GCM: nonce, tag, cipher text. The place where a value belongs is
 * sealed along, so that a value which is moved to another row does not open there.
 */
export class Sealing {
  private readonly key: Uint8Array;
  private readonly namesKey: Uint8Array;

  /** @param secret the key as its file holds it; both keys in use are derived from it */
  constructor(secret: string) {
    const derived = (purpose: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, '', purpose, KEY_BYTES));
    this.key = derived('medisettle journal: values');
    this.namesKey = derived('medisettle journal: names');
  }

  /** @param place where the value is kept, for instance the identity of its row */
  seal(text: string, place: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** The value; null when it was sealed with another key, for another place, or is damaged. */
  open(sealed: Uint8Array, place: string): string | null {
    const bytes = Buffer.from(sealed);
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
    const decipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const begun = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([begun, decipher.final()]).toString('utf8');
    } catch {
      // The tag does not fit: that is all there is to know about it.
      return null;
    }
  }

  /** A name that is the same for the same person and tells nothing to who has no key. */
  nameFor(person: string): string {
    return createHmac('sha256', this.namesKey).update(person).digest('hex').slice(0, 32);
  }
}
