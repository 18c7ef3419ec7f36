/**
 * How well a figure is known. A: official text or interface read; B: independent dated public source; C: common
 * knowledge of the field or invented; D: weak source, only good for knowing what to look up.
 */
export const GRADES = ['A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'C-', 'D'] as const;

export type Grade = (typeof GRADES)[number];

/** Whether a figure stands on an official text; any other has to be looked up before go-live. */
export const isOfficial = (grade: Grade): boolean => grade.startsWith('A');

/**
 * Whether a row of this grade may be used. A and B always may. C and D only when named: a plain letter names its whole
 * family (`C` also lets `C+` and `C-` in), a signed grade only itself.
 */
export function isAccepted(grade: Grade, accepted: readonly Grade[]): boolean {
  const letter = grade.charAt(0);
  return letter === 'A' || letter === 'B' || accepted.some((named) => named === grade || named === letter);
}
