import { refuse } from '@medisettle/national';
import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable } from 'node:stream';

/** Largest upload, in bytes. */
const SPOOL_BYTES_MAX = 512 * 1024 * 1024;

/**
 * Takes an upload to its end before anything is done with it: the door cuts callers off whose request takes longer than a
 * minute, and taking a hundred thousand events in may. Refuses MSG-TOO-LARGE.
 */
export async function spooled(body: Readable): Promise<Readable> {
  const file = await namelessFile(body as AsyncIterable<Buffer>, SPOOL_BYTES_MAX);
  return file.createReadStream({ start: 0, autoClose: true });
}

/**
 * Writes bytes to a file that has no name any more when the first one is written, so that nothing of it outlives the
 * process. The caller closes it. Refuses MSG-TOO-LARGE.
 */
export async function namelessFile(content: AsyncIterable<Buffer>, bytesMax: number): Promise<FileHandle> {
  const path = join(tmpdir(), `medisettle-upload-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    let written = 0;
    for await (const chunk of content) {
      written += chunk.length;
      if (written > bytesMax) refuse('MSG-TOO-LARGE');
      await file.write(chunk);
    }
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
