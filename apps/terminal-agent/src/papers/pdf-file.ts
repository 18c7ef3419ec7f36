import { StreamableFile } from '@nestjs/common';

/** A paper as the answer to a request. @param name of the file, in plain letters */
export const pdfFile = (bytes: Buffer, name: string): StreamableFile =>
  new StreamableFile(bytes, { type: 'application/pdf', disposition: `inline; filename="${name}"` });
