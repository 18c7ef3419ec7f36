/**
 * How a refusal lasts. `business`: the message is refused as it stands, and so is every repetition of it. `transient`:
 * nothing was kept, the same message may be sent again. `permanent`: a defect of the message itself; it must be mended.
 */
export type RefusalClass = 'business' | 'transient' | 'permanent';

/**
 * Who must act so that it goes on. `his` is whoever looks after the hospital's or pharmacy's software, `agency` the
 * insurance agency that tells the centre of persons and institutions.
 */
export type Actor = 'patient' | 'cashier' | 'reader' | 'network' | 'centre' | 'issuer' | 'agency' | 'his';

/** One row of the catalogue of refusals. `{word}` in a sentence is filled in where the refusal is made. */
export interface RefusalEntry {
  readonly class: RefusalClass;
  readonly actor: Actor;
  readonly zh: string;
  readonly en: string;
  readonly hotline?: string;
}

/** Keeps the codes as a type and checks the rows. */
export const refusalEntries = <Code extends string>(entries: Record<Code, RefusalEntry>): Record<Code, RefusalEntry> =>
  entries;
