import { dirname, join } from 'node:path';
import { Explained, ROOT } from '../set-up/files.mjs';
import { mainOf, PAGES_FOLDER, POLICY_FOLDER } from '../set-up/install.mjs';
import { journalsFolder, keptKey } from './home.mjs';

const PORT_BASE_DEFAULT = 8130;
const PORT_OFFSET_MAX = 111;

/** The demo's persons, cards and institutions. */
const DEMO_WORLD = join(ROOT, 'demo', 'world.json');

/** The two provinces of the demo, each with a centre and a counter. */
export const PROVINCES = /** @type {const} */ ([
  {
    division: '310000',
    name: '上海市医保结算中心（演示）',
    terminal: 'SH-COUNTER-1',
    institutions: ['H31010600001', 'H31010600002', 'P31010600001'],
    insuranceYears: '310:07-01,390:01-01',
    ports: { agent: 0, centre: 10, link: 11 },
    suffix: '',
  },
  {
    division: '340100',
    name: '合肥市医保结算中心（演示）',
    terminal: 'HF-COUNTER-1',
    institutions: ['H34010400001', 'P34010400001'],
    insuranceYears: '310:01-01,390:01-01',
    ports: { agent: 100, centre: 110, link: 111 },
    suffix: '2',
  },
]);

const HUB_PORT = 20;
const POSTGRES_PORT = 5;
const KEY_SERVER_PORT = 2;

/**
 * @typedef {object} Place where a program keeps its things
 * @property {string} keysFolder
 * @property {string} logsFolder
 */

/**
 * The port that all others are counted from.
 * @param {string | undefined} setting MEDISETTLE_PORT_BASE
 * @returns {number}
 */
export function portBase(setting) {
  if (setting === undefined || setting === '') return PORT_BASE_DEFAULT;
  const base = Number(setting);
  if (Number.isInteger(base) && base >= 1 && base + PORT_OFFSET_MAX <= 65535) return base;
  throw new Explained(
    `MEDISETTLE_PORT_BASE must be a whole number from 1 to ${65535 - PORT_OFFSET_MAX}; it is "${setting}".`,
  );
}

/**
 * Which port belongs to whom.
 * @param {number} base
 * @returns {{ postgres: number, hub: number, keyServer: number, others: Map<number, string> }} `others` are all but PostgreSQL's
 */
export function portsFrom(base) {
  const others = new Map(
    PROVINCES.flatMap(({ ports, suffix }) => [
      [base + ports.agent, `agent${suffix}`],
      [base + ports.centre, `centre${suffix}`],
      [base + ports.link, `the link of centre${suffix}`],
    ]),
  );
  others.set(base + HUB_PORT, 'hub');
  others.set(base + KEY_SERVER_PORT, 'key-server-stand-in');
  return { postgres: base + POSTGRES_PORT, hub: base + HUB_PORT, keyServer: base + KEY_SERVER_PORT, others };
}

/**
 * How a centre is started.
 * @param {object} settings
 * @param {string} settings.name
 * @param {string} settings.division
 * @param {string} settings.title
 * @param {number} settings.httpPort
 * @param {number} settings.linkPort
 * @param {string} settings.databaseUrl
 * @param {number} [settings.hubPort] without it electronic vouchers and persons from other provinces are refused
 * @param {Place} settings.place
 * @param {Readonly<Record<string, string>>} [settings.more] environment beside
 * @returns {import('../set-up/child-program.mjs').ProgramPlan}
 */
export const centrePlan = ({ name, division, title, httpPort, linkPort, databaseUrl, hubPort, place, more = {} }) => ({
  name,
  main: mainOf('settlement'),
  logFile: join(place.logsFolder, `${name}.log`),
  environment: {
    CENTRE_DIVISION: division,
    CENTRE_NAME: title,
    HTTP_PORT: String(httpPort),
    LINK_PORT: String(linkPort),
    DATABASE_URL: databaseUrl,
    KEYS_DIR: place.keysFolder,
    DEMO_WORLD,
    POLICY_DIR: POLICY_FOLDER,
    PAGES_DIR: PAGES_FOLDER,
    // The demo may use every policy on record, also those whose source is weak or invented.
    ACCEPT_GRADES: 'A,B,C',
    ...(hubPort === undefined ? {} : hubOf(hubPort, division, place)),
    ...more,
  },
});

/**
 * How a centre reaches the hub. The key that both sign with is made here where there is none yet.
 * @param {number} port
 * @param {string} division
 * @param {Place} place
 */
