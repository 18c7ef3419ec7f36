import { Body, Controller, Get, HttpCode, Post, Put, Query, Req, Res } from '@nestjs/common';
import { SIGNATURE_HEADERS } from '@medisettle/national';
import { For, httpRefusal, readJson } from '@medisettle/program';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Behaviour, Behaviours } from './behaviour.js';
import { Exchange } from './exchange.js';
import { Records, type ClearingTable, type ClearingTotal } from './records.js';

/** Where centres bring messages for other provinces; and for operators, what went through and how to behave. */
@Controller('api/provinces')
export class ExchangeController {
  constructor(
    private readonly exchange: Exchange,
    private readonly records: Records,
    private readonly behaviours: Behaviours,
  ) {}

  @Post('messages')
  @HttpCode(200)
  @For('centre')
  async take(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const header = (name: string): string => String(request.headers[name] ?? '');
    const passed = await this.exchange.pass(String(body), header(SIGNATURE_HEADERS.division), {
      timestamp: header(SIGNATURE_HEADERS.timestamp),
      signature: header(SIGNATURE_HEADERS.signature),
    });
    if (passed === 'refused') throw httpRefusal('DOOR-KEY', {}, 403);
    if (passed === 'silence') {
      reply.hijack();
      request.raw.socket.destroy();
      return;
    }
    await reply
      .header(SIGNATURE_HEADERS.timestamp, passed.signature.timestamp)
      .header(SIGNATURE_HEADERS.signature, passed.signature.signature)
      .header('content-type', 'application/json; charset=utf-8')
      .send(passed.text);
  }

  @Get('messages')
  @For('operator')
  messages(): Promise<object[]> {
    return this.records.messages();
  }

  @Get('clearing')
  @For('operator')
  clearing(): Promise<ClearingTotal[]> {
    return this.records.clearing();
  }

  /** What both centres told of `?month=`, beside what the hub has seen. */
  @Get('clearing-tables')
  @For('operator')
  clearingTables(@Query('month') month: string | undefined): Promise<ClearingTable[]> {
    return this.records.clearingTables(month ?? '');
  }

  @Put('behaviour')
  @HttpCode(204)
  @For('operator')
  behave(@Body() body: unknown): void {
    this.behaviours.tell(readJson(body, Behaviour));
  }
}
