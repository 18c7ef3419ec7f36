import { sameProvince } from '@medisettle/national';

/** Generation of Shanghai's own old cards. They name no issuer: only Shanghai's registry knows them. */
export const OLD_CARD = 'shanghai-legacy';
const ITS_DIVISION = '310000';

/** Whether a card of this generation lies on a counter of another province, where it settles nothing. */
export const isOldCardElsewhere = (generation: string | undefined, here: string): boolean =>
  generation === OLD_CARD && !sameProvince(here, ITS_DIVISION);
