import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { errorCode, Explained } from './files.mjs';

/**
 * Whether nobody listens on a port of the loopback address.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (errorCode(error) === 'EADDRINUSE' || errorCode(error) === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Ports for throw-away programs: below those that the system gives to connections and to whoever asks for any port. */
const THROW_AWAY_PORTS = { first: 10_000, count: 10_000 };

/**
 * Ports that nobody listens on, all different, and reserved until this process ends: no other process that asks here gets
 * one of them, even before a program listens on it or while that program is being started again.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  /** @type {number[]} */
  const ports = [];
  const start = randomInt(THROW_AWAY_PORTS.count);
  for (let step = 0; step < THROW_AWAY_PORTS.count && ports.length < count; step++) {
    const port = THROW_AWAY_PORTS.first + ((start + step) % THROW_AWAY_PORTS.count);
    if ((await isFree(port)) && (await reserve(port))) ports.push(port);
  }
  if (ports.length < count) throw new Explained('There are not enough free ports on this machine.');
  return ports;
}

/**
 * Holds the datagram port of the same number, which none of the programs uses, as the sign that a port is taken.
 * @param {number} port
 * @returns {Promise<boolean>} whether nobody held it before
 */
function reserve(port) {
  return new Promise((resolve, reject) => {
    const sign = createSocket('udp4');
    sign.once('error', (error) => {
      if (errorCode(error) === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    sign.bind({ port, address: '127.0.0.1', exclusive: true }, () => {
      sign.unref();
      resolve(true);
    });
  });
}

/**
 * What to tell somebody whose port is in use.
 * @param {number} port
 * @param {string} name who wants it
 * @returns {Explained}
 */
export const portTaken = (port, name) =>
  new Explained(
    `Port ${port} (for ${name}) is taken by another program. End that program, or set MEDISETTLE_PORT_BASE to other ports.`,
  );
