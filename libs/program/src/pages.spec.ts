import { expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpProgram, Keyring, Log } from './index.js';

@Module({})
class NothingElse {}

it('a program opens without pages that were not built, and says so', async () => {
  const lines: string[] = [];
  const program = await createHttpProgram(
    NothingElse,
    {
      port: 0,
      keyring: new Keyring({ operator: 'operator-key-of-the-test-0001' }),
      pages: { folder: join(tmpdir(), 'medisettle-no-pages-here'), entries: { '/': 'console.html' } },
    },
    new Log('test', 'info', { write: (line: string) => void lines.push(line) }),
  );
  const url = `http://127.0.0.1:${await program.listen()}`;
  const statuses = await Promise.all(['/health', '/'].map(async (path) => (await fetch(url + path)).status));
  await program.close();
  expect(statuses).toEqual([200, 401]);
  expect(lines.join('')).toContain('the pages are not built');
});
