import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { BUNDLED_PACKAGES, bundledPackages } from './set-up/bundled-packages.mjs';

// Two projects: what one process can prove (unit), and what needs a database or several processes (world).

/** Other people's packages as the programs load them, where they were built: each test file loads all that it uses anew. */
const bundled = existsSync(BUNDLED_PACKAGES)
  ? Object.fromEntries(bundledPackages().map((name) => [`^${name}$`, join(BUNDLED_PACKAGES, name, 'index.js')]))
  : {};

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  moduleNameMapper: {
    ...bundled,
    '^@medisettle/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
};

export default {
  // Tests wait for programs and databases: with no more workers than processors, these would idle now and then.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/test/world/longest-first.mjs',
  // A bound for what hangs, never a measure of what is right: a busy machine may take its time.
  testTimeout: 300_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      rootDir: '.',
      testMatch: ['<rootDir>/{apps,libs,pages,set-up,demo,campaign}/**/*.spec.ts'],
    },
    {
      ...shared,
      displayName: 'world',
      rootDir: '.',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/world/global-setup.mjs',
      globalTeardown: '<rootDir>/test/world/global-teardown.mjs',
    },
  ],
};
