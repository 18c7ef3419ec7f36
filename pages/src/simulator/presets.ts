import type { Scheme } from '@medisettle/benefits';

/** Dates of a person as the form holds them; empty where there is none. */
export interface PersonDraft {
  readonly birthDate: string;
  readonly workStartDate: string;
  readonly retirementDate: string;
}

const EMPLOYEE = ['ACT44', 'ACT45', 'ACT_MID1', 'RET69', 'RET70', 'RET_MID1', 'RET_OLD'] as const;
const RESIDENT = ['RES18', 'RES59', 'RES69', 'RES70'] as const;

export type PresetName = (typeof EMPLOYEE)[number] | (typeof RESIDENT)[number];

/** The presets of a scheme, in the order in which they are offered. */
export const presetsOf = (scheme: Scheme): readonly PresetName[] => (scheme === 'employee' ? EMPLOYEE : RESIDENT);

/** Age on the bill's day of those who are grouped by age; away from the limits, so that some years change nothing. */
const AGES = { ACT44: 30, ACT45: 50, RET69: 62, RET70: 75, RES18: 8, RES59: 40, RES69: 64, RES70: 76 } as const;

/** Groups that are defined by days long ago, whatever the bill's day. */
const FIXED = {
  ACT_MID1: { birthDate: '1955-06-15', workStartDate: '1975-09-01', retirementDate: '' },
  RET_MID1: { birthDate: '1952-06-15', workStartDate: '1970-09-01', retirementDate: '2012-07-01' },
  RET_OLD: { birthDate: '1938-06-15', workStartDate: '1958-09-01', retirementDate: '1998-07-01' },
} as const satisfies Partial<Record<PresetName, PersonDraft>>;

const RETIREMENT_AGE = 60;
const WORK_AGE = 22;

/**
 * Dates of an invented person who belongs to a group on a day.
 * @param day the bill's day, `yyyy-MM-dd`
 */
export function personOf(preset: PresetName, day: string): PersonDraft {
  if (preset in FIXED) return FIXED[preset as keyof typeof FIXED];
  const born = Number(day.slice(0, 4)) - AGES[preset as keyof typeof AGES] - 1;
  const birthDate = `${born}-06-15`;
  if (preset.startsWith('RES')) return { birthDate, workStartDate: '', retirementDate: '' };
  // Whoever would have been at work before 2001 and born before 1956 is of a group of its own: no first day is given then.
  const workStartDate = born <= 1955 ? '' : `${born + WORK_AGE}-07-01`;
  const retirementDate = preset.startsWith('RET') ? `${born + RETIREMENT_AGE}-07-01` : '';
  return { birthDate, workStartDate, retirementDate };
}
