const CARD_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const CITIZEN_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CITIZEN_CHECKS = '10X98765432';

/** The check character of a card number's eight-character body (GB 11714). @returns null when the body has another shape. */
export function cardNumberCheckCharacter(body: string): string | null {
  if (!/^[0-9A-Z]{8}$/.test(body)) return null;
  const sum = CARD_WEIGHTS.reduce((total, weight, index) => total + weight * parseInt(body.charAt(index), 36), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return 'X';
  return check === 11 ? '0' : String(check);
}

/**
 * Whether a nine-character card number carries the check character of GB 11714. Several regions issue numbers that do
 * not, so this is a hint to look twice, never a reason to turn a card down.
 */
export function cardNumberChecks(cardNumber: string): boolean {
  return cardNumber.length === 9 && cardNumberCheckCharacter(cardNumber.slice(0, 8)) === cardNumber.charAt(8);
}

/** The check character of a citizen number's first 17 digits (GB 11643). @returns null when they have another shape. */
export function citizenNumberCheckCharacter(body: string): string | null {
  if (!/^\d{17}$/.test(body)) return null;
  const sum = CITIZEN_WEIGHTS.reduce((total, weight, index) => total + weight * Number(body.charAt(index)), 0);
  return CITIZEN_CHECKS.charAt(sum % 11);
}

/**
 * Whether an 18-character citizen number carries the check character of GB 11643. Foreign holders and old local cards have
 * other numbers in this place, so this too is a hint only.
 */
export function citizenNumberChecks(citizenNumber: string): boolean {
  return (
    citizenNumber.length === 18 &&
    citizenNumberCheckCharacter(citizenNumber.slice(0, 17)) === citizenNumber.charAt(17).toUpperCase()
  );
}
