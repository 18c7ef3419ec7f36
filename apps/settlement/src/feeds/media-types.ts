import { httpRefusal } from '@medisettle/program';
import { type FastifyRequest } from 'fastify';

export const NDJSON = 'application/x-ndjson';
export const CSV = 'text/csv';

/** The media type of a request's body, without parameters; empty where none is named. */
export const mediaType = (request: FastifyRequest): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/**
 * For what is read as a stream and nothing else: the door has taken bodies of its own types already, and nothing is left of them.
 * @throws HttpRefusal DOOR-CONTENT-TYPE
 */
export function requireMediaType(request: FastifyRequest, type: string): void {
  if (mediaType(request) !== type) throw httpRefusal('DOOR-CONTENT-TYPE');
}
