import { refusal, Refused, refuse } from '@medisettle/national';
import { type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import yazl from 'yazl';

/** What an unpacked text may be, in bytes: two million rows and room. Whatever a ZIP file says of itself. */
const TEXT_BYTES_MAX = 512 * 1024 * 1024;

/** Faults of the machine have a code of the system; what the reader itself complains of has none. */
const isSystemError = (error: unknown): boolean => typeof (error as { code?: unknown }).code === 'string';

/**
 * Reads the one text of a ZIP file, as a stream. Its name is looked at and never used.
 * @param packed the file; the caller closes it
 * @throws Refused RECON-ZIP for what is cut or damaged, -ZIP-CONTENT, -ZIP-NAME, -ZIP-SIZE
 */
export async function* zippedText(packed: FileHandle): AsyncGenerator<Buffer> {
  try {
    const zip = await yauzl.fromFdPromise(packed.fd, { lazyEntries: true, autoClose: false, decodeStrings: false });
    const entry = await onlyText(zip);
    if (entry.uncompressedSize > TEXT_BYTES_MAX) tooLarge();
    const content = await zip.openReadStreamPromise(entry);
    let bytes = 0;
    let sum = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > TEXT_BYTES_MAX) tooLarge();
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== entry.crc32) refuse('RECON-ZIP');
  } catch (error) {
    if (error instanceof Refused || (isSystemError(error) && !isDamage(error))) throw error;
    throw new Refused(refusal('RECON-ZIP'));
  }
}

/** What the decompressor says of damaged bytes has a code too. */
const isDamage = (error: unknown): boolean => String((error as { code?: unknown }).code).startsWith('Z_');

const tooLarge = (): never => refuse('RECON-ZIP-SIZE', { most: '512 MiB' });

async function onlyText(zip: yauzl.ZipFile): Promise<yauzl.Entry> {
  let text: yauzl.Entry | null = null;
  for await (const entry of zip.eachEntry()) {
    // Names come as bytes, and of old programs in any encoding; what matters of them is ASCII.
    const name = (entry.fileName as unknown as Buffer).toString('latin1');
    if (leadsOut(name)) refuse('RECON-ZIP-NAME');
    if (name.endsWith('/')) continue;
    if (text !== null || !/\.txt$/i.test(name)) refuse('RECON-ZIP-CONTENT');
    text = entry;
  }
  return text ?? refuse('RECON-ZIP-CONTENT');
}

/** Whether a name in a ZIP file is not below the folder that it would be unpacked in. */
const leadsOut = (name: string): boolean => /^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\0/.test(name);

/**
 * Packs lines into a ZIP file with one text, as a stream.
 * @param lines each without its end
 * @param at noted as the time of the text
 */
export function zipOf(lines: AsyncIterable<string>, name: string, at: Date): AsyncIterable<Buffer> {
  const zip = new yazl.ZipFile();
  const text = Readable.from(encoded(lines), { objectMode: false });
  const output = zip.outputStream as Readable;
  // The packer passes nothing on when its source breaks; who reads it would wait for ever.
  text.on('error', (error: Error) => output.destroy(error));
  zip.addReadStream(text, name, { mtime: at, mode: 0o100644 });
  zip.end();
  return output as AsyncIterable<Buffer>;
}

const CHUNK_CHARACTERS = 64 * 1024;

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let waiting = '';
  for await (const line of lines) {
    waiting += `${line}\n`;
    if (waiting.length >= CHUNK_CHARACTERS) {
      yield Buffer.from(waiting, 'utf8');
      waiting = '';
    }
  }
  if (waiting !== '') yield Buffer.from(waiting, 'utf8');
}
