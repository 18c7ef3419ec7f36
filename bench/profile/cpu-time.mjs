import { readIfThere } from '../../set-up/files.mjs';
import { childrenOf } from '../../set-up/running-processes.mjs';

/** Clock ticks a second of `/proc`; fixed on Linux whatever the kernel's own is. */
const TICKS = 100;

/**
 * What a process and all that it has started have taken of the processors, those that have ended included.
 * @param {number} pid
 * @returns {number} milliseconds; 0 where there is no `/proc`
 */
export function cpuMsOf(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return 0;
  // The name stands in brackets and may hold anything.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
  return (ticks * 1_000) / TICKS + childrenOf(pid).reduce((sum, child) => sum + cpuMsOf(child), 0);
}
