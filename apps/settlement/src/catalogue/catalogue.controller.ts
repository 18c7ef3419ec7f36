import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { For, httpRefusal, Streams } from '@medisettle/program';
import { type FastifyRequest } from 'fastify';
import { CSV, requireMediaType } from '../feeds/media-types.js';
import { spooled } from '../feeds/spool.js';
import { csvRows } from '../feeds/upload-rows.js';
import { Uploads, type UploadReport } from '../feeds/uploads.js';
import { CATALOGUE_PARTS, problemOf, type CataloguePart } from './catalogue-parts.js';
import { DatedTables } from './dated-tables.js';

/** Rows that are taken in one transaction. */
const BATCH_ROWS = 500;

/** The import of the catalogue: items, their special ratios and limits, matches, bed fees, illnesses. */
@Controller('api/catalogue')
@For('operator')
export class CatalogueController {
  constructor(
    private readonly uploads: Uploads,
    private readonly tables: DatedTables,
  ) {}

  /** Items, as a CSV file with a header line. */
  @Post()
  @HttpCode(200)
  @Streams(CSV)
  takeItems(@Req() request: FastifyRequest): Promise<UploadReport> {
    return this.take(request, CATALOGUE_PARTS.items);
  }

  /** Another part of the catalogue, as a CSV file with a header line. */
  @Post(':part')
  @HttpCode(200)
  @Streams(CSV)
  takePart(@Req() request: FastifyRequest, @Param('part') part: string): Promise<UploadReport> {
    switch (part) {
      case 'items':
        return this.take(request, CATALOGUE_PARTS.items);
      case 'selfpay':
        return this.take(request, CATALOGUE_PARTS.selfpay);
      case 'limits':
        return this.take(request, CATALOGUE_PARTS.limits);
      case 'matches':
        return this.take(request, CATALOGUE_PARTS.matches);
      case 'bed-fees':
        return this.take(request, CATALOGUE_PARTS['bed-fees']);
      case 'illnesses':
        return this.take(request, CATALOGUE_PARTS.illnesses);
      default:
        throw httpRefusal('DOOR-NOT-FOUND');
    }
  }

  private async take<Row extends { from: string; to?: string | undefined }>(
    request: FastifyRequest,
    part: CataloguePart<Row>,
  ): Promise<UploadReport> {
    requireMediaType(request, CSV);
    const rows = csvRows(await spooled(request.raw), 'CATALOGUE-LINE');
    return this.uploads.take(
      rows,
      {
        feed: 'catalogue',
        shape: part.shape,
        idOf: part.idOf,
        problemOf,
        take: (batch: readonly Row[]) => this.tables.take(part.table, batch.map(part.rowOf), new Date()),
        batch: BATCH_ROWS,
      },
      null,
    );
  }
}
