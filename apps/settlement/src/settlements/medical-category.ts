import { type Setting } from '@medisettle/benefits';
import { refuse } from '@medisettle/national';

/** `med_type` of the outpatient transactions, and the setting whose rules apply. */
const OUTPATIENT_SETTINGS: Readonly<Record<string, Setting>> = {
  '11': 'outpatient',
  // Registration fee alone.
  '12': 'outpatient',
  '13': 'emergency',
  '1301': 'emergency',
};

/** `med_type` of a pharmacy purchase. */
const PHARMACY_PURCHASE = '41';

/** Refuses MED-TYPE-UNSUPPORTED. */
export function outpatientSetting(medicalCategory: string): Setting {
  return OUTPATIENT_SETTINGS[medicalCategory] ?? refuse('MED-TYPE-UNSUPPORTED', { medType: medicalCategory });
}

/** Refuses MED-TYPE-UNSUPPORTED. */
export function pharmacySetting(medicalCategory: string): Setting {
  return medicalCategory === PHARMACY_PURCHASE
    ? 'pharmacy'
    : refuse('MED-TYPE-UNSUPPORTED', { medType: medicalCategory });
}

/** `clr_type` of the national dictionary: emergency rescue is cleared with emergency. */
export function clearingClass(medicalCategory: string): string {
  return medicalCategory === '1301' ? '13' : medicalCategory;
}
