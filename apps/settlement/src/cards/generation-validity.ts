import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** Injection token of the validity of card generations in this province. */
export const CARD_VALIDITY = Symbol('CardValidity');

const day = z.iso.date();

const sourced = { source: z.string().min(1), grade: z.enum(['A', 'B', 'C', 'D']) };

const Extension = z
  .strictObject({
    rule: z.string().min(1),
    /** Leading digits of the insured division. */
    area: z
      .string()
      .regex(/^\d{2,6}$/)
      .optional(),
    /** `psn_type` of the enrolment. */
    personTypes: z.array(z.string().min(1)).min(1).optional(),
    to: day,
    ...sourced,
  })
  .refine(({ area, personTypes }) => area !== undefined || personTypes !== undefined, {
    message: 'an extension names an area or person types',
  });

const GenerationRule = z
  .strictObject({
    rule: z.string().min(1),
    generation: z.enum(['shanghai-legacy', 'national-1', 'national-2', 'national-3']),
    /** Days of the exchange during which both kinds of card were valid; `to` is the last day. */
    from: day,
    to: day,
    inForce: z.boolean(),
    ...sourced,
    extensions: z.array(Extension).default([]),
  })
  .refine(({ from, to, extensions }) => from <= to && extensions.every((extension) => extension.to > to), {
    message: 'a rule begins before it ends, and an extension ends after its rule',
  });

const PolicyFile = z
  .strictObject({
    policy: z.string().min(1),
    division: z.string().regex(/^\d{6}$/),
    sources: z.record(z.string(), z.string()),
    generations: z.array(GenerationRule),
  })
  .superRefine(({ sources, generations }, context) => {
    const sourcesNamed = generations.flatMap((rule) => [rule, ...rule.extensions]);
    for (const { rule, source } of sourcesNamed.filter((row) => !Object.hasOwn(sources, row.source))) {
      context.addIssue({ code: 'custom', path: [rule], message: `the source ${source} is not listed` });
    }
    const inForce = generations.filter((rule) => rule.inForce).map(({ generation }) => generation);
    if (new Set(inForce).size < inForce.length) {
      context.addIssue({ code: 'custom', path: ['generations'], message: 'a generation has one rule in force' });
    }
  });

export type GenerationRule = z.output<typeof GenerationRule>;

/** Generation → its rule in force; generations without one have no end. */
export type CardValidity = ReadonlyMap<string, GenerationRule>;

/** Policy files by the province of the centre's division; elsewhere no generation has an end. */
const POLICY_FILE: Readonly<Record<string, string>> = { '31': 'cards-shanghai.yaml' };

/**
 * Reads which generations of cards have an end in a centre's province.
 * @throws Error naming the file and each problem when it cannot be used, or when a rule in force has a grade that is
 *   not accepted
 */
export function readCardValidity(directory: string, division: string, acceptGrades: readonly string[]): CardValidity {
  const name = POLICY_FILE[division.slice(0, 2)];
  return name === undefined ? new Map() : cardValidity(name, readFileSync(join(directory, name), 'utf8'), acceptGrades);
}

/** As {@link readCardValidity}, from the text of a policy file. */
export function cardValidity(name: string, text: string, acceptGrades: readonly string[]): CardValidity {
  const read = PolicyFile.safeParse(parse(text));
  if (!read.success) throw new Error(`${name} cannot be used:\n${z.prettifyError(read.error)}`);
  const inForce = read.data.generations.filter((rule) => rule.inForce);
  const weak = inForce
    .flatMap((rule) => [rule, ...rule.extensions])
    .filter(({ grade }) => !acceptGrades.includes(grade));
  if (weak.length > 0) {
    throw new Error(
      `${name} has rules in force of a grade that is not accepted: ${weak.map(({ rule }) => rule).join(', ')}`,
    );
  }
  return new Map(inForce.map((rule) => [rule.generation, rule]));
}

/** As much of an enrolment as an extension looks at. */
interface Insurance {
  readonly division: string;
  readonly personType: string;
}

/**
 * The last day of a generation for a holder, when that day has passed; the latest extension that fits one of his
 * enrolments counts. Null while his cards of that generation are good.
 */
export function endOfGeneration(rule: GenerationRule, insurances: readonly Insurance[], today: string): string | null {
  const fits = ({ area, personTypes }: GenerationRule['extensions'][number]): boolean =>
    insurances.some(
      ({ division, personType }) =>
        (area === undefined || division.startsWith(area)) && (personTypes?.includes(personType) ?? true),
    );
  const [last = rule.to] = [rule.to, ...rule.extensions.filter(fits).map(({ to }) => to)].toSorted().toReversed();
  return today > last ? last : null;
}
