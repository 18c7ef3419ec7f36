import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DRIVER_PROGRAMS, READER_NAMES } from '../set-up/card-service.mjs';
import { CounterWorld, demoCard } from './counter-world.mjs';

const CARD = 'employee-new';
const ROUNDS = 9;
const GOAL = 1.3;
/** A delayed acknowledgement and a little. Now and then a command takes twice that, behind a look of the service. */
const COMMAND_MS = 44;

/** @typedef {import('./run.mjs').Measured} Measured */

/**
 * From the card's event to its verdict at the counter's interface, against the same card's bare commands over the same
 * path. Loopback is left as it is, so that each command takes about 44 ms, as with a real contact card.
 * @returns {Promise<Measured>}
 */
export async function measure() {
  const { readInProcess } = await import('./built-cards.mjs');
  const { commands } = await readInProcess(demoCard(CARD).chip);
  const world = await CounterWorld.open({ quickAcknowledge: false });
  try {
    const events = await world.listen();
    const [reader] = READER_NAMES;
    /** @type {number[]} */
    const toVerdict = [];
    /** @type {number[]} */
    const bare = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await world.cards.insert(0, demoCard(CARD).chip);
      const inserted = await events.next('card-inserted', reader);
      const read = await events.next('card-read', reader);
      toVerdict.push(read.at - inserted.at);
      await world.cards.poweredDown(0);
      bare.push(await bareWalk(reader, commands, world.cards.environment));
      await world.cards.poweredDown(0);
      await world.cards.remove(0);
      await events.next('card-removed', reader);
    }
    const [event, apdus] = [median(toVerdict), median(bare)];
    return {
      ratios: [{ name: 'cardToBareApdu', value: event / apdus, atMost: GOAL }],
      table: {
        'commands of the walk': commands.length,
        'bare commands, ms (median)': round(apdus),
        'event to verdict, ms (median)': round(event),
        'event to verdict, ms (worst)': round(Math.max(...toVerdict)),
        'event to verdict against 44 ms a command': round(event / (commands.length * COMMAND_MS), 100),
      },
    };
  } finally {
    await world.close();
  }
}

/**
 * The commands of the walk one after the other, without anything between; powering the card up and down is not counted.
 * @param {string} reader
 * @param {readonly string[]} commands in hex
 * @param {Readonly<Record<string, string>>} environment
 * @returns {Promise<number>} milliseconds
 */
async function bareWalk(reader, commands, environment) {
  const child = fork(fileURLToPath(new URL('card-program.js', DRIVER_PROGRAMS)), [reader], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let id = 0;
  /** @param {object} order */
  const give = (order) =>
    new Promise((resolve, reject) => {
      id += 1;
      child.once('message', (/** @type {{ outcome: string }} */ reply) =>
        reply.outcome === 'done' ? resolve(undefined) : reject(new Error('the card refused a bare command')),
      );
      child.send({ ...order, id });
    });
  try {
    await give({ order: 'power-up' });
    // The first command also waits for the power to come; that is not the command's own time.
    await give({ order: 'transmit', command: commands[0] });
    const begin = performance.now();
    for (const command of commands) await give({ order: 'transmit', command });
    const took = performance.now() - begin;
    await give({ order: 'power-down' });
    return took;
  } finally {
    child.kill('SIGKILL');
  }
}

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * @param {number} value
 * @param {number} [parts] of one that are shown
 */
const round = (value, parts = 10) => Math.round(value * parts) / parts;
