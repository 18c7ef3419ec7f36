import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { infnoOfPath, Refused } from '@medisettle/national';
import { For, httpRefusal, HttpRefusal, Log } from '@medisettle/program';
import { MessageDesk } from './message-desk.js';
import { Outcomes } from './outcomes.js';

/** The national interface over HTTP: the dispatcher, and a path for each transaction that has one. */
@Controller()
@For('operator')
export class NationalController {
  constructor(
    private readonly desk: MessageDesk,
    private readonly outcomes: Outcomes,
    private readonly log: Log,
  ) {}

  @Post('fsi/api/rsfComIfsService/callService')
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  dispatch(@Body() body: unknown): Promise<string> {
    return this.take(body, undefined);
  }

  @Post('fsi/api/:service/:method')
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  own(@Body() body: unknown, @Param('service') service: string, @Param('method') method: string): Promise<string> {
    const path = `${service}/${method}`;
    if (!infnoOfPath(path)) throw httpRefusal('DOOR-NOT-FOUND');
    return this.take(body, path);
  }

  @Get('api/outcomes/:institution/:msgid')
  outcome(@Param('institution') institution: string, @Param('msgid') msgid: string) {
    return this.outcomes.of(institution, msgid);
  }

  private async take(body: unknown, path: string | undefined): Promise<string> {
    const began = performance.now();
    try {
      const { text, ...noted } = await this.desk.receive({ text: typeof body === 'string' ? body : '', path });
      this.log.exchange({ ...noted, ms: Math.round(performance.now() - began) });
      return text;
    } catch (error) {
      throw error instanceof Refused ? new HttpRefusal(error.refusal) : error;
    }
  }
}
