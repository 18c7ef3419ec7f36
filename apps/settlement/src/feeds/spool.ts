import { refuse } from '@medisettle/national';
import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable } from 'node:stream';

/** Largest upload, in bytes. */
const SPOOL_BYTES_MAX = 512 * 1024 * 1024;

/**
 * Takes an upload to its end before anything is done with it: the door cuts callers off whose request takes longer than a
 * minute, and taking a hundred thousand events in may. It goes to a file that has no name any more when the first byte is
 * written, so that nothing of it outlives the process. Refuses MSG-TOO-LARGE.
 */
export async function spooled(body: Readable): Promise<Readable> {
  const path = join(tmpdir(), `medisettle-upload-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    let written = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      written += chunk.length;
      if (written > SPOOL_BYTES_MAX) refuse('MSG-TOO-LARGE');
      await file.write(chunk);
    }
    return file.createReadStream({ start: 0, autoClose: true });
  } catch (error) {
    await file.close();
    throw error;
  }
}
