import { type FastifyInstance } from 'fastify';
import { RouteConfig } from '@nestjs/platform-fastify';
import { refuse } from '@medisettle/national';
import { z } from 'zod';
import { httpRefusal } from './http-refusal.js';
import { wordsOfPattern } from './pattern-words.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Media types that this route reads as a stream, without a limit of the door. */
    streams?: readonly string[];
  }
}

/** Largest body that is read into memory, in bytes. */
export const BODY_BYTES_MAX = 1024 * 1024;

const TEXT_TYPES = ['application/json', 'text/plain'];

const mediaTypeOf = (contentType: string | undefined): string =>
  (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

const charsetOf = (contentType: string | undefined): string | undefined =>
  /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase();

/**
 * A route that reads its body itself, as a stream and without the door's limit: the handler takes it from
 * `request.raw` and must bound it.
 * @param mediaTypes such as `multipart/form-data`; others are answered 415
 */
export const Streams = (...mediaTypes: readonly string[]): MethodDecorator => RouteConfig({ streams: mediaTypes });

/**
 * Bodies reach controllers as the text that was sent, never parsed: amounts would lose digits in a JSON number, and
 * "once only" compares what was sent. Bytes that are no UTF-8 are refused instead of being replaced in silence.
 */
export function takeBodiesAsText(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  for (const type of TEXT_TYPES) {
    server.addContentTypeParser(type, { parseAs: 'buffer' }, (request, body, done) => {
      const charset = charsetOf(request.headers['content-type']);
      if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
        done(httpRefusal('DOOR-CONTENT-TYPE'));
        return;
      }
      try {
        done(null, new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer));
      } catch {
        // The only thing that a fatal decoder throws for is text that is not UTF-8.
        done(httpRefusal('MSG-NOT-JSON'));
      }
    });
  }
  server.addContentTypeParser('*', (request, _payload, done) => {
    const wanted = request.routeOptions.config.streams ?? [];
    if (wanted.includes(mediaTypeOf(request.headers['content-type']))) done(null);
    else done(httpRefusal('DOOR-CONTENT-TYPE'));
  });
}

/**
 * Reads the JSON text of a request that is not part of the national interface and checks it.
 * @param body what the controller got as `@Body()`
 * @throws Refused `MSG-NOT-JSON`, or `MSG-FIELD-INVALID` naming the first field that is wrong
 */
export function readJson<Schema extends z.ZodType>(body: unknown, schema: Schema): z.output<Schema> {
  return checkValue(parse(body), schema);
}

/** What was expected, without the rest of the sentence around it: the refusal has one of its own. */
const expectedIn = (message = '', sentence: RegExp): string => sentence.exec(message)?.[1] ?? message;

/**
 * Checks a value that came from outside.
 * @throws Refused `MSG-FIELD-INVALID` naming the first field that is wrong
 */
export function checkValue<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const field = issue?.path.map(String).join('.') || 'body';
  const words = issue?.code === 'invalid_format' ? wordsOfPattern(issue.pattern?.slice(1, -1) ?? '') : undefined;
  if (words) return refuse('MSG-FIELD-INVALID', { field, expectedZh: words.zh, expectedEn: words.en });
  const inChinese = schema.safeParse(value, { error: z.locales.zhCN().localeError }).error?.issues[0];
  return refuse('MSG-FIELD-INVALID', {
    field,
    expectedZh: expectedIn(inChinese?.message, /^(?:.*?期望\s*|无效)(.*?)(?:，实际接收.*)?$/),
    expectedEn: expectedIn(issue?.message, /^(?:.*?expected |Invalid )(.*?)(?:, received .*)?$/),
  });
}

function parse(body: unknown): unknown {
  if (typeof body !== 'string') return refuse('MSG-NOT-JSON');
  try {
    return JSON.parse(body, withoutZeroSigns) as unknown;
  } catch (error) {
    if (error instanceof ZeroSign) {
      return refuse('MSG-FIELD-INVALID', { field: error.message, expectedZh: '文本', expectedEn: 'text' });
    }
    return refuse('MSG-NOT-JSON');
  }
}

/** Text with a zero sign in it, which no database takes. Its message is the name of the field. */
class ZeroSign extends Error {}

function withoutZeroSigns(field: string, value: unknown): unknown {
  if (typeof value === 'string' && value.includes('\0')) throw new ZeroSign(field || 'body');
  return value;
}
