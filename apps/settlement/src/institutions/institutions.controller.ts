import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { For, Streams } from '@medisettle/program';
import { type FastifyRequest } from 'fastify';
import { NDJSON, requireMediaType } from '../feeds/media-types.js';
import { spooled } from '../feeds/spool.js';
import { ndjsonRows } from '../feeds/upload-rows.js';
import { uploadName, Uploads, type UploadKind, type UploadProgress, type UploadReport } from '../feeds/uploads.js';
import { InstitutionRow, InstitutionRows } from './institution-rows.js';

const FEED = 'institutions';
const BATCH_ROWS_MAX = 500;

/** The feed of hospitals and pharmacies. */
@Controller('api/institutions')
@For('operator')
export class InstitutionsController {
  private readonly kind: UploadKind<InstitutionRow>;

  constructor(
    private readonly uploads: Uploads,
    rows: InstitutionRows,
  ) {
    this.kind = {
      feed: FEED,
      shape: InstitutionRow,
      idOf: ({ institutionCode }) => institutionCode,
      problemOf: () => null,
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
}
