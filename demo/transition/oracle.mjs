/**
 * What must hold of a card, said a second time and in another way than the registry does it: no states and no table, only
 * the set of things that have been told about one person's cards. It shares no code with the centre on purpose.
 *
 * @typedef {object} Told something that the registry was told, and has not rejected
 * @property {'issued' | 'delivered' | 'activated' | 'finance-activated' | 'lost' | 'found' | 'voided'} type
 * @property {string} card
 * @property {number} at the event's own time, in milliseconds
 * @property {string | null} [predecessor] of an issued card
 * @typedef {'usable' | 'unknown' | 'not-active' | 'suspended' | 'void'} Answer
 */

/**
 * Whether a card may be used once all of this is known, in whatever order it was told.
 * @param {readonly Told[]} told about the cards of one person
 * @param {string} card
 * @returns {Answer}
 */
export function rightAnswer(told, card) {
  if (!told.some((event) => event.type === 'issued' && event.card === card)) return 'unknown';
  if (told.some((event) => event.type === 'voided' && event.card === card)) return 'void';
  if (isSuperseded(told, card)) return 'void';
  if (isLost(told, card)) return 'suspended';
  return wasActivated(told, card) ? 'usable' : 'not-active';
}

/**
 * The latest word on where a card is counts; a loss and a finding of the same instant leave it lost.
 * @param {readonly Told[]} told
 * @param {string} card
 */
function isLost(told, card) {
  const times = (/** @type {Told['type']} */ type) =>
    told.filter((event) => event.type === type && event.card === card).map((event) => event.at);
  const lost = times('lost');
  return lost.length > 0 && Math.max(...lost) >= Math.max(-Infinity, ...times('found'));
}

/**
 * @param {readonly Told[]} told
 * @param {string} card
 */
const wasActivated = (told, card) => told.some((event) => event.type === 'activated' && event.card === card);

/**
 * Whether any card after this one was ever activated.
 * @param {readonly Told[]} told
 * @param {string} card
 * @returns {boolean}
 */
const isSuperseded = (told, card) =>
  told.some(
    (event) =>
      event.type === 'issued' &&
      event.predecessor === card &&
      (wasActivated(told, event.card) || isSuperseded(told, event.card)),
  );

const MINOR_BELOW = 18;

/**
 * Whether the registry must reject an activation for want of a guardian.
 * @param {string} birthDate `yyyy-MM-dd`
 * @param {number} at
 * @param {boolean} hasGuardian
 */
export function lacksGuardian(birthDate, at, hasGuardian) {
  if (hasGuardian) return false;
  const [year = 0, month = 0, day = 0] = birthDate.split('-').map(Number);
  // The instant at which the eighteenth birthday begins in Shanghai.
  return at < Date.UTC(year + MINOR_BELOW, month - 1, day) - 8 * 3_600_000;
}

/**
 * The answer that a verdict's code stands for.
 * @param {string} code
 * @returns {Answer | null} null for a code that is no verdict on a card
 */
export function answerOf(code) {
  if (code === 'CARD-USABLE') return 'usable';
  if (code === 'CARD-UNKNOWN') return 'unknown';
  if (code === 'CARD-NOT-ACTIVE') return 'not-active';
  if (code === 'CARD-SUSPENDED') return 'suspended';
  return code.startsWith('CARD-VOID') ? 'void' : null;
}
