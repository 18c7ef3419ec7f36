import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type IncomingMessage } from 'node:http';
import { Refused, type RefusalCode } from '@medisettle/national';
import { bodyOf, HttpRefusal, httpRefusal } from './http-refusal.js';
import { type Log } from './log.js';

const BY_STATUS: Readonly<Record<number, RefusalCode>> = {
  400: 'MSG-NOT-JSON',
  401: 'DOOR-KEY',
  403: 'DOOR-KEY',
  404: 'DOOR-NOT-FOUND',
  405: 'DOOR-NOT-FOUND',
  413: 'MSG-TOO-LARGE',
  415: 'DOOR-CONTENT-TYPE',
  429: 'DOOR-RATE',
  503: 'CENTRE-BUSY',
};

const DISCARD_MS_MAX = 2_000;

/** The status that the framework or the web server gave an error of its own; undefined for anything unexpected. */
function statusIn(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** The refusal that an error stands for; undefined when it is a fault of ours. */
function refusalIn(error: unknown): HttpRefusal | undefined {
  if (error instanceof HttpRefusal) return error;
  if (error instanceof Refused) return new HttpRefusal(error.refusal);
  const status = statusIn(error);
  const code = status === undefined ? undefined : BY_STATUS[status];
  return code === undefined ? undefined : httpRefusal(code, {}, status);
}

/**
 * Lets what is still being sent run into nothing, for a moment: a caller that is cut off in the middle of its body
 * sees a broken connection instead of the answer that says why.
 */
async function discardBody(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, DISCARD_MS_MAX);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    request.once('end', end).once('close', end).resume();
  });
}

/** A route that answers in another type has said so before it threw; the web server takes no object under that type. */
async function answer(reply: FastifyReply, { statusCode, refusal }: HttpRefusal): Promise<void> {
  await reply.code(statusCode).type('application/json; charset=utf-8').send(bodyOf(refusal));
}

/** Turns everything that is thrown on the way of a request into `{"code","message","en"}`. */
@Catch()
export class DoorAnswers implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    if (reply.sent || reply.raw.headersSent) {
      // The answer had begun: nothing that is said now would be understood. The caller sees it break off.
      this.log.fault('an answer broke off', error, { trace: request.id, route: request.routeOptions.url });
      reply.raw.destroy();
      return;
    }
    const refused = refusalIn(error);
    if (refused === undefined) {
      this.log.fault('unexpected error', error, { trace: request.id, route: request.routeOptions.url });
      const fault = httpRefusal('DOOR-FAULT', { trace: request.id });
      await answer(reply, fault);
      return;
    }
    if (refused.statusCode === 413) await discardBody(request.raw);
    this.log.debug('refused', {
      code: refused.refusal.code,
      route: request.routeOptions.url,
      status: refused.statusCode,
    });
    await answer(reply, refused);
  }
}
