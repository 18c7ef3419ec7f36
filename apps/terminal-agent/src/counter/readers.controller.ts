import { Controller, Get, Param, Res } from '@nestjs/common';
import { EventStreams, httpRefusal } from '@medisettle/program';
import { type FastifyReply } from 'fastify';
import { type CardView } from './card-view.js';
import { Counter } from './counter.js';
import { type CounterReader, type ReaderView } from './counter-reader.js';

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
    return this.reader(name).card();
  }

  /** The account on the card, masked. Asked for by a call of its own, never read along with the card. */
  @Get(':name/bank-card')
  bankCard(@Param('name') name: string): ReturnType<CounterReader['bankCard']> {
    return this.reader(name).bankCard();
  }

  private reader(name: string): CounterReader {
    const reader = this.counter.find(name);
    if (!reader) throw httpRefusal('READER-UNKNOWN', {}, 404);
    return reader;
  }
}
