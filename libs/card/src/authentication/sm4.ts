import { createCipheriv } from 'node:crypto';

const BLOCK_BYTES = 16;

/**
 * Enciphers one block with SM4 (GB/T 32907).
 * @param key 16 bytes
 * @param block 16 bytes
 * @throws RangeError for another length; a defect of the caller.
 */
export function sm4(key: Uint8Array, block: Uint8Array): Uint8Array {
  if (key.length !== BLOCK_BYTES || block.length !== BLOCK_BYTES) throw new RangeError('SM4 takes 16 bytes');
  const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
  return Uint8Array.from(Buffer.concat([cipher.update(block), cipher.final()]));
}
