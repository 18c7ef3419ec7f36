import { refuse } from '@medisettle/national';
import { type Log } from '@medisettle/program';
import { sqliteCodeOf } from './journal-file.js';

/**
 * Refuses a message that cannot be noted; nothing of it was sent.
 * @throws Refused JOURNAL-FULL or JOURNAL-FAULT
 */
export function refuseUnnoted(error: unknown, log: Log): never {
  if (sqliteCodeOf(error) === 'SQLITE_FULL') {
    log.warn('the disk is full, the journal takes nothing more', { code: 'JOURNAL-FULL' });
    return refuse('JOURNAL-FULL');
  }
  log.fault('the journal cannot be written', error, { code: 'JOURNAL-FAULT' });
  return refuse('JOURNAL-FAULT');
}
