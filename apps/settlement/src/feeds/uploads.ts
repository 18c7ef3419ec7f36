import { Injectable } from '@nestjs/common';
import { Refused, refuse, type Refusal } from '@medisettle/national';
import { type z } from 'zod';
import { checkValue } from '@medisettle/program';
import { Transactions } from '../database/transactions.js';
import { type UploadRow } from './upload-rows.js';

/** What became of one row. */
export type RowOutcome =
  | { readonly kind: 'applied' | 'unchanged' | 'waiting' | 'duplicate' }
  | { readonly kind: 'rejected'; readonly refusal: Refusal };

/** How many rows of an upload came to what. */
export type UploadCounts = Record<'received' | RowOutcome['kind'], number>;

/** A row that was not taken, in the words of the error codes. */
export interface RejectedRow {
  readonly line: number;
  readonly eventId: string | null;
  readonly code: string;
  readonly message: string;
  readonly en: string;
}

export interface UploadReport {
  readonly counts: UploadCounts;
  /** The first ones; `counts.rejected` counts them all. */
  readonly rejected: readonly RejectedRow[];
}

export interface UploadProgress {
  readonly upload: string;
  readonly state: 'under-way' | 'finished' | 'broken-off';
  readonly counts: UploadCounts;
}

/** What is done with the rows of one kind of upload. */
export interface UploadKind<Row> {
  /** Names of uploads are told apart by their feed. */
  readonly feed: string;
  readonly shape: z.ZodType<Row>;
  /** The sender's number of a row, for the report. */
  readonly idOf: (row: Row) => string;
  /** A defect that the shape does not see; null for none. */
  readonly problemOf: (row: Row) => Refusal | null;
  readonly take: (rows: readonly Row[]) => Promise<RowOutcome[]>;
  /** How many rows are taken at a time. */
  readonly batch: number;
}

/** The sender's name for an upload; null where none is given or it is no name. */
export const uploadName = (name: string | undefined): string | null =>
  name === undefined ? null : (/^[\w.-]{1,64}$/.exec(name)?.[0] ?? null);

const ROWS_MAX = 1_000_000;
const REJECTED_SHOWN_MAX = 1_000;

const nothing = (): UploadCounts => ({
  received: 0,
  applied: 0,
  unchanged: 0,
  waiting: 0,
  duplicate: 0,
  rejected: 0,
});

/** Takes uploads row by row, in memory that does not grow with their length, and keeps how far each has come. */
@Injectable()
export class Uploads {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Takes all rows. Each batch commits by itself: an upload that breaks off is sent again, and what was taken is then
   * `duplicate`. Refuses MSG-TOO-LARGE beyond a million rows.
   * @param name the sender's name for the upload, by which its progress can be asked for; null for none
   */
  async take<Row>(
    rows: AsyncIterable<UploadRow> | Iterable<UploadRow>,
    kind: UploadKind<Row>,
    name: string | null,
  ): Promise<UploadReport> {
    const counts = nothing();
    const rejected: RejectedRow[] = [];
    const reject = (line: number, eventId: string | null, { code, zh, en }: Refusal): void => {
      counts.rejected += 1;
      if (rejected.length < REJECTED_SHOWN_MAX) rejected.push({ line, eventId, code, message: zh, en });
    };
    let batch: { line: number; row: Row }[] = [];
    const takeBatch = async (): Promise<void> => {
      const outcomes = await kind.take(batch.map(({ row }) => row));
      for (const [index, { line, row }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome?.kind === 'rejected') reject(line, kind.idOf(row), outcome.refusal);
        else if (outcome) counts[outcome.kind] += 1;
      }
      batch = [];
      await note('under-way');
    };
    const note = (state: UploadProgress['state']): Promise<void> => this.note(kind.feed, name, state, counts);
    try {
      await note('under-way');
      for await (const read of rows) {
        counts.received += 1;
        if (counts.received > ROWS_MAX) refuse('MSG-TOO-LARGE');
        const checked = 'problem' in read ? read.problem : checkRow(read.value, kind);
        if ('code' in checked) reject(read.line, idIn(read), checked);
        else batch.push({ line: read.line, row: checked.row });
        if (batch.length >= kind.batch) await takeBatch();
      }
      if (batch.length > 0) await takeBatch();
      await note('finished');
      return { counts, rejected: rejected.toSorted((a, b) => a.line - b.line) };
    } catch (error) {
      await note('broken-off');
      throw error;
    }
  }

  /** How far an upload has come, whichever centre takes it. Refuses DOOR-NOT-FOUND when nobody has heard of it. */
  async progress(feed: string, upload: string): Promise<UploadProgress> {
    const rows = await this.transactions.reader.query<UploadProgress>(
      `SELECT upload, state, counts FROM medisettle.feed_upload WHERE feed = $1 AND upload = $2`,
      [feed, upload],
    );
    return rows[0] ?? refuse('DOOR-NOT-FOUND');
  }

  private async note(
    feed: string,
    upload: string | null,
    state: UploadProgress['state'],
    counts: UploadCounts,
  ): Promise<void> {
    if (upload === null) return;
    await this.transactions.reader.query(
      `INSERT INTO medisettle.feed_upload (feed, upload, state, counts, began_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $5)
       ON CONFLICT (feed, upload) DO UPDATE
         SET state = excluded.state, counts = excluded.counts, updated_at = excluded.updated_at`,
      [feed, upload, state, JSON.stringify(counts), new Date()],
    );
  }
}

function checkRow<Row>(value: unknown, kind: UploadKind<Row>): Refusal | { readonly row: Row } {
  try {
    const row = checkValue(value, kind.shape);
    return kind.problemOf(row) ?? { row };
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** The number of a row that is not good, if at least that can be read. */
function idIn(read: UploadRow): string | null {
  if (!('value' in read) || typeof read.value !== 'object' || read.value === null) return null;
  const { eventId } = read.value as { eventId?: unknown };
  return typeof eventId === 'string' ? eventId.slice(0, 64) : null;
}
