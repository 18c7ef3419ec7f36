import { StreamableFile } from '@nestjs/common';
import { glance, refuse } from '@medisettle/national';
import { FILE_PART_BYTES, inParts } from '@medisettle/program';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { type CentreLink, type LinkReply } from '../centre-link/centre-link.js';
import { isGood } from './answer-code.js';

/** The answer to 9102, by which the bytes are found. */
const Download = z.object({
  output: z.object({ file_qury_no: z.string(), filename: z.string(), bytes: z.number() }),
});

/** Brings files to the centre and back, part by part; nothing of them stays here. */
export class CentreFiles {
  constructor(private readonly link: Pick<CentreLink, 'filePart' | 'fileRead'>) {}

  /**
   * Sends the bytes of an upload, whose message follows. What breaks off leaves parts at the centre that expire.
   * Refuses CENTRE-NO-ANSWER and CENTRE-BUSY: then nothing was done.
   */
  readonly send = async (content: AsyncIterable<Buffer>): Promise<{ uploadId: string }> => {
    const uploadId = randomUUID();
    let position = 0;
    for await (const part of inParts(content, FILE_PART_BYTES)) {
      answered(await this.link.filePart({ uploadId, position, content: part.toString('base64') }));
      position += 1;
    }
    return { uploadId };
  };

  /**
   * The file that a good answer to 9102 stands for; null for every other message.
   * @param text the message
   */
  downloaded(text: string, answer: string): StreamableFile | null {
    const { known, institution } = glanceOrNothing(text, answer);
    if (known !== '9102') return null;
    const { file_qury_no: fileId, filename, bytes } = Download.parse(JSON.parse(answer)).output;
    return new StreamableFile(Readable.from(this.read(institution, fileId), { objectMode: false }), {
      type: 'application/octet-stream',
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`,
      length: bytes,
    });
  }

  private async *read(institution: string, fileId: string): AsyncGenerator<Buffer> {
    for (let position = 0; ; position += 1) {
      const { content } = answered(await this.link.fileRead({ institution, fileId, position }));
      if (content === null) return;
      yield Buffer.from(content, 'base64');
    }
  }
}

/** A look at the text first: most messages are none of these, and are not read a second time. */
const SEEMS_DOWNLOAD = /"infno"\s*:\s*"?9102/;

/** A message with a good answer had an envelope. */
const glanceOrNothing = (text: string, answer: string) =>
  SEEMS_DOWNLOAD.test(text) && isGood(answer) ? glance(text) : { known: null, institution: '' };

function answered<Answer>(reply: LinkReply<Answer>): Answer {
  if (reply.outcome === 'answered') return reply.answer;
  return refuse(reply.outcome === 'busy' ? 'CENTRE-BUSY' : 'CENTRE-NO-ANSWER');
}
