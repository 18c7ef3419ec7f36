import { Body, Controller, HttpCode, Param, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { infnoOfPath, refuse } from '@medisettle/national';
import { httpRefusal, MULTIPART, Streams, uploadedForm } from '@medisettle/program';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { CentreFiles } from './centre-files.js';
import { HisGateway } from './his-gateway.js';

const DISPATCHER = 'rsfComIfsService/callService';

/** Takes the messages of the national interface: one address for all, and an own one for many. Text in, text out. */
@Controller('fsi/api')
export class HisController {
  constructor(
    private readonly gateway: HisGateway,
    private readonly files: CentreFiles,
  ) {}

  /** An upload's bytes go to the centre before its message, and a download's come after its answer. */
  @Post(':service/:method')
  @HttpCode(200)
  @Streams(MULTIPART)
  async take(
    @Param('service') service: string,
    @Param('method') method: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | StreamableFile> {
    const path = `${service}/${method}`;
    if (path !== DISPATCHER && infnoOfPath(path) === undefined) throw httpRefusal('DOOR-NOT-FOUND');
    const text = isForm(request) ? await uploadedForm(request.raw, request.headers, this.files.send) : body;
    // A request without a body has no text either.
    if (typeof text !== 'string') return refuse('MSG-NOT-JSON');
    const answer = await this.gateway.take({ text, path: path === DISPATCHER ? undefined : path, trace: request.id });
    const file = this.files.downloaded(text, answer);
    if (!file) void reply.header('content-type', 'application/json; charset=utf-8');
    return file ?? answer;
  }
}

const isForm = (request: FastifyRequest): boolean =>
  (request.headers['content-type'] ?? '').toLowerCase().startsWith(MULTIPART);
