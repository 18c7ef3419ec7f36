import { type FastifyRequest } from 'fastify';

export const NDJSON = 'application/x-ndjson';
export const CSV = 'text/csv';

/** The media type of a request's body, without parameters; empty where none is named. */
export const mediaType = (request: FastifyRequest): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
