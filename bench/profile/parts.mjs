/** @typedef {{ url: string, functionName: string }} Frame */
/** @typedef {{ id: number, callFrame: Frame }} Node */
/** @typedef {{ nodes: Node[], samples: number[], timeDeltas: number[] }} CpuProfile */

/** Packages → what they are there for. The first that fits counts. @type {readonly (readonly [RegExp, string])[]} */
const PACKAGES = [
  [/^(zod|lossless-json)$/, 'reading and checking messages'],
  [/^(pg|pg-protocol|pg-pool|typeorm)$/, 'the way to the database'],
  [/^(fastify|find-my-way|@fastify|@nestjs|light-my-request|rxjs|avvio|secure-json-parse)/, 'web server and frame'],
];

/** @param {Frame} frame */
function partOf({ url, functionName }) {
  if (functionName === '(idle)') return null;
  if (functionName === '(garbage collector)') return 'collecting garbage';
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (installed) return PACKAGES.find(([names]) => names.test(installed))?.[1] ?? 'other packages';
  const own = /\/dist\/[^/]+\/((?:libs\/[^/]+|apps\/[^/]+\/src\/[^/]+))/.exec(url)?.[1];
  if (own?.startsWith('libs/national')) return 'reading and checking messages';
  if (own?.startsWith('libs/benefits') || own?.startsWith('libs/money')) return 'benefits';
  if (own?.includes('/database')) return 'the way to the database';
  if (own?.startsWith('libs/program')) return 'web server and frame';
  if (own) return 'deciding, booking, answering';
  return 'Node itself (sockets, streams, promises)';
}

/**
 * Where the time went that a program was busy.
 * @param {CpuProfile} profile as the inspector gives it
 * @returns {Record<string, number>} part → share of the busy time, the largest first
 */
export function sharesOf({ nodes, samples, timeDeltas }) {
  const parts = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  /** @type {Map<string, number>} */
  const times = new Map();
  samples.forEach((sample, index) => {
    const part = parts.get(sample);
    if (part) times.set(part, (times.get(part) ?? 0) + (timeDeltas[index] ?? 0));
  });
  const busy = [...times.values()].reduce((sum, time) => sum + time, 0);
  const sorted = [...times].sort(([, one], [, other]) => other - one);
  return Object.fromEntries(sorted.map(([part, time]) => [part, Math.round((1_000 * time) / busy) / 1_000]));
}
