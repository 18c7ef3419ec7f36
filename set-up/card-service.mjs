import { fork, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { ROOT } from './files.mjs';
import { waitUntil } from './running-processes.mjs';

/** @typedef {import('@medisettle/card').VirtualCardProfile} Chip */

const VPCD_DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const NATIVE_MODULE = join(ROOT, 'node_modules', 'pcsclite', 'build', 'Release', 'pcsclite.node');
const READERS_FOLDER = join(ROOT, 'dist', 'terminal-agent', 'libs', 'readers', 'src');
const DAEMON_MS_MAX = 10_000;

/** The built child programs of the driver. */
export const DRIVER_PROGRAMS = new URL(`file://${join(READERS_FOLDER, 'pcsc')}/`);

/** The two readers, as the service names them. */
export const READER_NAMES = /** @type {const} */ (['Virtual PCD 00 00', 'Virtual PCD 00 01']);

/**
 * Makes the namespace: nobody outside sees vpcd, which listens on all addresses; the service has `/run` and its driver
 * folder for itself, so that it meets neither the machine's own card service nor its readers; and where it is wanted,
 * loopback acknowledges at once (without that, each command takes 44 ms, as a real card does).
 */
const NAMESPACE = `set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir /run/pcscd
mount --bind "$1" /run/pcscd
if [ -d /usr/lib/pcsc/drivers/ifd-ccid.bundle ]; then mount -t tmpfs tmpfs /usr/lib/pcsc/drivers/ifd-ccid.bundle; fi
ip link set lo up
if [ "$2" = quick ]; then
  for net in 127.0.0.0/8 127.0.0.1; do
    ip route replace local $net dev lo table local proto kernel scope host src 127.0.0.1 quickack 1
  done
fi
echo ready
exec cat
`;

const READERS = `FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x8C7B
LIBPATH ${VPCD_DRIVER}
CHANNELID 0x8C7B
`;

/**
 * Why no card service can be had on this machine; null when one can.
 * @returns {string | null}
 */
export function whyNoCardService() {
  if (process.platform !== 'linux') return 'they need Linux';
  if (process.getuid?.() !== 0) return 'they need root, for a network of their own';
  for (const command of ['pcscd', 'unshare', 'nsenter', 'setpriv', 'ip']) {
    if (spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0) return `the command ${command} is missing`;
  }
  if (!existsSync(VPCD_DRIVER)) return 'the package vsmartcard-vpcd is missing';
  if (!existsSync(NATIVE_MODULE))
    return 'the native module pcsclite is not built (libpcsclite-dev and a compiler are needed)';
  if (spawnSync('unshare', ['-m', '-n', 'true']).status !== 0) return 'this container may not make namespaces';
  return null;
}

/**
 * A real `pcscd` with two virtual readers, for this process alone, and the hand that puts virtual cards into them.
 */
export class CardService {
  /** @type {import('node:child_process').ChildProcess} */
  #holder;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #daemon;
  /** @type {import('node:child_process').ChildProcess} */
  #cards;
  #folder;
  #lastId = 0;

  /**
   * @param {string} folder
   * @param {import('node:child_process').ChildProcess} holder whose namespaces are used
   */
  constructor(folder, holder) {
    this.#folder = folder;
    this.#holder = holder;
    this.#cards = fork(join(READERS_FOLDER, 'vpcd', 'vpcd-program.js'), [], {
      execPath: 'nsenter',
      execArgv: ['-t', String(holder.pid), '-n', process.execPath],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#cards.setMaxListeners(0);
  }

  /**
   * @param {{ quickAcknowledge?: boolean, readers?: boolean }} [options] `readers: false` starts without any reader
   * @returns {Promise<CardService>}
   */
  static async start({ quickAcknowledge = true, readers = true } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'medisettle-pcsc-'));
    const pace = quickAcknowledge ? 'quick' : 'plain';
    const holder = spawn('unshare', ['-m', '-n', 'sh', '-c', NAMESPACE, 'sh', folder, pace], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [said] = await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
    if (!String(said).startsWith('ready')) throw new Error(`the namespace could not be made: ${String(said)}`);
    const service = new CardService(folder, holder);
    await service.startDaemon({ readers });
    return service;
  }

  /** @returns {{ PCSCLITE_CSOCK_NAME: string }} what a program needs in its environment to speak with this service */
  get environment() {
    return { PCSCLITE_CSOCK_NAME: join(this.#folder, 'pcscd.comm') };
  }

  /**
   * Starts the daemon and waits until it answers.
   * @param {{ readers?: boolean }} [options]
   */
  async startDaemon({ readers = true } = {}) {
    for (const file of ['pcscd.comm', 'pcscd.pid']) rmSync(join(this.#folder, file), { force: true });
    const configuration = join(this.#folder, 'reader.conf');
    writeFileSync(configuration, readers ? READERS : '');
    const daemon = spawn(
      'nsenter',
      // The daemon must not outlive this process, however that ends.
      [
        '-t',
        String(this.#holder.pid),
        '-m',
        '-n',
        'setpriv',
        '--pdeathsig',
        'KILL',
        'pcscd',
        '-f',
        '-c',
        configuration,
      ],
      { stdio: 'ignore' },
    );
    this.#daemon = daemon;
    if (!(await waitUntil(() => this.#answers(), DAEMON_MS_MAX, 10))) throw new Error('pcscd does not answer');
  }

  /** Ends the daemon as a crash does. */
  async killDaemon() {
    const daemon = this.#daemon;
    if (!daemon) return;
    const ended = once(daemon, 'exit');
    daemon.kill('SIGKILL');
    await ended;
    this.#daemon = undefined;
  }

  /**
   * Puts a card into a slot; one that is there is pulled first.
   * @param {0 | 1} slot
   * @param {unknown} chip as in the demo world
   * @param {{ shortAnswerAt?: number }} [oddities]
   */
  async insert(slot, chip, oddities = {}) {
    await this.#order({ order: 'insert', slot, chip, oddities });
  }

  /**
   * Pulls the card from a slot.
   * @param {0 | 1} slot
   * @returns {Promise<number>} how many commands it got since it was put in
   */
  async remove(slot) {
    return this.#order({ order: 'remove', slot });
  }

  /**
   * Waits until the card in a slot is without power: whoever worked with it is done.
   * @param {0 | 1} slot
   */
  async poweredDown(slot) {
    await this.#order({ order: 'wait-for-power-down', slot });
  }

  /** Ends everything and forgets it. */
  async close() {
    this.#cards.disconnect();
    await this.killDaemon();
    const ended = once(this.#holder, 'exit');
    this.#holder.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * @param {object} order
   * @returns {Promise<number>}
   */
  #order(order) {
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      /** @param {unknown} message */
      const listen = (message) => {
        const reply = /** @type {{ done?: number, commands?: number }} */ (message);
        if (reply.done !== id) return;
        this.#cards.off('message', listen);
        resolve(reply.commands ?? 0);
      };
      this.#cards.on('message', listen);
      this.#cards.send({ ...order, id }, (error) => error && reject(error));
    });
  }

  /** @returns {Promise<boolean>} */
  #answers() {
    return new Promise((resolve) => {
      const socket = connect(join(this.#folder, 'pcscd.comm'));
      socket.once('connect', () => (socket.destroy(), resolve(true)));
      socket.once('error', () => resolve(false));
    });
  }
}
