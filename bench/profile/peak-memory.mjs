import { readFileSync, writeFileSync } from 'node:fs';

/** The most memory that a process had since it was asked before, in MiB. @param {number} pid */
export function peakMemory(pid) {
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  return Math.round(peak / 1024);
}
