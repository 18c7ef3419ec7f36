import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { refusal } from '@medisettle/national';
import { For, Streams } from '@medisettle/program';
import { type FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import { Transactions } from '../database/transactions.js';
import { NDJSON, requireMediaType } from '../feeds/media-types.js';
import { spooled } from '../feeds/spool.js';
import { isAhead } from '../feeds/told.js';
import { ndjsonRows } from '../feeds/upload-rows.js';
import { uploadName, Uploads, type UploadKind, type UploadProgress, type UploadReport } from '../feeds/uploads.js';
import { PersonRow } from './person-row.js';
import { BATCH_ROWS_MAX, PersonRows } from './person-rows.js';
import { PersonStore } from './person-store.js';

const FEED = 'persons';

/** The feed of the insurance agency: who is insured how, what became of him, and money for his account. */
@Controller('api/persons')
@For('operator')
export class PersonsController {
  private readonly kind: UploadKind<PersonRow>;

  constructor(
    private readonly uploads: Uploads,
    private readonly store: PersonStore,
    private readonly transactions: Transactions,
    rows: PersonRows,
  ) {
    this.kind = {
      feed: FEED,
      shape: PersonRow,
      idOf: ({ eventId }) => eventId,
      problemOf: (row) => (isAhead(row, DateTime.now()) ? refusal('FEED-AHEAD') : null),
      take: (batch) => rows.take(batch),
      batch: BATCH_ROWS_MAX,
    };
  }

  /** Rows as NDJSON, streamed. `?upload=` names it, so that its progress can be asked for. */
  @Post()
  @HttpCode(200)
  @Streams(NDJSON)
  async take(@Req() request: FastifyRequest, @Query('upload') upload: string | undefined): Promise<UploadReport> {
    requireMediaType(request, NDJSON);
    const rows = ndjsonRows(await spooled(request.raw), 'FEED-LINE');
    return this.uploads.take(rows, this.kind, uploadName(upload));
  }

  @Get('uploads/:upload')
  progress(@Param('upload') upload: string): Promise<UploadProgress> {
    return this.uploads.progress(FEED, upload);
  }

  /** Rows that had waited for their person and were rejected when they were taken, the latest first. */
  @Get('rejected')
  rejected(): Promise<object[]> {
    return this.store.rejections(this.transactions.reader);
  }
}
