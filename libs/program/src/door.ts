import rateLimit from '@fastify/rate-limit';
import { type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply } from 'fastify';
import { randomUUID } from 'node:crypto';
import { type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { refusal } from '@medisettle/national';
import { DoorAnswers } from './answers.js';
import { BODY_BYTES_MAX, takeBodiesAsText } from './bodies.js';
import { entryChecks } from './entry-checks.js';
import { addHealth, type HealthReport } from './health.js';
import { addMetrics, type Metrics } from './metrics.js';
import { bodyOf } from './http-refusal.js';
import { type Keyring } from './keys.js';
import { type Log } from './log.js';
import { addressesOf, type Pages, servePages } from './pages.js';
import { RoleGuard } from './roles.js';

const LOOPBACK = '127.0.0.1';
const REQUESTS_PER_SECOND = 5_000;
const HEAD_MS_MAX = 10_000;
const REQUEST_MS_MAX = 60_000;
const DRAIN_MS_MAX = 5_000;

/** How a program's HTTP door stands. */
export interface Door {
  /** 0 lets the system choose. */
  readonly port: number;
  /** Only the loopback address is accepted; the field is there so that a configuration that says otherwise fails. */
  readonly host?: string;
  readonly keyring: Keyring;
  /** Foreign web origins that may call (`https://his.example`), compared to the letter. The door's own are always in. */
  readonly origins?: readonly string[];
  /** Route patterns that need no key, such as `/` or `/assets/*`; `/health` is one already. */
  readonly publicPaths?: readonly string[];
  /** Pages for people; public, like every path above. */
  readonly pages?: Pages;
  /** For one role's key; what is above is answered 429. */
  readonly requestsPerSecond?: number;
  /** Largest body that is read into memory, in bytes. */
  readonly bodyLimit?: number;
  /** What `GET /health` shows to holders of a key. Without it the program is `up` as long as it answers. */
  readonly health?: (app: NestFastifyApplication) => HealthReport | Promise<HealthReport>;
  /** What `GET /metrics` shows to holders of the operator's key. Without it there is no such address. */
  readonly metrics?: (app: NestFastifyApplication) => Metrics;
}

/** A program with its door; nothing listens until {@link HttpProgram.listen}. */
export interface HttpProgram {
  readonly app: NestFastifyApplication;
  /** Opens the door and says on which port. */
  listen(): Promise<number>;
  /** Lets requests under way end (event streams are ended at once), then closes. */
  close(): Promise<void>;
}

/** Nothing from elsewhere and nothing inline, except for the styles of the interface documents' own page. */
const contentPolicy = (route: string | undefined): string => {
  const styles = route?.startsWith('/docs') ? "'self' 'unsafe-inline'" : "'self'";
  return `default-src 'self'; style-src ${styles}; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
};

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** The answers that are under way, so that closing can end the endless ones. */
class AnswersUnderWay {
  private readonly answers = new Set<ServerResponse>();

  watch(answer: ServerResponse): void {
    this.answers.add(answer);
    answer.once('close', () => this.answers.delete(answer));
  }

  endEventStreams(): void {
    for (const answer of this.answers) {
      if (String(answer.getHeader('content-type')).startsWith('text/event-stream')) answer.destroy();
    }
  }
}

const newAdapter = (door: Door): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: door.bodyLimit ?? BODY_BYTES_MAX,
    // Slow callers: the head within seconds, the whole request within a minute.
    http: { headersTimeout: HEAD_MS_MAX, connectionsCheckingInterval: 1_000 },
    requestTimeout: REQUEST_MS_MAX,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    multipart: false,
    // What the router cannot even read gets the same answer as an address that is not there.
    frameworkErrors: (_error: unknown, _request: unknown, reply: FastifyReply) =>
      void reply.code(404).send(bodyOf(refusal('DOOR-NOT-FOUND'))),
    // No HTTP: there is nobody to whom a sentence would mean anything.
    clientErrorHandler: (error, socket) => {
      const status =
        (error as NodeJS.ErrnoException).code === 'ERR_HTTP_REQUEST_TIMEOUT'
          ? '408 Request Timeout'
          : '400 Bad Request';
      if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      else socket.destroy();
    },
  });

async function limitRate(server: FastifyInstance, door: Door): Promise<void> {
  await server.register(rateLimit, {
    max: door.requestsPerSecond ?? REQUESTS_PER_SECOND,
    timeWindow: 1_000,
    keyGenerator: (request) => request.role ?? 'public',
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeaders: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
      'retry-after': true,
    },
  });
}

/**
 * Makes a program with an HTTP door that only this machine reaches and only key holders pass. Every request meets, in
 * this order: `Host`, `Origin`, the key, the rate limit, the body's type and size, the route's role.
 * @param module the program's root module
 * @throws Error when the door is asked to listen on anything but 127.0.0.1
 */
export async function createHttpProgram(
  module: Type<unknown> | DynamicModule,
  door: Door,
  log: Log,
): Promise<HttpProgram> {
  if (door.host !== undefined && door.host !== LOOPBACK) {
    throw new Error(`The door listens on ${LOOPBACK} only; ${door.host} is refused.`);
  }
  const adapter = newAdapter(door);
  const server = adapter.getInstance<FastifyInstance>();
  const port = (): number => (server.server.address() as AddressInfo | null)?.port ?? door.port;
  const underWay = new AnswersUnderWay();
  const check = entryChecks(
    {
      port,
      origins: door.origins ?? [],
      keyring: door.keyring,
      publicPaths: ['/health', ...(door.publicPaths ?? []), ...(door.pages ? addressesOf(door.pages) : [])],
    },
    log,
  );
  adapter.setOnRequestHook((request, reply, done) => {
    underWay.watch(reply.raw);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) reply.raw.setHeader(name, value);
    reply.raw.setHeader('content-security-policy', contentPolicy(request.routeOptions.url));
    check(request, reply, done);
  });
  takeBodiesAsText(server);
  await limitRate(server, door);
  if (door.pages) await servePages(server, door.pages, log);

  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: log.forNest(),
    abortOnError: false,
  });
  addHealth(server, () => door.health?.(app) ?? { state: 'up' }, log);
  const { metrics } = door;
  if (metrics) addMetrics(server, () => metrics(app));
  app.useGlobalGuards(new RoleGuard());
  app.useGlobalFilters(new DoorAnswers(log));

  return {
    app,
    listen: async () => {
      await app.listen(door.port, LOOPBACK);
      log.info('listening', { port: port() });
      return port();
    },
    close: async () => {
      const cut = setTimeout(() => server.server.closeAllConnections(), DRAIN_MS_MAX);
      underWay.endEventStreams();
      await app.close().finally(() => clearTimeout(cut));
    },
  };
}
