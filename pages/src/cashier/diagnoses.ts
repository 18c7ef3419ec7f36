import type { Diagnosis } from './sale.js';

/** Diagnoses that small places bill most (national clinical edition of ICD-10); any other one can be typed. */
export const COMMON_DIAGNOSES: Readonly<Record<string, string>> = {
  'J00.x00': '急性鼻咽炎[感冒]',
  'J06.900': '急性上呼吸道感染',
  'J18.900': '肺炎',
  'I10.x00': '特发性(原发性)高血压',
  'E11.900': '2型糖尿病',
  'K29.500': '慢性胃炎',
};

/**
 * The diagnosis that a typed code stands for. One that is not listed keeps what was typed as its name, and loses a name
 * that came with the code before it.
 */
export function diagnosisOf(code: string, before: Diagnosis): Diagnosis {
  const typed = code.trim().toUpperCase();
  const known = Object.entries(COMMON_DIAGNOSES).find(([listed]) => listed.toUpperCase() === typed);
  if (known) return { code: known[0], name: known[1] };
  return { code, name: COMMON_DIAGNOSES[before.code] === before.name ? '' : before.name };
}
