const KEPT_UNDER = 'medisettle.card';

/** Hands a card's number to the card page of this tab. An address would keep it in the browser's history. */
export const keepCardNumber = (number: string): void => sessionStorage.setItem(KEPT_UNDER, number);

/** The number that was handed over last; empty without one. */
export const keptCardNumber = (): string => sessionStorage.getItem(KEPT_UNDER) ?? '';
