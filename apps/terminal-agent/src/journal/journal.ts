import { type Log } from '@medisettle/program';
import { Subject, type Observable } from 'rxjs';
import { CommitGroup, type Write } from './commit-group.js';
import { type Intent, type IntentContent, type IntentName, type NotedIntent } from './intent.js';
import { JournalFile, saysDamaged } from './journal-file.js';
import { INTENT_LIFE_CYCLE, OPEN_STATES, type IntentEvent, type IntentState } from './life-cycle.js';
import { finishMoves, lookAt, takePlace, underWay, forget } from './journal-folder.js';
import { salvage, type Damage } from './salvage.js';
import { Sealing } from './sealing.js';

const placesFor = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

const LOCK_WORD = 'medisettle journal';
const LOCK_PLACE = 'lock';
const COLUMNS = `position, institution, msgid, infno, fingerprint, lane, state, made_at AS "madeAt",
  changed_at AS "changedAt"`;
const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** What was kept of an intent: its words and, where it has ended, the answer to it. */
export interface KeptIntent extends NotedIntent {
  readonly content: IntentContent;
  /** The centre's answer to the letter; null while there is none. */
  readonly answer: string | null;
}

/** What was kept of an intent, as far as it can be opened. */
export type ReadIntent = NotedIntent & Partial<Pick<KeptIntent, 'content' | 'answer'>>;

/** A row that is there and cannot be opened: damaged, or sealed with another key. */
export class IntentUnreadable extends Error {
  constructor() {
    super('an intent cannot be opened');
    this.name = 'IntentUnreadable';
  }
}

export interface JournalPlace {
  readonly path: string;
  /** The key of this journal alone; without it nothing of the journal can be read ever again. */
  readonly secret: string;
  /** The size from which on no new message is taken, in bytes; none unless given. */
  readonly bytesMax?: number;
}

/**
 * What this counter has sent that changes something, and what became of it. An intent is on disk before its message is
 * sent. Nothing is deleted: a retention would have to wait until the centre has confirmed the day.
 */
export class Journal {
  private readonly group: CommitGroup;
  private readonly news = new Subject<IntentName>();

  private constructor(
    private readonly file: JournalFile,
    private readonly sealing: Sealing,
    private readonly clock: () => number,
  ) {
    this.group = new CommitGroup((writes) => file.transaction(writes));
  }

