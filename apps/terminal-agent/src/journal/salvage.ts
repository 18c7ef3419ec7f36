import { existsSync, statSync } from 'node:fs';
import { asideOf, forget, takePlace, underWay } from './journal-folder.js';
import { JournalFile, saysDamaged, type Row } from './journal-file.js';

/** What was lost of a damaged journal, and where the damaged file is kept. Times: milliseconds since 1970. */
export interface Damage {
  readonly foundAt: number;
  /** The damaged file, put aside; nobody but a person removes it. */
  readonly file: string;
  /** How many messages were saved. */
  readonly kept: number;
  /** How many are missing, as far as that can be told. */
  readonly lost: number;
  /** Whether there may have been more after the last one that was saved. */
  readonly endLost: boolean;
  /** The missing ones were made after and before these moments; null where nothing saved says so. */
  readonly after: number | null;
  readonly before: number | null;
}

/** A row of `intent` takes more than this, so a file holds fewer rows than its size divided by it. */
const ROW_BYTES_MIN = 64;

/**
 * Saves what can be read of a damaged journal into a new one and keeps the damaged file aside. A crash at any line
 * leaves the damaged file in its place, or the saved one complete.
 * @param now milliseconds since 1970
 */
export async function salvage(path: string, now: number): Promise<Damage> {
  forget(underWay(path));
  const saved = await JournalFile.open(underWay(path));
  const damage = { foundAt: now, file: asideOf(path), ...(await copyReadable(path, saved)) };
  await insert(saved, 'damage', {
    found_at: damage.foundAt,
    file: damage.file,
    kept: damage.kept,
    lost: damage.lost,
    end_lost: damage.endLost ? 1 : 0,
    after: damage.after,
    before: damage.before,
  });
  await saved.close();
  takePlace(path);
  return damage;
}

type Found = Omit<Damage, 'foundAt' | 'file'>;

async function copyReadable(path: string, saved: JournalFile): Promise<Found> {
  const damaged = await openIfPossible(path);
  if (!damaged) return { kept: 0, lost: 0, endLost: true, after: null, before: null };
  try {
    const tally = new Tally(await lastPosition(damaged));
    const positionMax = tally.end ?? Math.ceil(statSync(path).size / ROW_BYTES_MIN);
    await saved.transaction([
      async () => {
        for (const table of ['lock', 'damage']) {
          for (const row of await readable(damaged, `SELECT * FROM ${table}`)) await insert(saved, table, row);
        }
        for (let position = 1; position <= positionMax; position += 1) {
          const [row] = await readable(damaged, 'SELECT * FROM intent WHERE position = ?', [position]);
          if (!row) continue;
          await insert(saved, 'intent', row);
          // Its words may be lost while it is not: then it can still be asked for.
          for (const words of await readable(damaged, 'SELECT * FROM words WHERE position = ?', [position])) {
            await insert(saved, 'words', words);
          }
          tally.kept(position, Number(row['made_at']));
        }
      },
    ]);
    return tally.found();
  } finally {
    await damaged.close();
  }
}

/** Counts what was saved, and sees from the gaps between positions what was not. */
class Tally {
  private count = 0;
  private last = { position: 0, madeAt: null as number | null };
  private gaps: { after: number | null; before: number | null } | undefined;

  /** @param end position of the last row; undefined when the way to it is damaged */
  constructor(readonly end: number | undefined) {}

  kept(position: number, madeAt: number): void {
    if (position > this.last.position + 1) this.gap(madeAt);
    this.count += 1;
    this.last = { position, madeAt };
  }

  found(): Found {
    const endLost = this.end === undefined || this.end > this.last.position;
    if (endLost) this.gap(null);
    return {
      kept: this.count,
      lost: Math.max(this.end ?? 0, this.last.position) - this.count,
      endLost,
      after: this.gaps?.after ?? null,
      before: this.gaps?.before ?? null,
    };
  }

  private gap(before: number | null): void {
    this.gaps = { after: this.gaps ? this.gaps.after : this.last.madeAt, before };
  }
}

async function openIfPossible(path: string): Promise<JournalFile | undefined> {
  if (!existsSync(path) || statSync(path).size === 0) return undefined;
  try {
    return await JournalFile.openToRead(path);
  } catch (error) {
    // Its very first page is gone: nothing of it can be read.
    if (saysDamaged(error)) return undefined;
    throw error;
  }
}

async function lastPosition(damaged: JournalFile): Promise<number | undefined> {
  try {
    const [row] = await damaged.rows('SELECT max(position) AS position FROM intent');
    return Number(row?.['position'] ?? 0);
  } catch (error) {
    if (saysUnreadable(error)) return undefined;
    throw error;
  }
}

/** Rows as far as they can be read. */
async function readable(damaged: JournalFile, sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  try {
    return await damaged.rows(sql, parameters);
  } catch (error) {
    if (saysUnreadable(error)) return [];
    throw error;
  }
}

/** A table whose name is on a lost page is unknown to SQLite: a plain error, not one of damage. */
const saysUnreadable = (error: unknown): boolean =>
  saysDamaged(error) || /no such table/.test(String((error as { message?: unknown }).message));

async function insert(saved: JournalFile, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map(() => '?').join(', ');
  await saved.run(
    `INSERT INTO ${table} (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${places})`,
    Object.values(row),
  );
}
