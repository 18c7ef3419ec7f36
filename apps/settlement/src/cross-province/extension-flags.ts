import { refuse, textOf, type WireObject } from '@medisettle/national';

/** `med_type` of emergency and of rescue, and of care after an accident. */
const EMERGENCY = new Set(['13', '1301']);
const ACCIDENT = new Set(['22', '9903']);

/**
 * Whether care counts as an emergency, and therefore as filed: by its category, or by what the hospital says of a stay
 * (IPT_TYPE 2) or of an outpatient visit (OTP_ER_REFL_FLAG 1, 3).
 */
export function isEmergency(medicalCategory: string, extension: WireObject): boolean {
  const flag = textOf(extension.OTP_ER_REFL_FLAG);
  return EMERGENCY.has(medicalCategory) || textOf(extension.IPT_TYPE) === '2' || flag === '1' || flag === '3';
}

/**
 * What an admission or visit of somebody from another province must say in `exp_content` (2023): care after an accident
 * says so (TRUM_FLAG 1), and an injury says whether a third party is liable (REL_TTP_FLAG). Refuses MSG-FIELD-MISSING,
 * MSG-FIELD-INVALID.
 */
export function checkFlags(medicalCategory: string, extension: WireObject): void {
  const injury = textOf(extension.TRUM_FLAG) ?? '';
  if (ACCIDENT.has(medicalCategory) && injury !== '1') invalid('TRUM_FLAG', '1');
  if (injury === '1' && !textOf(extension.REL_TTP_FLAG))
    refuse('MSG-FIELD-MISSING', { field: 'exp_content.REL_TTP_FLAG' });
  const kind = textOf(extension.IPT_TYPE) ?? '';
  if (kind !== '' && !['1', '2', '3'].includes(kind)) invalid('IPT_TYPE', '1, 2, 3');
}

function invalid(flag: string, expected: string): never {
  return refuse('MSG-FIELD-INVALID', { field: `exp_content.${flag}`, expectedZh: expected, expectedEn: expected });
}
