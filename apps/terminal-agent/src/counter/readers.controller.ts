import { Controller, Get, Param, Res } from '@nestjs/common';
import { httpRefusal } from '@medisettle/program';
import { type FastifyReply } from 'fastify';
import { type CardView } from './card-view.js';
import { Counter } from './counter.js';
import { type ReaderView } from './counter-reader.js';
import { EventStreams } from './event-streams.js';

/** What is on the readers now, for the cashier page and for HIS. */
@Controller('api/readers')
export class ReadersController {
  constructor(
    private readonly counter: Counter,
    private readonly streams: EventStreams,
  ) {}

  @Get()
  readers(): ReaderView[] {
    return this.counter.all().map((reader) => reader.view);
  }

  @Get('events')
  events(@Res() reply: FastifyReply): void {
    if (!this.streams.hasRoom) throw httpRefusal('DOOR-RATE');
    reply.hijack();
    this.streams.add(reply.raw);
  }

  @Get(':name/card')
  card(@Param('name') name: string): Promise<CardView> {
    const reader = this.counter.find(name);
    if (!reader) throw httpRefusal('READER-UNKNOWN', {}, 404);
    return reader.card();
  }
}
