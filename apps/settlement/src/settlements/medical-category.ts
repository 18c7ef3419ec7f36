import { type Setting } from '@medisettle/benefits';
import { refuse } from '@medisettle/national';
import { filedSetting } from '../filings/filed-care.js';

/** `med_type` of the outpatient transactions, and the setting whose rules apply. */
const OUTPATIENT_SETTINGS: Readonly<Record<string, Setting>> = {
  '11': 'outpatient',
  // Registration fee alone.
  '12': 'outpatient',
  '13': 'emergency',
  '1301': 'emergency',
};

/** `med_type` of a pharmacy purchase. */
export const PHARMACY_PURCHASE = '41';

/** The settings of chronic illness and home sickbed need a filing, which is looked for elsewhere. Refuses MED-TYPE-UNSUPPORTED. */
export function outpatientSetting(medicalCategory: string): Setting {
  const setting = OUTPATIENT_SETTINGS[medicalCategory] ?? filedSetting(medicalCategory);
  return setting ?? refuse('MED-TYPE-UNSUPPORTED', { medType: medicalCategory });
}

/** Refuses MED-TYPE-UNSUPPORTED. */
export function pharmacySetting(medicalCategory: string): Setting {
  return medicalCategory === PHARMACY_PURCHASE
    ? 'pharmacy'
    : refuse('MED-TYPE-UNSUPPORTED', { medType: medicalCategory });
}

/** `med_type` of stays: in general, for one illness, rehabilitation, …; after an accident; and a day's surgery. */
const STAY = /^(21\d{0,4}|22|28)$/;
/** Births, which another insurance pays. */
const BIRTH = /^210[67]$/;
/** `med_type` 28. */
export const DAY_SURGERY = '28';

export const isStay = (medicalCategory: string): boolean => STAY.test(medicalCategory) && !BIRTH.test(medicalCategory);

/** Refuses MED-TYPE-UNSUPPORTED for what is no stay in hospital that medical insurance pays. */
export function staySetting(medicalCategory: string): Setting {
  return isStay(medicalCategory) ? 'inpatient' : refuse('MED-TYPE-UNSUPPORTED', { medType: medicalCategory });
}

/** `clr_type` of the national dictionary, which has fewer words: emergency rescue is emergency, a home sickbed "other". */
export function clearingClass(medicalCategory: string): string {
  if (isStay(medicalCategory)) return medicalCategory === '22' ? '22' : '21';
  if (medicalCategory === '1301') return '13';
  switch (filedSetting(medicalCategory)) {
    case 'serious-illness':
      return '14';
    case 'home-bed':
      return '99';
    case null:
      return medicalCategory;
  }
}
