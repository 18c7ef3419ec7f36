import { type EventEmitter } from 'node:events';
import { type Log } from './log.js';

/** The part of `process` that stopping needs; tests bring their own. */
export interface StoppableProcess extends EventEmitter {
  readonly connected?: boolean;
  exit(code: number): void;
}

const STOP_DEADLINE_MS = 10_000;

/**
 * Ends the program in good order on SIGINT, on SIGTERM, and when the process that started it is gone (its IPC channel
 * closes), so that no program outlives a killed `npm start`. Exit code 0 after a clean end; 1 when `stop` fails or takes
 * longer than the deadline: what was under way then is unknown to its callers, who ask again with the same msgid.
 * @param stop drains and closes; called once
 */
export function stopOnSignals(
  log: Log,
  stop: () => Promise<void>,
  { deadlineMs = STOP_DEADLINE_MS, program = process }: { deadlineMs?: number; program?: StoppableProcess } = {},
): void {
  let stopping = false;
  const begin = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info('stopping', { signal });
    const deadline = setTimeout(() => {
      log.warn('stopping took too long', { ms: deadlineMs });
      program.exit(1);
    }, deadlineMs);
    stop().then(
      () => {
        clearTimeout(deadline);
        log.info('stopped');
        program.exit(0);
      },
      (error: unknown) => {
        clearTimeout(deadline);
        log.fault('stopping failed', error);
        program.exit(1);
      },
    );
  };
  program.on('SIGINT', () => begin('SIGINT'));
  program.on('SIGTERM', () => begin('SIGTERM'));
  // Somebody listens to 'disconnect' only where there was a channel; a program started by hand has none.
  program.on('disconnect', () => begin('disconnect'));
}

/** Tells the starting process that this program answers. Without such a process it does nothing. */
export function announceReady(): void {
  process.send?.({ ready: true });
}
