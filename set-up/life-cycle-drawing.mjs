/**
 * Tables of states as pictures and as tables for documents.
 * @typedef {Readonly<Record<string, Readonly<Record<string, string>>>>} LifeCycle state → happening → next state
 */

/**
 * A state diagram. What leads out of no state is an end.
 * @param {LifeCycle} lifeCycle
 * @param {string} first the state in which everything begins
 * @returns {string[]} lines
 */
export function picture(lifeCycle, first) {
  const arrows = new Map();
  const ends = [];
  for (const [state, row] of Object.entries(lifeCycle)) {
    const leaving = Object.entries(row).filter(([, next]) => next !== state);
    if (leaving.length === 0) ends.push(state);
    for (const [happening, next] of leaving) {
      const key = `${state} --> ${next}`;
      arrows.set(key, [...(arrows.get(key) ?? []), happening]);
    }
  }
  const lines = [...arrows].map(([arrow, happenings]) => `  ${arrow}: ${happenings.join(', ')}`);
  const endings = ends.map((state) => `  ${state} --> [*]`);
  return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${first}`, ...lines, ...endings, '```'];
}

/**
 * Every pair of state and happening; a point means that the state stays.
 * @param {LifeCycle} lifeCycle
 * @returns {string[]} lines
 */
export function table(lifeCycle) {
  const happenings = Object.keys(Object.values(lifeCycle)[0] ?? {});
  const rows = Object.entries(lifeCycle).map(([state, row]) => {
    const cells = happenings.map((happening) => (row[happening] === state ? '·' : (row[happening] ?? '')));
    return `| **${state}** | ${cells.join(' | ')} |`;
  });
  return [`| state | ${happenings.join(' | ')} |`, `|---|${happenings.map(() => '---').join('|')}|`, ...rows];
}
