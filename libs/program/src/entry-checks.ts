import { type FastifyReply, type FastifyRequest } from 'fastify';
import { refusal, type RefusalCode } from '@medisettle/national';
import { bodyOf, statusOf } from './http-refusal.js';
import { type Keyring, type Role } from './keys.js';
import { type Log } from './log.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose key came with the request; absent on public paths without one. */
    role?: Role;
  }
}

/** What decides whether a request may come in. */
export interface EntryRules {
  /** The port that the door listens on; known once it does. */
  readonly port: () => number;
  /** Foreign web origins that may call, each written exactly as a browser sends it. */
  readonly origins: readonly string[];
  readonly keyring: Keyring;
  /** Route patterns that need no key; a final `*` stands for the rest. */
  readonly publicPaths: readonly string[];
}

type Entry = 'preflight' | { readonly role: Role | undefined } | { readonly refused: RefusalCode };

const bearer = (header: string): string | undefined => /^Bearer +(\S+) *$/i.exec(header)?.[1];

const isPublic = (route: string | undefined, publicPaths: readonly string[]): boolean =>
  route !== undefined &&
  publicPaths.some((path) => (path.endsWith('*') ? route.startsWith(path.slice(0, -1)) : route === path));

const loopbackNames = (port: number): string[] => [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];

const ownOrigins = (port: number): string[] => [`http://127.0.0.1:${port}`, `http://localhost:${port}`];

/**
 * Judges a request by its head alone, in this order: the name it was sent to (a page whose own name was made to point
 * here keeps that name in `Host`), the web page it comes from, the key.
 */
function judge(request: FastifyRequest, rules: EntryRules): Entry {
  const { host, origin, authorization } = request.headers;
  const port = rules.port();
  if (host === undefined || !loopbackNames(port).includes(host.toLowerCase())) return { refused: 'DOOR-HOST' };
  if (origin !== undefined) {
    // Compared to the letter: never a suffix, a pattern or `null`, which any sandboxed page can send.
    if (![...ownOrigins(port), ...rules.origins].includes(origin)) return { refused: 'DOOR-ORIGIN' };
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      return 'preflight';
    }
  }
  if (authorization === undefined) {
    return isPublic(request.routeOptions.url, rules.publicPaths) ? { role: undefined } : { refused: 'DOOR-KEY' };
  }
  const key = bearer(authorization);
  const role = key === undefined ? undefined : rules.keyring.roleOf(key);
  // A wrong key is a mistake wherever it is shown, also where none is asked for.
  if (role === undefined) return { refused: 'DOOR-KEY' };
  // No name has a zero sign in it, and no database takes one.
  return request.url.includes('%00') ? { refused: 'DOOR-NOT-FOUND' } : { role };
}

function nameOrigin(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  // On the raw answer, so that event streams, which are written past the framework, carry them too.
  reply.raw.setHeader('access-control-allow-origin', origin);
  reply.raw.setHeader('vary', 'origin');
}

function answerPreflight(reply: FastifyReply): void {
  void reply
    .code(204)
    .header('access-control-allow-methods', 'GET, POST, PUT, DELETE')
    .header('access-control-allow-headers', 'authorization, content-type')
    .header('access-control-max-age', '600')
    .send();
}

/**
 * The first thing that a request meets, before its body is read. What it refuses is answered here and goes no further.
 * @param log notes refusals at `debug`, by code and route pattern
 */
export function entryChecks(
  rules: EntryRules,
  log: Log,
): (request: FastifyRequest, reply: FastifyReply, done: () => void) => void {
  return (request, reply, done) => {
    const entry = judge(request, rules);
    if (entry === 'preflight') {
      nameOrigin(request, reply);
      answerPreflight(reply);
    } else if ('refused' in entry) {
      const refused = refusal(entry.refused);
      if (entry.refused === 'DOOR-KEY') {
        nameOrigin(request, reply);
        reply.raw.setHeader('www-authenticate', 'Bearer');
      }
      log.debug('refused at the door', {
        code: refused.code,
        route: request.routeOptions.url,
        status: statusOf(refused),
      });
      void reply.code(statusOf(refused)).send(bodyOf(refused));
    } else {
      nameOrigin(request, reply);
      if (entry.role !== undefined) request.role = entry.role;
      done();
    }
  };
}