function hubOf(port, division, place) {
  keptKey(join(place.keysFolder, `hub-${division}.key`));
  const url = `http://127.0.0.1:${port}`;
  return { VOUCHER_SERVICE_URL: `${url}/hsecfc/localQrCodeQuery`, HUB_URL: url };
}

/**
 * How a terminal agent is started. The key of its journal is made here where there is none yet.
 * @param {object} settings
 * @param {string} settings.name
 * @param {string} settings.terminal
 * @param {readonly string[]} settings.institutions
 * @param {number} settings.httpPort
 * @param {number} settings.centrePort
 * @param {number} [settings.keyServerPort] without it locked cards stay locked
 * @param {Place} settings.place
 * @param {'auto' | 'off'} [settings.pcsc] whether it takes the machine's card readers, where there are any
 * @param {Readonly<Record<string, string>>} [settings.more] environment beside
 * @returns {import('../set-up/child-program.mjs').ProgramPlan}
 */
export const agentPlan = ({
  name,
  terminal,
  institutions,
  httpPort,
  centrePort,
  keyServerPort,
  place,
  pcsc = 'off',
  more = {},
}) => ({
  name,
  main: mainOf('terminal-agent'),
  logFile: join(place.logsFolder, `${name}.log`),
  environment: {
    AGENT_TERMINAL: terminal,
    HTTP_PORT: String(httpPort),
    CENTRE_HOST: '127.0.0.1',
    CENTRE_PORT: String(centrePort),
    KEYS_DIR: place.keysFolder,
    ...journalOf(name, place),
    INSTITUTIONS: institutions.join(','),
    ...insuranceYearsAt(terminal),
    PCSC: pcsc,
    PAGES_DIR: PAGES_FOLDER,
    VIRTUAL_READERS: 'virtual-1,virtual-2',
    DEMO_WORLD,
    ...(keyServerPort === undefined ? {} : { KEY_SERVICE_URL: `http://127.0.0.1:${keyServerPort}/api/key-questions` }),
    ...more,
  },
});

/**
 * On which days insurance years begin where a terminal of the demo stands.
 * @param {string} terminal
 * @returns {Readonly<Record<string, string>>}
 */
function insuranceYearsAt(terminal) {
  const province = PROVINCES.find((one) => one.terminal === terminal);
  return province ? { INSURANCE_YEARS: province.insuranceYears } : {};
}

/**
 * An agent's journal and the key that opens it: neither is of use without the other.
 * @param {string} agent
 * @param {Place} place
 */
function journalOf(agent, place) {
  const key = `journal-${agent}.key`;
  keptKey(join(place.keysFolder, key));
  return { JOURNAL_FILE: join(journalsFolder(place), `${agent}.sqlite`), JOURNAL_KEY: key };
}

/**
 * How the stand-in of the national hub is started.
 * @param {object} settings
 * @param {number} settings.httpPort
 * @param {readonly { division: string, httpPort: number }[]} [settings.centres] between which it passes messages
 * @param {Place} settings.place
 * @returns {import('../set-up/child-program.mjs').ProgramPlan}
 */
export const hubPlan = ({ httpPort, centres = [], place }) => ({
  name: 'hub',
  main: mainOf('national-hub'),
  logFile: join(place.logsFolder, 'hub.log'),
  environment: {
    HTTP_PORT: String(httpPort),
    KEYS_DIR: place.keysFolder,
    RECORDS_FILE: join(dirname(place.keysFolder), 'hub', 'records.sqlite'),
    CENTRES: centres.map((centre) => `${centre.division}=http://127.0.0.1:${centre.httpPort}`).join(','),
  },
});

/**
 * How the stand-in of a key server is started.
 * @param {object} settings
 * @param {number} settings.httpPort
 * @param {Place} settings.place
 * @returns {import('../set-up/child-program.mjs').ProgramPlan}
 */
export const keyServerPlan = ({ httpPort, place }) => ({
  name: 'key-server-stand-in',
  main: mainOf('key-server-stand-in'),
  logFile: join(place.logsFolder, 'key-server-stand-in.log'),
  environment: { HTTP_PORT: String(httpPort), KEYS_DIR: place.keysFolder },
});

/**
 * The one line that says that everything answers.
 * @param {number} base
 * @returns {string}
 */
export function readyLine(base) {
  const [first, second] = PROVINCES;
  /** @param {number} offset */
  const url = (offset) => `http://127.0.0.1:${base + offset}`;
  return `READY agent=${url(first.ports.agent)} centre=${url(first.ports.centre)} hub=${url(HUB_PORT)} agent2=${url(second.ports.agent)} centre2=${url(second.ports.centre)}`;
}
