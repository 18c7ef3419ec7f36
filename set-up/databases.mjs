import { errorCode, Explained } from './files.mjs';

/** The one who owns the embedded cluster. */
export const SUPERUSER = 'medisettle';

/**
 * Connects to a database. The driver is loaded here, since this folder also works before anything is installed.
 * @param {string} url
 * @returns {Promise<import('pg').Client>}
 */
export async function connect(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'medisettle set-up',
  });
  // A server that ends while we hold a connection says so here; whoever waits for an answer gets the error anyway.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/**
 * The URL of another database on the same server.
 * @param {string} url
 * @param {string} name
 * @returns {string}
 */
function databaseUrl(url, name) {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/**
 * Makes a database unless there is one of that name.
 * @param {string} url of any database on the server, with the right to make one
 * @param {string} name
 * @param {string} [template] a database that nobody is connected to; the new one begins as its copy
 * @returns {Promise<string>} the URL of the database
 */
export async function createDatabase(url, name, template = 'template1') {
  const client = await connect(url).catch((error) => {
    throw new Explained(`The database server of DATABASE_URL cannot be used (${errorCode(error) ?? 'no answer'}).`);
  });
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    const [made, from] = [name, template].map((one) => client.escapeIdentifier(one));
    if (rowCount === 0) await client.query(`CREATE DATABASE ${made} TEMPLATE ${from}`);
  } catch (error) {
    if (errorCode(error) === '42501') {
      throw new Explained(
        `The user of DATABASE_URL may not make the database ${name}. Make it, or give the user CREATEDB.`,
      );
    }
    // 42P04: somebody made it in this very moment.
    if (errorCode(error) !== '42P04') throw error;
  } finally {
    await client.end();
  }
  return databaseUrl(url, name);
}

/**
 * Forgets a database and ends the sessions in it.
 * @param {string} url of another database on the server
 * @param {string} name
 */
export async function dropDatabase(url, name) {
  const client = await connect(url);
  try {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
