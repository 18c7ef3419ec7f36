/** Why a policy cannot be used, and where in which file. Lines count from 1. */
export interface PolicyProblem {
  readonly file: string;
  readonly line: number;
  readonly code: 'syntax' | 'schema' | 'grade' | 'reference' | 'overlap' | 'gap';
  readonly message: string;
}

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Where each row (and each file's head) was read. */
export type Places = ReadonlyMap<object, Place>;

export function problemAt(
  places: Places,
  subject: object,
  code: PolicyProblem['code'],
  message: string,
): PolicyProblem {
  const { file, line } = places.get(subject) ?? { file: '', line: 0 };
  return { file, line, code, message };
}
