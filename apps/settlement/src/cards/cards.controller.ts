import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { refusal } from '@medisettle/national';
import { For, httpRefusal, readJson, Streams } from '@medisettle/program';
import { type FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { CardEvent } from './card-event.js';
import { BATCH_EVENTS_MAX, CardEvents } from './card-events.js';
import { CardHistory, type CardRecord } from './card-history.js';
import { LegacyCredential, LegacyCredentials } from './legacy-credentials.js';
import { CSV, mediaType, NDJSON, requireMediaType } from '../feeds/media-types.js';
import { arrayRows, csvRows, ndjsonRows, type UploadRow } from '../feeds/upload-rows.js';
import { spooled } from '../feeds/spool.js';
import { isAhead } from '../feeds/told.js';
import { uploadName, Uploads, type UploadKind, type UploadProgress, type UploadReport } from '../feeds/uploads.js';

const EVENTS = 'card-events';

const EventsBody = z.object({ events: z.array(z.unknown()) });

/** The feed of the issuing side, and what the registry knows of a card. */
@Controller('api')
@For('operator')
export class CardsController {
  private readonly eventUpload: UploadKind<CardEvent>;
  private readonly credentialUpload: UploadKind<LegacyCredential>;

  constructor(
    private readonly uploads: Uploads,
    private readonly history: CardHistory,
    events: CardEvents,
    credentials: LegacyCredentials,
  ) {
    this.eventUpload = {
      feed: EVENTS,
      shape: CardEvent,
      idOf: ({ eventId }) => eventId,
      problemOf: (event) => (isAhead(event, DateTime.now()) ? refusal('CARD-EVENT-AHEAD') : null),
      take: (batch) => events.take(batch),
      batch: BATCH_EVENTS_MAX,
    };
    this.credentialUpload = {
      feed: 'legacy-credentials',
      shape: LegacyCredential,
      idOf: ({ kind }) => kind,
      problemOf: () => null,
      take: (batch) => credentials.take(batch),
      batch: BATCH_EVENTS_MAX,
    };
  }

  /** Events as `{"events":[…]}`, or streamed as NDJSON or CSV. */
  @Post('card-events')
  @HttpCode(200)
  @Streams(NDJSON, CSV)
  async take(
    @Req() request: FastifyRequest,
    @Body() body: unknown,
    @Query('upload') upload: string | undefined,
  ): Promise<UploadReport> {
    return this.uploads.take(await eventRows(request, body), this.eventUpload, uploadName(upload));
  }

  @Get('card-events/uploads/:upload')
  progress(@Param('upload') upload: string): Promise<UploadProgress> {
    return this.uploads.progress(EVENTS, upload);
  }

  /** Old medical cards and hospital visit cards, as NDJSON. */
  @Post('legacy-credentials')
  @HttpCode(200)
  @Streams(NDJSON)
  async takeCredentials(@Req() request: FastifyRequest): Promise<UploadReport> {
    requireMediaType(request, NDJSON);
    return this.uploads.take(ndjsonRows(await spooled(request.raw)), this.credentialUpload, null);
  }

  @Get('cards/:cardNumber')
  async card(@Param('cardNumber') cardNumber: string): Promise<CardRecord> {
    const record = await this.history.of(cardNumber);
    if (!record) throw httpRefusal('CARD-UNKNOWN', {}, 404);
    return record;
  }
}

async function eventRows(
  request: FastifyRequest,
  body: unknown,
): Promise<AsyncIterable<UploadRow> | Iterable<UploadRow>> {
  switch (mediaType(request)) {
    case NDJSON:
      return ndjsonRows(await spooled(request.raw));
    case CSV:
      return csvRows(await spooled(request.raw));
    default:
      return arrayRows(readJson(body, EventsBody).events);
  }
}
