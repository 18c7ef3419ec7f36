import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { ChildProgram } from '../../set-up/child-program.mjs';
import { connect, createDatabase } from '../../set-up/databases.mjs';
import { freePorts } from '../../set-up/ports.mjs';
import { startPostgres } from '../../set-up/postgres.mjs';
import { canEnter, letThrough, serverAccount } from '../../set-up/postgres-account.mjs';
import { keptKey } from '../home.mjs';
import { centrePlan, PROVINCES } from '../plan.mjs';

/** @typedef {import('./holders.mjs').Holder} Holder */

/**
 * A centre of its own over a throw-away database, with the holders registered and insured.
 * @typedef {object} City
 * @property {string} url of the centre
 * @property {number} linkPort
 * @property {string} operatorKey
 * @property {string} linkKey
 * @property {() => Promise<number>} settlements how many stand in the books
 * @property {() => Promise<void>} close forgets everything
 */

/** Where the server's account can get to: the temporary folder may be a private one. */
function openTemporaryFolder() {
  const account = serverAccount();
  return account === undefined || canEnter(tmpdir(), account) ? tmpdir() : '/var/tmp';
}

/**
 * @param {readonly Holder[]} holders
 * @returns {Promise<City>}
 */
export async function openCity(holders) {
  const folder = mkdtempSync(join(openTemporaryFolder(), 'medisettle-transition-'));
  letThrough(folder);
  const place = { keysFolder: join(folder, 'keys'), logsFolder: join(folder, 'logs') };
  for (const inner of Object.values(place)) mkdirSync(inner, { mode: 0o700 });
  const [databasePort = 0, httpPort = 0, linkPort = 0] = await freePorts(3);
  const cluster = await startPostgres({
    folder: join(folder, 'postgres'),
    port: databasePort,
    password: randomBytes(16).toString('hex'),
    durable: false,
  });
  /** @type {ChildProgram | undefined} */
  let centre;
  const close = async () => {
    await centre?.stop();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const databaseUrl = await createDatabase(cluster.url, 'transition');
    const [{ division, name: title }] = PROVINCES;
    const operatorKey = keptKey(join(place.keysFolder, 'operator.key'));
    const linkKey = keptKey(join(place.keysFolder, 'link.key'));
    const plan = centrePlan({ name: 'centre', division, title, httpPort, linkPort, databaseUrl, place });
    centre = new ChildProgram({ ...plan, environment: { ...plan.environment, LOG_LEVEL: 'warn' } });
    await centre.ready;
    await insure(databaseUrl, holders);
    const settlements = () => countSettlements(databaseUrl);
    return { url: `http://127.0.0.1:${httpPort}`, linkPort, operatorKey, linkKey, settlements, close };
  } catch (error) {
    const log = join(place.logsFolder, 'centre.log');
    process.stderr.write(readFileSync(log, { encoding: 'utf8', flag: 'a+' }).slice(-2_000));
    await close();
    throw error;
  }
}

/**
 * Registers the holders as insured persons with empty accounts. Their cards come by the feed.
 * @param {string} databaseUrl
 * @param {readonly Holder[]} holders
 */
async function insure(databaseUrl, holders) {
  const client = await connect(databaseUrl);
  try {
    await client.query(
      `WITH holder AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::text[])
                       AS holder (person_id, certificate_number, birth_date, gender)),
       person AS (
         INSERT INTO medisettle.person
         SELECT person_id, '换卡市民', '01', certificate_number, gender, '01', birth_date,
                CASE WHEN birth_date < '2005-01-01' THEN birth_date + interval '18 years' END, NULL
           FROM holder),
       directory AS (
         INSERT INTO medisettle.certificate_directory SELECT '01', certificate_number, person_id FROM holder),
       enrolment AS (
         INSERT INTO medisettle.enrolment
         SELECT person_id, '310', '11', 'active', birth_date, NULL, '310000', 65000000 FROM holder)
       INSERT INTO medisettle.account
       SELECT person_id, account, 0 FROM holder,
              unnest(ARRAY['current-year-account', 'accumulated-account', 'family-account']) AS account`,
      [
        holders.map(({ personNumber }) => personNumber),
        holders.map(({ citizenNumber }) => citizenNumber),
        holders.map(({ birthDate }) => birthDate),
        holders.map(({ gender }) => gender),
      ],
    );
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

/** @param {string} databaseUrl */
async function countSettlements(databaseUrl) {
  const client = await connect(databaseUrl);
  try {
    const { rows } = await client.query('SELECT count(*)::int AS count FROM medisettle.settlement');
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}
