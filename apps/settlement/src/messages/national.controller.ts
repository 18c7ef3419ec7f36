import { Body, Controller, Get, HttpCode, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { infnoOfPath, Refused } from '@medisettle/national';
import { For, httpRefusal, HttpRefusal, Log, MULTIPART, Streams } from '@medisettle/program';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { mediaType } from '../feeds/media-types.js';
import { FileDoor } from '../files/file-door.js';
import { MessageDesk } from './message-desk.js';
import { Outcomes } from './outcomes.js';

/** The national interface over HTTP: the dispatcher, and a path for each transaction that has one. */
@Controller()
@For('operator')
export class NationalController {
  constructor(
    private readonly desk: MessageDesk,
    private readonly outcomes: Outcomes,
    private readonly files: FileDoor,
    private readonly log: Log,
  ) {}

  @Post('fsi/api/rsfComIfsService/callService')
  @HttpCode(200)
  @Streams(MULTIPART)
  dispatch(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | StreamableFile> {
    return this.take(body, undefined, request, reply);
  }

  @Post('fsi/api/:service/:method')
  @HttpCode(200)
  @Streams(MULTIPART)
  own(
    @Body() body: unknown,
    @Param('service') service: string,
    @Param('method') method: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | StreamableFile> {
    const path = `${service}/${method}`;
    if (!infnoOfPath(path)) throw httpRefusal('DOOR-NOT-FOUND');
    return this.take(body, path, request, reply);
  }

  @Get('api/outcomes/:institution/:msgid')
  outcome(@Param('institution') institution: string, @Param('msgid') msgid: string) {
    return this.outcomes.of(institution, msgid);
  }

  /** An upload's bytes are taken before its message is, and a download's follow its answer. */
  private async take(
    body: unknown,
    path: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string | StreamableFile> {
    const began = performance.now();
    try {
      const sent = mediaType(request) === MULTIPART ? await this.files.uploaded(request) : body;
      const answered = await this.desk.receive({ text: typeof sent === 'string' ? sent : '', path });
      const { text, ...noted } = answered;
      this.log.exchange({ ...noted, ms: Math.round(performance.now() - began) });
      const file = this.files.downloaded(answered);
      if (file) return file;
      void reply.header('content-type', 'application/json; charset=utf-8');
      return text;
    } catch (error) {
      throw error instanceof Refused ? new HttpRefusal(error.refusal) : error;
    }
  }
}
