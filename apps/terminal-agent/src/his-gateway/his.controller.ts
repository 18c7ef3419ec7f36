import { Body, Controller, Header, HttpCode, Param, Post, Req } from '@nestjs/common';
import { infnoOfPath, refuse } from '@medisettle/national';
import { httpRefusal } from '@medisettle/program';
import { type FastifyRequest } from 'fastify';
import { HisGateway } from './his-gateway.js';

const DISPATCHER = 'rsfComIfsService/callService';

/** Takes the messages of the national interface: one address for all, and an own one for many. Text in, text out. */
@Controller('fsi/api')
export class HisController {
  constructor(private readonly gateway: HisGateway) {}

  @Post(':service/:method')
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  take(
    @Param('service') service: string,
    @Param('method') method: string,
    @Body() text: unknown,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    const path = `${service}/${method}`;
    if (path !== DISPATCHER && infnoOfPath(path) === undefined) throw httpRefusal('DOOR-NOT-FOUND');
    // A request without a body has no text either.
    if (typeof text !== 'string') return refuse('MSG-NOT-JSON');
    return this.gateway.take({ text, path: path === DISPATCHER ? undefined : path, trace: request.id });
  }
}
