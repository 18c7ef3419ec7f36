import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { Log } from './log.js';
import { stopOnSignals, type StoppableProcess } from './stopping.js';

const SILENT = new Log('test', 'silent');

/** A process that notes how it would have ended. */
class StagedProcess extends EventEmitter implements StoppableProcess {
  readonly ended: Promise<number>;
  private end: (code: number) => void = () => undefined;

  constructor() {
    super();
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  exit(code: number): void {
    this.end(code);
  }
}

describe('a program', () => {
  it.each(['SIGINT', 'SIGTERM', 'disconnect'])('stops once and cleanly on %s', async (signal) => {
    const program = new StagedProcess();
    let stops = 0;
    stopOnSignals(SILENT, () => Promise.resolve(void stops++), { program });
    program.emit(signal);
    program.emit('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(stops).toBe(1);
  });

  it('that cannot close cleanly says so by its exit code', async () => {
    const program = new StagedProcess();
    stopOnSignals(SILENT, () => Promise.reject(new Error('stuck')), { program });
    program.emit('SIGTERM');
    expect(await program.ended).toBe(1);
  });

  it('that does not get done within the deadline ends all the same', async () => {
    const program = new StagedProcess();
    stopOnSignals(SILENT, () => new Promise(() => undefined), { program, deadlineMs: 1 });
    program.emit('SIGTERM');
    expect(await program.ended).toBe(1);
  });
});
