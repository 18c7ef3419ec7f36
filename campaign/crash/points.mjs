// Loaded into a program by the campaign alone, ahead of the program's own code (`node --import`). The programs themselves
// know nothing of it: what is not loaded cannot be switched on.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../set-up/files.mjs';
import { signalIfThere } from '../../set-up/running-processes.mjs';

/**
 * Where to strike: at the so-many-th passing of a point, counted from now on.
 * @typedef {object} Strike
 * @property {string} point
 * @property {number} passings 1: the next one
 * @property {readonly number[]} [pids] who is killed instead of the program itself
 */

/** @typedef {Record<string, (...parameters: unknown[]) => unknown>} Methods */

/** @type {Strike | undefined} */
let strike;

process.on('message', (/** @type {{ strike?: Strike }} */ message) => {
  if (message.strike) strike = message.strike;
});

/**
 * Says that the program has come to a point. Does not return when it is struck here, unless somebody else is.
 * @param {string} point
 */
export function reached(point) {
  if (strike?.point !== point) return;
  strike = { ...strike, passings: strike.passings - 1 };
  if (strike.passings > 0) return;
  const { pids = [process.pid] } = strike;
  strike = undefined;
  for (const pid of pids) signalIfThere(pid, 'SIGKILL');
}

/**
 * The methods of a class of the built program: the very one that the program will use.
 * @param {string} program
 * @param {string} file below the program's `src`
 * @param {string} name of the class
 * @returns {Promise<Methods>}
 */
export async function methodsOf(program, file, name) {
  const place = join(ROOT, 'dist', program, 'apps', program, 'src', file);
  const found = /** @type {Record<string, { prototype: Methods } | undefined>} */ (
    await import(pathToFileURL(place).href)
  )[name];
  // A point that is never reached would prove nothing: a renamed class must be noticed.
  if (found === undefined) throw new Error(`${file} has no ${name}: the points of the campaign must follow`);
  return found.prototype;
}

/**
 * Puts steps around a method.
 * @param {Methods} methods
 * @param {string} name
 * @param {(go: () => unknown, parameters: unknown[]) => unknown} steps `go` runs the method, with the parameters as they
 *   are by then
 */
export function around(methods, name, steps) {
  const original = methods[name];
  if (typeof original !== 'function') throw new Error(`there is no ${name}: the points of the campaign must follow`);
  methods[name] = function (...parameters) {
    return steps(() => original.apply(this, parameters), parameters);
  };
}
