import type { z } from 'zod';

/** `read` is answered anew each time; `change` needs a msgid and is done once. */
export type Effect = 'read' | 'change';

/** Which kind of institution may send it (national interface §2). */
export type Sender = 'any' | 'hospital' | 'pharmacy';

/** One row of the table of transactions. */
export interface Transaction<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly zh: string;
  readonly en: string;
  /** Own paths below `/fsi/api/`, the preferred one first; empty when there is only the dispatcher. */
  readonly paths: readonly string[];
  readonly effect: Effect;
  readonly sender: Sender;
  readonly input: Input;
  readonly output: Output;
}

/** Keeps the exact schema types of a row. */
export const transaction = <Input extends z.ZodType, Output extends z.ZodType>(
  row: Transaction<Input, Output>,
): Transaction<Input, Output> => row;
