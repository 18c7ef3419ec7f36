import { Injectable } from '@nestjs/common';
import { refuse } from '@medisettle/national';
import { FILE_PART_BYTES, inParts } from '@medisettle/program';
import { randomUUID } from 'node:crypto';
import { newIdentity } from '../database/identity.js';
import { Transactions, type Db } from '../database/transactions.js';

/** Largest file, in bytes: two million rows of a reconciliation, packed. */
const FILE_BYTES_MAX = 128 * 1024 * 1024;
/** What an institution may have here at a time, in bytes. */
const SHELF_BYTES_MAX = 1024 * 1024 * 1024;
const KEPT_MS = 7 * 24 * 3_600_000;

/** A file of an institution that is complete. */
export interface KeptFile {
  readonly institutionCode: string;
  readonly fileId: string;
  readonly filename: string;
  readonly bytes: number;
  readonly expiresAt: Date;
}

interface Row extends KeptFile {
  readonly uploadId: string;
}

const COLUMNS = `institution_code AS "institutionCode", file_id AS "fileId", filename, bytes,
  expires_at AS "expiresAt", upload_id AS "uploadId"`;

/** Files that institutions bring and fetch: in parts, so that memory does not grow with them, for a week. */
@Injectable()
export class FileShelf {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Takes bytes whose owner is not known yet. What breaks off here leaves parts without a file; they expire.
   * Refuses FILE-TOO-LARGE.
   * @param db of the transaction that the file belongs to; absent, each part is kept by itself
   * @returns the number under which {@link finish} finds them
   */
  async take(
    content: AsyncIterable<Buffer>,
    at: Date,
    db: Db = this.transactions.reader,
  ): Promise<{ uploadId: string }> {
    const uploadId = randomUUID();
    let position = 0;
    for await (const part of inParts(content, FILE_PART_BYTES)) {
      await this.takePart(uploadId, position, part, at, db);
      position += 1;
    }
    return { uploadId };
  }

  /**
   * Takes one part; the same one again changes nothing. Refuses FILE-TOO-LARGE.
   * @param position from 0
   */
  async takePart(
    uploadId: string,
    position: number,
    part: Buffer,
    at: Date,
    db: Db = this.transactions.reader,
  ): Promise<void> {
    if (part.length > FILE_PART_BYTES || (position + 1) * FILE_PART_BYTES > FILE_BYTES_MAX) {
      refuse('FILE-TOO-LARGE', { most: '128 MiB' });
    }
    await db.query(
      `INSERT INTO medisettle.upload_part (upload_id, position, content, expires_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (upload_id, position) DO NOTHING`,
      [uploadId, position, part, new Date(at.getTime() + KEPT_MS)],
    );
  }

  /** Makes a file of what was taken. Refuses FILE-MISSING, -NAME and -SHELF-FULL. */
  async finish(db: Db, institutionCode: string, uploadId: string, filename: string, at: Date): Promise<KeptFile> {
    if (!isFileName(filename)) refuse('FILE-NAME');
    const [taken] = await db.query<{ bytes: number | null; expiresAt: Date | null }>(
      `SELECT sum(octet_length(content))::bigint AS bytes, min(expires_at) AS "expiresAt"
         FROM medisettle.upload_part WHERE upload_id = $1`,
      [uploadId],
    );
    if (!taken?.bytes || !taken.expiresAt) return refuse('FILE-MISSING');
    const [shelf] = await db.query<{ bytes: number }>(
      `SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM medisettle.file
        WHERE institution_code = $1 AND expires_at > $2`,
      [institutionCode, at],
    );
    if ((shelf?.bytes ?? 0) + taken.bytes > SHELF_BYTES_MAX) refuse('FILE-SHELF-FULL');
    const file = { institutionCode, fileId: newIdentity('D', at), filename, ...taken } as KeptFile;
    await db.query(
      `INSERT INTO medisettle.file (institution_code, file_id, upload_id, filename, bytes, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [institutionCode, file.fileId, uploadId, filename, file.bytes, file.expiresAt],
    );
    return file;
  }

  /** A file of this institution that has not expired. Refuses FILE-UNKNOWN. */
  async find(db: Db, institutionCode: string, fileId: string, at: Date): Promise<KeptFile> {
    return this.row(db, institutionCode, fileId, at);
  }

  /** The bytes of a file, part by part. Refuses FILE-UNKNOWN. */
  async *read(db: Db, institutionCode: string, fileId: string, at: Date): AsyncGenerator<Buffer> {
    for (let position = 0; ; position += 1) {
      const part = await this.part(db, { institutionCode, fileId, position }, at);
      if (!part) return;
      yield part;
    }
  }

  /** One part of a file, null behind the last. Refuses FILE-UNKNOWN. */
  async part(
    db: Db,
    { institutionCode, fileId, position }: { institutionCode: string; fileId: string; position: number },
    at: Date,
  ): Promise<Buffer | null> {
    const { uploadId } = await this.row(db, institutionCode, fileId, at);
    const [part] = await db.query<{ content: Buffer }>(
      `SELECT content FROM medisettle.upload_part WHERE upload_id = $1 AND position = $2`,
      [uploadId, position],
    );
    return part?.content ?? null;
  }

  /** Forgets what has expired, whether it ever became a file or not. */
  async sweep(db: Db, at: Date): Promise<void> {
    await db.query(`DELETE FROM medisettle.file WHERE expires_at <= $1`, [at]);
    await db.query(`DELETE FROM medisettle.upload_part WHERE expires_at <= $1`, [at]);
  }

  private async row(db: Db, institutionCode: string, fileId: string, at: Date): Promise<Row> {
    const [row] = await db.query<Row>(
      `SELECT ${COLUMNS} FROM medisettle.file WHERE institution_code = $1 AND file_id = $2 AND expires_at > $3`,
      [institutionCode, fileId, at],
    );
    return row ?? refuse('FILE-UNKNOWN');
  }
}

/** A name, and nothing that leads anywhere. */
const isFileName = (name: string): boolean => !/[/\\\p{Cc}]|^\.{1,2}$|^[A-Za-z]:/u.test(name) && name !== '';
