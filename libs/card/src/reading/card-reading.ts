import { type AuthenticationTrouble } from '../authentication/authenticate.js';
import { type CardFaultKind } from '../channel.js';
import { type CardGeneration, type FieldName } from '../layouts/layout.js';

/** Who the card says it belongs to. A text is '' and the date null where the card has nothing readable. */
export interface CardHolder {
  /** 社会保障号码: the citizen number; foreign holders have other numbers here. */
  readonly citizenNumber: string;
  readonly name: string;
  /** GB/T 2261: 1 male, 2 female, 0 unknown, 9 not stated. */
  readonly gender: string;
  /** GB 3304 as two digits, 01 for Han. */
  readonly nation: string;
  /** GB/T 2260, six digits. */
  readonly birthPlace: string;
  /** yyyy-MM-dd. */
  readonly birthDate: string | null;
}

/**
 * Something about the card that deserves a look and never a refusal: a check digit that does not fit, a value that cannot
 * be read, a value that should be there, a shape nobody has seen, or two values that contradict each other.
 */
export interface CardWarning {
  readonly code: 'check-digit' | 'unreadable' | 'missing' | 'unusual-shape' | 'contradiction';
  readonly subject: FieldName | 'atr';
}

/** Why nothing can be made of a card that is a social security card. */
export type DamageReason =
  | 'application-blocked'
  | 'file-missing'
  | 'file-refused'
  | 'record-missing'
  | 'record-truncated'
  | 'record-malformed'
  | 'record-refused'
  | 'value-malformed'
  | 'version-unknown';

/** Where the damage is: `tag` of the record in hex, null when it is the file or the application. */
export interface Damage {
  readonly reason: DamageReason;
  readonly tag: string | null;
}

/** Algorithms that the application declares for its keys; `des` also when it declares none, as old cards do. */
export type KeyAlgorithm = 'des' | 'sm4' | 'other';

/**
 * How it went with the holder's file. `needs-authentication`: a key service must open it, and there is none; the troubles:
 * a key service was asked and the file is closed all the same.
 */
export type HolderAccess = 'read' | 'not-on-card' | 'needs-authentication' | AuthenticationTrouble;

export interface ReadCard {
  readonly outcome: 'read';
  readonly generation: CardGeneration;
  /** As on the card, without fill; '' for Shanghai's old card. */
  readonly specVersion: string;
  /** 卡号, nine characters. */
  readonly cardNumber: string;
  /** 卡识别码, 32 upper-case hex digits, or '' when the card has none. */
  readonly cardIdentifier: string;
  /** yyyy-MM-dd, null when not on the card. */
  readonly issueDate: string | null;
  readonly validUntil: string | null;
  readonly holder: CardHolder | null;
  readonly holderAccess: HolderAccess;
  /** What a key service has to speak with this card; null when the card does not say. */
  readonly keyAlgorithm: KeyAlgorithm | null;
  /** The 11 items of the national reader function, each followed by a bar. */
  readonly basicString: string;
  readonly warnings: readonly CardWarning[];
}

/** What came of reading a card. */
export type CardReading =
  | ReadCard
  | { readonly outcome: 'not-social-security' }
  | {
      readonly outcome: 'damaged';
      /** null when the card did not get as far as its version. */
      readonly generation: CardGeneration | null;
      readonly reason: DamageReason;
      readonly tag: string | null;
    }
  | { readonly outcome: 'interrupted'; readonly fault: CardFaultKind };
