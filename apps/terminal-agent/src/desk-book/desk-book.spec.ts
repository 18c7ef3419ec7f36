import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Log } from '@medisettle/program';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Printings } from '../receipts/printings.js';
import { DeskBook } from './desk-book.js';

const log = new Log('test', 'silent');
const RECEIPT = { institution: 'H31010600001', msgid: 'M1' };
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'medisettle-desk-'));
  path = join(folder, 'desk.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('printings of a receipt are numbered, also those asked for at once and after a restart', async () => {
  const book = await DeskBook.open(path, log);
  const printings = new Printings(book);
  const numbers = await Promise.all([printings.count(RECEIPT), printings.count(RECEIPT)]);
  expect(numbers.sort()).toEqual([1, 2]);
  expect(await printings.count({ ...RECEIPT, msgid: 'M2' })).toBe(1);
  await book.close();
  const again = await DeskBook.open(path, log);
  expect(await new Printings(again).count(RECEIPT)).toBe(3);
  await again.close();
});

it('a damaged desk book is put aside, and a new one is begun', async () => {
  writeFileSync(path, 'no database at all '.repeat(500));
  const book = await DeskBook.open(path, log);
  expect(await new Printings(book).count(RECEIPT)).toBe(1);
  await book.close();
  expect(readdirSync(folder)).toContain('desk.sqlite.damaged-1');
});
