import { clearingClass } from './medical-category.js';

/** What the national platform clears a settlement by, beside its insurance type. */
export interface Clearing {
  /** `clr_type` */
  readonly clearingClass: string;
  /** `clr_optins` */
  readonly clearingAgency: string;
}

/**
 * How a settlement is cleared. It is the agency of the place of care that clears with an institution, also where another
 * province pays: a visitor's settlement has the same agency and class as anybody's (national interface §5.3). What 2207
 * and 5203 answer, what 3201 groups by and what 3202 selects by all come from here.
 */
export const clearingOf = (institution: { readonly division: string }, medicalCategory: string): Clearing => ({
  clearingClass: clearingClass(medicalCategory),
  clearingAgency: institution.division,
});
