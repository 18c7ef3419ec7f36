import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { isSigned, sign, SIGNATURE_HEADERS } from '@medisettle/national';
import { For, httpRefusal } from '@medisettle/program';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Inbox } from './inbox.js';

/** Injection token of the key that this centre shares with the hub; null where it has no hub. */
export const HUB_KEY = Symbol('HubKey');

/** Where the hub brings messages of other provinces. */
@Controller('api/provinces')
@For('hub')
export class InboxController {
  constructor(
    private readonly inbox: Inbox,
    @Inject(HUB_KEY) private readonly key: string | null,
  ) {}

  @Post('messages')
  @HttpCode(200)
  async take(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = String(body);
    const header = (name: string): string => String(request.headers[name] ?? '');
    const signature = {
      timestamp: header(SIGNATURE_HEADERS.timestamp),
      signature: header(SIGNATURE_HEADERS.signature),
    };
    if (this.key === null || !isSigned(this.key, text, signature, Date.now())) throw httpRefusal('DOOR-KEY', {}, 403);
    const answer = JSON.stringify(await this.inbox.take(text));
    const signed = sign(this.key, answer, Date.now());
    reply
      .header(SIGNATURE_HEADERS.timestamp, signed.timestamp)
      .header(SIGNATURE_HEADERS.signature, signed.signature)
      .header('content-type', 'application/json; charset=utf-8');
    return answer;
  }
}
