import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A journal is a file with companions while it is open. The file itself goes last: while it is there, all is. */
const PARTS = ['-shm', '-wal', ''] as const;

/** Where a journal is made before it takes its place. */
export const underWay = (path: string): string => `${path}.making`;
/** Where a journal waits that is complete and only has to take its place. */
const complete = (path: string): string => `${path}.complete`;

/** Renames a journal; a crash in the middle leaves its file under the old name, and moving again goes on. */
function move(from: string, to: string): void {
  for (const part of PARTS) if (existsSync(from + part)) renameSync(from + part, to + part);
  const folder = openSync(dirname(to), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

export const forget = (path: string): void => PARTS.forEach((part) => rmSync(path + part, { force: true }));

/** Where the next damaged file goes: the first name that is free. */
export function asideOf(path: string): string {
  for (let number = 1; ; number += 1) {
    const aside = `${path}.damaged-${number}`;
    if (!existsSync(aside)) return aside;
  }
}

/** Puts the journal that was made {@link underWay} into its place, and what is there aside. */
export function takePlace(path: string): void {
  forget(complete(path));
  move(underWay(path), complete(path));
  finishMoves(path);
}

/** Ends what a crash has cut short between two renames. What was not complete by then is made anew. */
export function finishMoves(path: string): void {
  if (!existsSync(complete(path))) {
    forget(complete(path));
    return;
  }
  if (PARTS.some((part) => existsSync(path + part))) move(path, asideOf(path));
  move(complete(path), path);
}

/** What is at a journal's place. Journals take their place complete, so one without a byte was cut. */
export function lookAt(path: string): 'nothing' | 'journal' | 'cut' {
  if (existsSync(path)) return statSync(path).size > 0 ? 'journal' : 'cut';
  return existsSync(`${path}-wal`) ? 'cut' : 'nothing';
}
