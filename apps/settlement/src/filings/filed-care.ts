import { refuse } from '@medisettle/national';
import { type Filing } from './filings.js';

/** Kinds of filings that settings need (`biz_appy_type`). */
const ILLNESS = '01';
const HOME_BED = '04';

/** `med_type` of chronic and special illness, in all the longer codes that regions make of it; and of the home sickbed. */
const isChronicCategory = (medicalCategory: string): boolean => /^14\d{0,4}$/.test(medicalCategory);
const HOME_BED_CATEGORY = '71';

/** Care as a bill, a visit or a check describes it. */
export interface FiledCare {
  /** `med_type`. */
  readonly medicalCategory: string;
  readonly insuranceType: string;
  readonly institutionCode: string;
  /** `dise_codg` of the visit. */
  readonly illnessCode: string | null;
  /** `yyyy-MM-dd` */
  readonly day: string;
}

/** The setting that applies only with a filing, or null for a category that needs none. */
export function filedSetting(medicalCategory: string): 'serious-illness' | 'home-bed' | null {
  if (isChronicCategory(medicalCategory)) return 'serious-illness';
  return medicalCategory === HOME_BED_CATEGORY ? 'home-bed' : null;
}

const holdsOn = (filing: Filing, day: string): boolean =>
  filing.validFrom <= day && (filing.validTo === null || filing.validTo >= day);

/**
 * The filing by which care is paid; null where none is needed and none fits. Pure: `filings` are all of the person's.
 * Where the category needs one, refuses FILING-ILLNESS-UNNAMED, -MISSING, -ENDED, -NOT-BEGUN, -INSTITUTION.
 */
export function filingFor(filings: readonly Filing[], care: FiledCare): Filing | null {
  const { medicalCategory: medType, illnessCode: illness, institutionCode, day } = care;
  const setting = filedSetting(medType);
  const kind = setting === 'home-bed' ? HOME_BED : ILLNESS;
  const ofIllness = filings.filter(
    (filing) =>
      filing.cancelledAt === null &&
      filing.kind === kind &&
      filing.insuranceType === care.insuranceType &&
      filing.illnessCode === illness,
  );
  const good = ofIllness.filter((filing) => holdsOn(filing, day));
  const here = good.find((filing) => filing.institutionCode === institutionCode);
  if (here || setting === null) return here ?? null;
  if (illness === null) refuse('FILING-ILLNESS-UNNAMED', { medType });
  if (good.length > 0) refuse('FILING-INSTITUTION');
  const ended = ofIllness.findLast(({ validTo }) => validTo !== null && validTo < day);
  const next = ofIllness.find(({ validFrom }) => validFrom > day);
  if (next) refuse('FILING-NOT-BEGUN', { from: next.validFrom });
  if (ended) refuse('FILING-ENDED', { to: ended.validTo ?? '' });
  return refuse('FILING-MISSING', { illness, medType });
}
