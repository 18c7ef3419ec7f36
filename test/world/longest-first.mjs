import { createRequire } from 'node:module';

/** @typedef {Parameters<import('@jest/test-sequencer').default['sort']>[0]} Tests */

// Its types speak of the CommonJS form alone.
const { default: Sequencer } = /** @type {typeof import('@jest/test-sequencer')} */ (
  createRequire(import.meta.url)('@jest/test-sequencer')
);

/** Suites that start programs over and over. At the end of a run one of them would keep one processor, the other idle. */
const LONG = /\/test\/(faults|pcsc|pages|journal|cross-province\/programs-across|start\.spec)/;

/** The order of the tests: what is known to be long first, also on a machine that has never run them and knows no times. */
export default class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Tests} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    const isLong = (/** @type {Tests[number]} */ { path }) => LONG.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
