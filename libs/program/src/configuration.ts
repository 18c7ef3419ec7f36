import { z } from 'zod';
import { LOG_LEVELS } from './log.js';

/** Environment variables as a program gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A TCP port. 0 lets the system choose one, for tests. */
export const portSetting = z.coerce.number().int().min(0).max(65535);

export const logLevelSetting = z.enum(LOG_LEVELS).default('info');

/** A comma-separated list without empty items. */
export const listSetting = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** A configuration that a program cannot start with. `problems` name the variables, never their values. */
export class ConfigurationProblems extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigurationProblems';
  }
}

/**
 * Checks the environment against a schema.
 * @throws ConfigurationProblems naming every variable that is missing or wrong
 */
export function checkConfiguration<Schema extends z.ZodType>(
  schema: Schema,
  environment: Environment,
): z.output<Schema> {
  const checked = schema.safeParse(environment);
  if (checked.success) return checked.data;
  throw new ConfigurationProblems(
    checked.error.issues.map((issue) => {
      const name = issue.path.map(String).join('.');
      return environment[name] === undefined ? `${name} is missing` : `${name}: ${issue.message}`;
    }),
  );
}

/** Reads a program's configuration; with a wrong one the program says what is wrong and ends with exit code 2. */
export function readConfiguration<Schema extends z.ZodType>(
  schema: Schema,
  environment: Environment = process.env,
): z.output<Schema> {
  try {
    return checkConfiguration(schema, environment);
  } catch (error) {
    if (!(error instanceof ConfigurationProblems)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}
