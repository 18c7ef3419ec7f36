import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode, readIfThere } from './files.mjs';

/**
 * The command line of a running process. Process numbers are given out again, so a number alone says nothing about
 * who it is. A process that has ended but was not collected (where process 1 does not collect) counts as gone.
 * @param {number} pid
 * @returns {string | undefined} undefined when there is no such process
 */
export function commandOf(pid) {
  if (process.platform === 'linux') {
    const command = readIfThere(`/proc/${pid}/cmdline`);
    return command === undefined || command === '' ? undefined : command.replaceAll('\0', ' ').trim();
  }
  try {
    const [state = '', ...command] = execFileSync('ps', ['-p', String(pid), '-o', 'state=,command='], {
      encoding: 'utf8',
    })
      .trim()
      .split(/\s+/);
    return state.startsWith('Z') ? undefined : command.join(' ');
  } catch {
    // `ps` ends with 1 when there is no such process.
    return undefined;
  }
}

/**
 * The processes that a process has started and that still run.
 * @param {number} pid
 * @returns {number[]}
 */
export function childrenOf(pid) {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .filter((entry) => Number(/^PPid:\s+(\d+)/m.exec(readIfThere(`/proc/${entry}/status`) ?? '')?.[1]) === pid)
      .map(Number);
  }
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
}

/**
 * Waits until something holds.
 * @param {() => boolean | Promise<boolean>} holds
 * @param {number} deadlineMs
 * @param {number} [pauseMs] between two looks
 * @returns {Promise<boolean>} whether it did in time
 */
export async function waitUntil(holds, deadlineMs, pauseMs = 50) {
  const end = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > end) return false;
    await pause(pauseMs);
  }
  return true;
}

/**
 * Sends a signal to a process that may just have ended.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signalIfThere(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
