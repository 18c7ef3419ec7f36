import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import {
  isWireObject,
  parseWire,
  refusal,
  refuse,
  Refused,
  stringifyWire,
  type WireObject,
} from '@medisettle/national';
import { type IncomingHttpHeaders } from 'node:http';
import { type Readable } from 'node:stream';

export const MULTIPART = 'multipart/form-data';

/** The one transaction that comes as a form. */
const FILE_UPLOAD = '9101';
/** Largest message beside a file, in bytes. */
const MESSAGE_BYTES_MAX = 1024 * 1024;
const LIMITS = { fields: 4, files: 1, parts: 5, fieldSize: MESSAGE_BYTES_MAX };

/** Bytes of a file that travel and are kept at a time. */
export const FILE_PART_BYTES = 512 * 1024;

/** Takes the bytes of a file, and says under which number. */
export type TakeFile = (content: AsyncIterable<Buffer>) => Promise<{ uploadId: string }>;

/** What came in the parts of a form. */
interface Form {
  message: string | null;
  uploadId: string | null;
  filename: string | null;
}

/**
 * Reads an upload (9101): the message in the part `jsonStr`, the bytes in the part `file`, in either order. The file is
 * handed on while it comes.
 * @returns the text of the message, with where the file is: what the desk takes
 * @throws Refused FILE-MISSING where a part is missing or the form is cut, MSG-NOT-JSON, MSG-TOO-LARGE, MSG-PATH-MISMATCH for any other transaction, what `take` refuses
 */
export async function uploadedForm(body: Readable, headers: IncomingHttpHeaders, take: TakeFile): Promise<string> {
  const { message, uploadId, filename } = await readForm(body, headers, take);
  if (message === null || uploadId === null) return refuse('FILE-MISSING');
  const root = parseWire(message);
  if (!isWireObject(root)) return refuse('MSG-NOT-JSON');
  if (root.infno !== FILE_UPLOAD) return refuse('MSG-PATH-MISMATCH');
  const input = typeof root.input === 'string' ? parseWire(root.input) : root.input;
  if (!isWireObject(input)) return message;
  const named = Array.isArray(input.fsUploadIn) ? input.fsUploadIn[0] : input.fsUploadIn;
  const told: WireObject = isWireObject(named) ? named : {};
  const fsUploadIn = { ...told, in: '', upload: uploadId, filename: told.filename ?? filename ?? '' };
  return stringifyWire({ ...root, input: { ...input, fsUploadIn } });
}

async function readForm(body: Readable, headers: IncomingHttpHeaders, take: TakeFile): Promise<Form> {
  const form: Form = { message: null, uploadId: null, filename: null };
  const parser = parserFor(headers);
  let taken: Promise<void> = Promise.resolve();
  try {
    await new Promise<void>((resolve, reject) => {
      parser.on('field', (name, value, _nameCut, valueCut) => {
        if (name === 'jsonStr') form.message = value;
        if (valueCut) reject(new Refused(refusal('MSG-TOO-LARGE')));
      });
      parser.on('file', (_name, content, filename) => {
        form.filename = filename;
        taken = take(content as AsyncIterable<Buffer>).then(({ uploadId }) => void (form.uploadId = uploadId));
        taken.catch(reject);
      });
      // What the parser complains of is a form that is none, or one that was cut.
      parser.on('error', () => reject(new Refused(refusal('FILE-MISSING'))));
      parser.on('finish', resolve);
      body.once('error', reject);
      body.once('aborted', () => reject(new Refused(refusal('FILE-MISSING'))));
      body.pipe(parser);
    });
    await taken;
    return form;
  } catch (error) {
    // The rest of the body runs into nothing, so that the caller lives to see the answer.
    body.unpipe(parser);
    body.resume();
    throw error;
  }
}

function parserFor(headers: IncomingHttpHeaders) {
  try {
    return new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS });
  } catch {
    // A content type without a boundary: there are no parts.
    return refuse('FILE-MISSING');
  }
}

/** The same bytes in parts of one size; only the last one is smaller. */
export async function* inParts(content: AsyncIterable<Buffer>, partBytes: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    let rest = chunk;
    while (bytes + rest.length >= partBytes) {
      const end = partBytes - bytes;
      yield Buffer.concat([...waiting, rest.subarray(0, end)]);
      rest = rest.subarray(end);
      waiting = [];
      bytes = 0;
    }
    if (rest.length > 0) {
      waiting.push(rest);
      bytes += rest.length;
    }
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
