import { Injectable, StreamableFile } from '@nestjs/common';
import { uploadedForm } from '@medisettle/program';
import { type FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { Transactions } from '../database/transactions.js';
import { FileShelf } from './file-shelf.js';

/** The answer to 9102, by which the bytes are found. */
const Download = z.object({
  output: z.object({ file_qury_no: z.string(), filename: z.string(), bytes: z.number() }),
});

/** What of an answered message matters here. */
interface Answered {
  readonly text: string;
  readonly infno: string;
  readonly institution: string;
  /** `answered` for a good answer to a question. */
  readonly code: string;
}

/** Where files come in and go out beside their messages, over HTTP. */
@Injectable()
export class FileDoor {
  constructor(
    private readonly shelf: FileShelf,
    private readonly transactions: Transactions,
  ) {}

  /** The message of an upload, whose bytes are kept. Refuses what {@link uploadedForm} refuses. */
  uploaded(request: FastifyRequest): Promise<string> {
    return uploadedForm(request.raw, request.headers, (content) => this.shelf.take(content, new Date()));
  }

  /** The file that a good answer to 9102 stands for; null for any other answer. */
  downloaded({ text, infno, institution, code }: Answered): StreamableFile | null {
    if (infno !== '9102' || code !== 'answered') return null;
    const { file_qury_no: fileId, filename, bytes } = Download.parse(JSON.parse(text)).output;
    const content = this.shelf.read(this.transactions.reader, institution, fileId, new Date());
    return new StreamableFile(Readable.from(content, { objectMode: false }), {
      type: 'application/octet-stream',
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`,
      length: bytes,
    });
  }
}
