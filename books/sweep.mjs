// Sweeps a centre's books: all checks on one state of the database, while the centre goes on with its work.
import { connect } from '../set-up/databases.mjs';
import { errorCode, Explained } from '../set-up/files.mjs';
import { findings } from './checks.mjs';

const UNDEFINED_TABLE = '42P01';

/**
 * @param {string} url of a centre's database
 * @returns {Promise<import('./checks.mjs').Finding[]>} one for each check, in their order
 */
export async function sweep(url) {
  const client = await connect(url).catch((error) => {
    throw new Explained(`The database cannot be reached (${errorCode(error) ?? 'no answer'}).`);
  });
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const found = await findings(client);
    await client.query('COMMIT');
    return found;
  } catch (error) {
    if (errorCode(error) === UNDEFINED_TABLE) throw new Explained('This is no database of a settlement centre.');
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * @param {readonly import('./checks.mjs').Finding[]} found
 * @returns {number} violations of all kinds
 */
export const violations = (found) => found.reduce((sum, { count }) => sum + count, 0);
