import { type FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Log } from './log.js';

/** Where scripts, styles and pictures of pages are, below the folder of the pages and in addresses alike. */
const ASSETS = 'assets';

/** The pages that a program serves. They hold no data: everything in them is fetched with a key. */
export interface Pages {
  /** The folder with the built pages. */
  readonly folder: string;
  /** Address → file in the folder: `{ '/simulator': 'simulator.html' }`. */
  readonly entries: Readonly<Record<string, string>>;
}

/** The addresses of pages, which need no key. */
export const addressesOf = ({ entries }: Pages): readonly string[] => [...Object.keys(entries), `/${ASSETS}/*`];

/**
 * Serves pages and what belongs to them. A page that was not built is left out with a warning: the program has more
 * important things to do than to show pages.
 */
export async function servePages(server: FastifyInstance, { folder, entries }: Pages, log: Log): Promise<void> {
  const assets = join(folder, ASSETS);
  if (!existsSync(assets)) {
    log.warn('the pages are not built; none is served');
    return;
  }
  // Loaded here, since most programs that have this door serve no page.
  const { default: fastifyStatic } = await import('@fastify/static');
  await server.register(fastifyStatic, {
    root: assets,
    prefix: `/${ASSETS}/`,
    index: false,
    cacheControl: false,
    // Their names change with what is in them, so a browser may keep them.
    setHeaders: (reply, path) => {
      if (path.startsWith(assets)) void reply.header('cache-control', 'public, max-age=31536000, immutable');
    },
  });
  for (const [address, file] of Object.entries(entries)) {
    server.get(address, (_request, reply) => reply.sendFile(file, folder));
  }
}
