/** The generations of social security cards that this house knows. */
export type CardGeneration = 'shanghai-legacy' | 'national-1' | 'national-2' | 'national-3';

/** What the records of a social security card hold. The glossary of the trade's terms is beside each in the layouts. */
export type FieldName =
  | 'cardIdentifier'
  | 'cardClass'
  | 'specVersion'
  | 'initialisingBody'
  | 'issueDate'
  | 'validUntil'
  | 'cardNumber'
  | 'citizenNumber'
  | 'name'
  | 'nameExtension'
  | 'gender'
  | 'nation'
  | 'birthPlace'
  | 'birthDate';

/** `bytes` are shown as hex; `digits` and `date` are packed BCD; `name` is GB18030. */
export type FieldEncoding = 'bytes' | 'ascii' | 'digits' | 'date' | 'name';

/**
 * What a reading makes of the record:
 * `identity`: read first, tells the generation; `required`: without it there is no reading; `whole`: may be absent, but a
 * broken one spoils the reading, since half of it would name another card or person; `optional`: a broken one is a
 * warning; `unused`: on the card, not read.
 */
export type RecordNeed = 'identity' | 'required' | 'whole' | 'optional' | 'unused';

export interface RecordLayout {
  readonly field: FieldName;
  readonly tag: number;
  /** Place in the file, counted from 1. */
  readonly number: number;
  /** Bytes of the value, without tag and length. */
  readonly length: number;
  readonly encoding: FieldEncoding;
  readonly need: RecordNeed;
}

export interface FileLayout {
  readonly id: number;
  /** Short file identifier. */
  readonly sfi: number;
  /** Which way of READ RECORD finds the same field on every card of the generation. */
  readonly addressing: 'by-number' | 'by-tag';
  /** `per-card`: some issuers leave it open, others ask for external authentication; a refusal is a normal answer. */
  readonly access: 'free' | 'per-card';
  readonly records: readonly RecordLayout[];
}

export interface CardLayout {
  readonly generation: CardGeneration;
  /**
   * Name of the application that holds the files; null when they lie directly below the master file. An application that
   * *is* the master file does not answer to its name either.
   */
  readonly application: Uint8Array | null;
  /** First character of the specification version; null when the card has no such record. */
  readonly versionDigit: '1' | '2' | '3' | null;
  readonly basics: FileLayout;
  readonly holder: FileLayout | null;
}
