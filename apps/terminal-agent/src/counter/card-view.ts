import { type CardGeneration, type CardReading, type HolderAccess } from '@medisettle/card';
import { type Verdict, type VerdictAnswer } from '@medisettle/national';
import { type HolderNotice, holderNoticeOf } from './holder-notice.js';

/** Who holds the card: as the card says, else as the registry knows. Texts are empty where neither knows. */
export interface HolderView {
  readonly name: string;
  readonly citizenNumber: string;
  /** GB/T 2261: 1 male, 2 female. */
  readonly gender: string;
  /** `yyyy-MM-dd`, null when not known. */
  readonly birthDate: string | null;
  readonly nation: string;
  readonly birthPlace: string;
}

/** A card as the cashier page and HIS see it. What a card does not have is empty. */
export interface CardView {
  /** Null for what is no social security card, or too damaged to tell. */
  readonly generation: CardGeneration | null;
  readonly specVersion: string;
  readonly cardNumber: string;
  readonly cardIdentifier: string;
  readonly basicString: string;
  readonly holder: HolderView | null;
  /** How it went with the holder's file; null where no card was read. */
  readonly holderAccess: HolderAccess | null;
  /** What the cashier should know about where the holder comes from; null when there is nothing to say. */
  readonly notice: HolderNotice | null;
  readonly verdict: Verdict;
}

/** A reading that tells something about the card; one that was interrupted tells nothing. */
export type FinishedReading = Exclude<CardReading, { outcome: 'interrupted' }>;

/** Puts together what the card says and what the centre says. */
export function viewCard(reading: FinishedReading, { verdict, holder }: VerdictAnswer): CardView {
  if (reading.outcome !== 'read') {
    return {
      generation: reading.outcome === 'damaged' ? reading.generation : null,
      specVersion: '',
      cardNumber: '',
      cardIdentifier: '',
      basicString: '',
      holder: null,
      holderAccess: null,
      notice: null,
      verdict,
    };
  }
  const { generation, specVersion, cardNumber, cardIdentifier, basicString, holderAccess } = reading;
  const fromRegistry = holder && {
    name: holder.name,
    citizenNumber: holder.citizenNumber,
    gender: holder.gender,
    birthDate: holder.birthDate,
    nation: '',
    birthPlace: '',
  };
  return {
    generation,
    specVersion,
    cardNumber,
    cardIdentifier,
    basicString,
    holder: reading.holder ?? fromRegistry,
    holderAccess,
    notice: holderNoticeOf(holderAccess),
    verdict,
  };
}