  /**
   * Opens the journal. One that is damaged is saved as far as it can be read, and says so; it never begins anew by itself.
   * @param clock milliseconds since 1970, for what people see
   * @throws Error when the key is not the journal's, or another agent has it open
   */
  static async open(
    { path, secret, bytesMax }: JournalPlace,
    log: Log,
    clock: () => number = Date.now,
  ): Promise<Journal> {
    finishMoves(path);
    const file = await openWhole({ path, bytesMax }, log, clock);
    const journal = new Journal(file, new Sealing(secret), clock);
    try {
      await journal.unlock(path);
      await journal.restart();
      return journal;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** How many commits were made since it was opened; each waits for the disk once. */
  get commits(): number {
    return this.group.commits;
  }

  /** Which intent was just made or has changed, after it is on disk. */
  get changes(): Observable<IntentName> {
    return this.news;
  }

  /** Seals what this counter keeps of persons in other books, as the journal's own rows are sealed. */
  get seals(): Pick<Sealing, 'seal' | 'open'> {
    return this.sealing;
  }

  /** A name for a person that is the same each time and tells nothing to others. */
  laneOf(person: string): string {
    return this.sealing.nameFor(person);
  }

  /** The intent of this name; undefined when this counter never had it. */
  async find({ institution, msgid }: IntentName): Promise<NotedIntent | undefined> {
    const [row] = await this.file.rows(`SELECT ${COLUMNS} FROM intent WHERE institution = ? AND msgid = ?`, [
      institution,
      msgid,
    ]);
    return row as NotedIntent | undefined;
  }

  /**
   * The intent with its words.
   * @throws IntentUnreadable
   */
  async read({ institution, msgid }: IntentName): Promise<KeptIntent> {
    const [row] = await this.file.rows(
      `SELECT ${COLUMNS}, content, answer FROM intent LEFT JOIN words USING (position)
        WHERE institution = ? AND msgid = ?`,
      [institution, msgid],
    );
    if (!row) throw new IntentUnreadable();
    const noted = row as unknown as NotedIntent;
    const content = this.opened(row['content'], noted, 'content');
    const answer = row['answer'] === null ? null : this.opened(row['answer'], noted, 'answer');
    return { ...noted, content: JSON.parse(content) as IntentContent, answer };
  }

  /**
   * The newest intents of some transactions that were made from `from` on and before `to` (milliseconds since 1970), the
   * newest first, with words and answer; a row that cannot be opened comes without them.
   * @param lane only those of this person, see {@link laneOf}; everybody's unless given
   */
  async made(
    { from, to }: { readonly from: number; readonly to: number },
    infnos: readonly string[],
    most: number,
    lane?: string,
  ): Promise<ReadIntent[]> {
    return this.readable(
      await this.file.rows(
        `SELECT ${COLUMNS} FROM intent WHERE made_at >= ? AND made_at < ? AND infno IN (${placesFor(infnos)})
            ${lane === undefined ? '' : 'AND lane = ?'} ORDER BY position DESC LIMIT ?`,
        [from, to, ...infnos, ...(lane === undefined ? [] : [lane]), most],
      ),
    );
  }

  /** Intents of an institution that the centre has done and whose end was noted from `from` on, the oldest first. */
  async settledSince(institution: string, from: number, infnos: readonly string[]): Promise<NotedIntent[]> {
    return (await this.file.rows(
      `SELECT ${COLUMNS} FROM intent
        WHERE changed_at >= ? AND state = 'settled' AND institution = ? AND infno IN (${placesFor(infnos)})
        ORDER BY changed_at, position`,
      [from, institution, ...infnos],
    )) as unknown as NotedIntent[];
  }

  private async readable(names: readonly object[]): Promise<ReadIntent[]> {
    const kept = [];
    for (const row of names) {
      const noted = row as NotedIntent;
      try {
        kept.push(await this.read(noted));
      } catch (error) {
        if (!(error instanceof IntentUnreadable)) throw error;
        kept.push(noted);
      }
    }
    return kept;
  }

  /** Intents of which nobody knows what became, the oldest first. */
  async open(): Promise<NotedIntent[]> {
    return (await this.file.rows(
      `SELECT ${COLUMNS} FROM intent WHERE state IN (${OPEN}) ORDER BY position`,
    )) as unknown as NotedIntent[];
  }

  /** What was lost when the journal had to be saved, ever. */
  async damages(): Promise<Damage[]> {
    const rows = await this.file.rows(
      `SELECT found_at AS "foundAt", file, kept, lost, end_lost AS "endLost", "after", "before"
         FROM damage ORDER BY found_at`,
    );
    return rows.map((row) => ({ ...(row as unknown as Damage), endLost: row['endLost'] === 1 }));
  }

  /**
   * Puts an intent on disk; a crash after it resolves finds the intent again as `unknown`. One that found no answer
   * that counts (`waiting`, `defective`) or is sent once more keeps its row, and takes these words.
   */
  async intend(intent: Intent): Promise<void> {
    const now = this.clock();
    const { institution, msgid, infno, fingerprint, lane, content } = intent;
    const sealed = this.sealing.seal(JSON.stringify(content), placeOf(intent, 'content'));
    await this.group.write(async () => {
      await this.file.run(
        `INSERT INTO intent (institution, msgid, infno, fingerprint, lane, state, made_at, changed_at)
         VALUES (?, ?, ?, ?, ?, 'intended', ?, ?)
         ON CONFLICT (institution, msgid) DO UPDATE
           SET state = ${nextInSql('sending')}, changed_at = excluded.changed_at,
               infno = excluded.infno, fingerprint = excluded.fingerprint, lane = excluded.lane
         WHERE intent.state NOT IN ('settled', 'refused', 'closed')`,
        [institution, msgid, infno, fingerprint, lane, now, now],
      );
      await this.file.run(
        `INSERT OR REPLACE INTO words (position, content)
         SELECT position, ? FROM intent
          WHERE institution = ? AND msgid = ? AND state NOT IN ('settled', 'refused', 'closed')`,
        [sealed, institution, msgid],
      );
    });
    this.news.next({ institution, msgid });
  }

  /**
   * Notes what happened to an intent.
   * @param answer the centre's answer to the letter, for the events that end it
   * @returns the state that it is in by then
   */
  async note(name: IntentName, event: IntentEvent, answer?: string): Promise<IntentState> {
    const now = this.clock();
    const sealed = answer === undefined ? null : this.sealing.seal(answer, placeOf(name, 'answer'));
    await this.group.write(async () => {
      await this.file.run(
        `UPDATE intent SET answer = coalesce(answer, ?), state = ${nextInSql(event)},
                changed_at = CASE WHEN state = ${nextInSql(event)} THEN changed_at ELSE ? END
          WHERE institution = ? AND msgid = ?`,
        [sealed, now, name.institution, name.msgid],
      );
    });
    const noted = await this.find(name);
    if (!noted) throw new Error('an intent that was never made cannot end');
    this.news.next({ institution: name.institution, msgid: name.msgid });
    return noted.state;
  }

  /** Waits for the writes under way and gives the file back. */
  async close(): Promise<void> {
    await this.group.drained();
    this.news.complete();
    await this.file.close();
  }

  private opened(sealed: unknown, name: IntentName, what: string): string {
    // What a damaged row gives may be anything.
    const text = ArrayBuffer.isView(sealed) ? this.sealing.open(sealed as Uint8Array, placeOf(name, what)) : null;
    if (text === null) throw new IntentUnreadable();
    return text;
  }

  /** Whatever the run before had under way is unknown now: nobody can say how far it got. */
  private async restart(): Promise<void> {
    const now = this.clock();
    const write: Write = () =>
      this.file.run(
        `UPDATE intent SET state = ${nextInSql('restarted')}, changed_at = ? WHERE state IN ('intended', 'repeated')`,
        [now],
      );
    await this.group.write(write);
  }

  private async unlock(path: string): Promise<void> {
    const [lock] = await this.file.rows('SELECT word FROM lock');
    if (lock === undefined) {
      const [any] = await this.file.rows('SELECT 1 AS found FROM intent LIMIT 1');
      // The word may be among what was lost; then the first row that opens proves the key as well.
      if (any) await this.provedByRow(path);
      await this.file.run('INSERT INTO lock (word) VALUES (?)', [this.sealing.seal(LOCK_WORD, LOCK_PLACE)]);
      return;
    }
    if (this.sealing.open(lock['word'] as Uint8Array, LOCK_PLACE) !== LOCK_WORD) throw wrongKey(path);
  }

  private async provedByRow(path: string): Promise<void> {
    for (const row of await this.file.rows(
      'SELECT institution, msgid, content FROM intent JOIN words USING (position) LIMIT 100',
    )) {
      const name = row as unknown as IntentName;
      if (this.sealing.open(row['content'] as Uint8Array, placeOf(name, 'content')) !== null) return;
    }
    throw wrongKey(path);
  }
}

const wrongKey = (path: string): Error => new Error(`the key of this agent does not open its journal ${path}`);

const placeOf = ({ institution, msgid }: IntentName, what: string): string =>
  JSON.stringify([institution, msgid, what]);

/** The row of the table for one event as SQL, so that a state is never read in one moment and written in another. */
function nextInSql(event: IntentEvent): string {
  const cases = Object.entries(INTENT_LIFE_CYCLE).map(([state, row]) => `WHEN '${state}' THEN '${row[event]}'`);
  return `CASE intent.state ${cases.join(' ')} END`;
}

type Where = Omit<JournalPlace, 'secret'>;

async function openWhole({ path, bytesMax }: Where, log: Log, clock: () => number): Promise<JournalFile> {
  const there = lookAt(path);
  if (there === 'nothing') {
    log.info('a journal is made');
    await make(path);
  }
  const file = there === 'cut' ? undefined : await openIfWhole({ path, bytesMax });
  if (file !== undefined) return file;
  log.warn('the journal is damaged, what can be read of it is saved');
  const { kept, lost, endLost } = await salvage(path, clock());
  log.warn('journal saved from a damaged file', { count: kept, state: endLost ? 'end lost' : 'end kept' });
  log.warn('messages missing in the journal', { count: lost });
  return JournalFile.open(path, bytesMax);
}

/** A new journal takes its place complete: an empty file there is always one that was cut. */
async function make(path: string): Promise<void> {
  forget(underWay(path));
  await (await JournalFile.open(underWay(path))).close();
  takePlace(path);
}

async function openIfWhole({ path, bytesMax }: Where): Promise<JournalFile | undefined> {
  let file: JournalFile;
  try {
    file = await JournalFile.open(path, bytesMax);
  } catch (error) {
    if (saysDamaged(error)) return undefined;
    throw error;
  }
  if ((await file.faults()).length === 0) return file;
  await file.close();
  return undefined;
}
