/** @typedef {import('./chance.mjs').Chance} Chance */

/**
 * Somebody who takes part in the exchange of cards.
 * @typedef {object} Holder
 * @property {string} personNumber
 * @property {string} citizenNumber of a division that is not in use
 * @property {string} birthDate `yyyy-MM-dd`
 * @property {'1' | '2'} gender
 * @property {'minor' | 'working' | 'older'} ageGroup
 */

/** Shares of the age groups, and the birth years that they come from. */
const AGE_GROUPS = /** @type {const} */ ([
  { ageGroup: 'minor', share: 0.12, from: 2010, to: 2022 },
  { ageGroup: 'working', share: 0.6, from: 1967, to: 2005 },
  { ageGroup: 'older', share: 0.28, from: 1935, to: 1966 },
]);

const DIVISION = '310199';
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** @param {string} digits the first 17 */
function withCheckDigit(digits) {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return `${digits}${CHECK_DIGITS[sum % 11]}`;
}

/** @param {number} number @param {number} width */
const padded = (number, width) => String(number).padStart(width, '0');

/**
 * Invented persons, the same ones for the same chance.
 * @param {number} count
 * @param {Chance} chance
 * @returns {Holder[]}
 */
export function inventHolders(count, chance) {
  /** @type {Map<string, number>} */
  const bornOn = new Map();
  return Array.from({ length: count }, (_, index) => {
    const drawn = chance.next();
    const group = drawn < 0.12 ? AGE_GROUPS[0] : drawn < 0.72 ? AGE_GROUPS[1] : AGE_GROUPS[2];
    for (;;) {
      const [year, month, day] = [chance.between(group.from, group.to), chance.between(1, 12), chance.between(1, 28)];
      const birthDate = `${year}-${padded(month, 2)}-${padded(day, 2)}`;
      const sequence = bornOn.get(birthDate) ?? 1;
      // A day has 999 numbers; a full one is drawn again.
      if (sequence > 999) continue;
      bornOn.set(birthDate, sequence + 1);
      return {
        personNumber: `3199${padded(index, 12)}`,
        citizenNumber: withCheckDigit(`${DIVISION}${birthDate.replaceAll('-', '')}${padded(sequence, 3)}`),
        birthDate,
        gender: sequence % 2 === 1 ? '1' : '2',
        ageGroup: group.ageGroup,
      };
    }
  });
}
