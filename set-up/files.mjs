import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

// Whoever read our output may be gone (`npm start | head -1`); that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/**
 * Says how things go on, on standard error: standard output is for results.
 * @param {string} line
 */
export const say = (line) => void process.stderr.write(`medisettle: ${line}\n`);

/**
 * Something that the person at the keyboard can mend; shown without a stack.
 */
export class Explained extends Error {}

/**
 * Every file below a folder, in a fixed order.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * A fingerprint of files: their names and what is in them.
 * @param {readonly string[]} files
 * @returns {string}
 */
export function fingerprintOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * What is in a file; undefined when there is none.
 * @param {string} file
 * @returns {string | undefined}
 */
export function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
export const isMissing = (error) => errorCode(error) === 'ENOENT';

/**
 * The code of a system error such as `EACCES`, or the SQLSTATE of a database error.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function errorCode(error) {
  // Not `instanceof Error`: a test's errors may come from another realm than its own.
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
