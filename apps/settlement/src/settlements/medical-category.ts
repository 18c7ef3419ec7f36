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

/** `clr_type` of the national dictionary, which has fewer words: emergency rescue is emergency, a home sickbed "other". */
export function clearingClass(medicalCategory: string): string {
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
