// Which kills there are, and in which order they come.

/** @typedef {'agent' | 'centre' | 'database' | 'hub'} Victim */
/** @typedef {{ victim: Victim, point: string }} Kill */

/** At no point of the program's own. */
export const AT_RANDOM = 'at-random';
/** Killed once more, while it finds out what became of the messages that the kill before left behind. */
export const DURING_RECOVERY = 'during-recovery';

/** @type {Readonly<Record<Victim, readonly string[]>>} */
const POINTS = {
  agent: ['before-intent', 'after-intent', 'after-send', 'before-note', 'before-answer', DURING_RECOVERY, AT_RANDOM],
  centre: ['before-commit', 'after-commit', 'before-answer', 'after-answer', DURING_RECOVERY, AT_RANDOM],
  database: ['before-commit', 'while-committing', DURING_RECOVERY, AT_RANDOM],
  hub: [],
};

/** What comes beside where two provinces are joined by a hub. @type {Readonly<Record<Victim, readonly string[]>>} */
const POINTS_ACROSS = {
  agent: [],
  centre: ['before-asking-elsewhere', 'after-asking-elsewhere', 'before-answering-elsewhere'],
  database: [],
  hub: ['before-passing', 'after-passing', 'before-answer', AT_RANDOM],
};

/** The kill that leaves something behind to find out, before one during recovery. @type {Readonly<Record<Victim, string>>} */
export const BEFORE_RECOVERY = {
  agent: 'after-send',
  centre: 'after-commit',
  database: AT_RANDOM,
  hub: 'after-passing',
};

/** @param {Readonly<Record<Victim, readonly string[]>>} points @returns {Kill[]} */
const killsAt = (points) =>
  Object.entries(points).flatMap(([victim, ofVictim]) =>
    ofVictim.map((point) => ({ victim: /** @type {Victim} */ (victim), point })),
  );

/** @type {readonly Kill[]} */
export const KILLS = killsAt(POINTS);
/** @type {readonly Kill[]} */
export const KILLS_ACROSS = killsAt(POINTS_ACROSS);

/** @param {Kill} kill */
export const nameOf = ({ victim, point }) => `${victim} ${point}`;

/**
 * Every kill once in a random order, then every one again in another, for ever.
 * @param {import('../demo/transition/chance.mjs').Chance} chance
 * @param {readonly Kill[]} [all]
 * @returns {Generator<Kill, never>}
 */
export function* kills(chance, all = KILLS) {
  for (;;) yield* chance.shuffled(all);
}
