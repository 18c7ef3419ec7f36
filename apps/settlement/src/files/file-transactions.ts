import { Injectable } from '@nestjs/common';
import { refuse, wireTime } from '@medisettle/national';
import { DateTime } from 'luxon';
import { type Handler } from '../messages/occasion.js';
import { FileShelf } from './file-shelf.js';

/** Base64 as programs write it, with or without line breaks. */
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** 9101 and 9102. The bytes of an upload are here before its message; those of a download follow its answer. */
@Injectable()
export class FileTransactions {
  constructor(private readonly shelf: FileShelf) {}

  /** Refuses FILE-MISSING, -NAME, -SHELF-FULL, MSG-FIELD-INVALID for the file of another institution. */
  readonly upload: Handler<'9101'> = async ({ db, institution, at }, { fsUploadIn }) => {
    const { filename, fixmedins_code: owner, in: inMessage, upload } = fsUploadIn;
    own(owner, institution.institutionCode, 'fsUploadIn.fixmedins_code');
    const uploadId = upload ?? (await this.inMessage(inMessage, at.toJSDate()));
    const file = await this.shelf.finish(db, institution.institutionCode, uploadId, filename, at.toJSDate());
    return {
      output: {
        file_qury_no: file.fileId,
        filename: file.filename,
        fixmedins_code: file.institutionCode,
        dld_endtime: wireTime(DateTime.fromJSDate(file.expiresAt)),
      },
    };
  };

  /** Refuses FILE-UNKNOWN. */
  readonly download: Handler<'9102'> = async ({ db, institution, at }, { fsDownloadIn }) => {
    own(fsDownloadIn.fixmedins_code, institution.institutionCode, 'fsDownloadIn.fixmedins_code');
    const file = await this.shelf.find(db, institution.institutionCode, fsDownloadIn.file_qury_no, at.toJSDate());
    return { output: { file_qury_no: file.fileId, filename: file.filename, bytes: file.bytes } };
  };

  private async inMessage(text: string | null, at: Date): Promise<string> {
    if (text === null || !BASE64.test(text)) return refuse('FILE-MISSING');
    return (await this.shelf.take(once(Buffer.from(text, 'base64')), at)).uploadId;
  }
}

function own(named: string, sender: string, field: string): void {
  if (named !== sender) refuse('MSG-FIELD-INVALID', { field, expectedZh: `${sender}`, expectedEn: sender });
}

// oxlint-disable-next-line typescript/require-await -- one buffer as a stream of one
async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
