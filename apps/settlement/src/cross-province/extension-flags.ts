import { refuse, textOf, type WireObject } from '@medisettle/national';

/** `med_type` of emergency, the same with rescue, and of care after an accident. */
const OUTPATIENT_EMERGENCY = '13';
const EMERGENCY = new Set([OUTPATIENT_EMERGENCY, '1301']);
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
 * What a message says of somebody from another province in `exp_content` (2023; national interface §5.3): care after an
 * accident says so (TRUM_FLAG 1), an injury says whether a third party is liable (REL_TTP_FLAG), and the kind of a stay
 * (IPT_TYPE) or visit (OTP_ER_REFL_FLAG) does not contradict an emergency (`med_type` 13). A kind that is left out is no
 * reason to turn an emergency away, since `med_type` says as much. Refuses MSG-FIELD-MISSING, MSG-FIELD-INVALID.
 */
export function checkFlags(medicalCategory: string, extension: WireObject): void {
  const said = (flag: string): string => textOf(extension[flag]) ?? '?';
  oneOf('MDTRT_GRP_TYPE', said('MDTRT_GRP_TYPE'), ['1', '2', '3', '4']);
  oneOf('TRUM_FLAG', said('TRUM_FLAG'), ['0', '1']);
  oneOf('REL_TTP_FLAG', said('REL_TTP_FLAG'), ['0', '1']);
  oneOf('IPT_TYPE', said('IPT_TYPE'), ['1', '2', '3']);
  if (ACCIDENT.has(medicalCategory) && said('TRUM_FLAG') !== '1') invalid('TRUM_FLAG', '1');
  if (said('TRUM_FLAG') === '1' && said('REL_TTP_FLAG') === '')
    refuse('MSG-FIELD-MISSING', { field: 'exp_content.REL_TTP_FLAG' });
  if (medicalCategory !== OUTPATIENT_EMERGENCY) return;
  oneOf('IPT_TYPE', said('IPT_TYPE'), ['2']);
  oneOf('OTP_ER_REFL_FLAG', said('OTP_ER_REFL_FLAG'), ['1', '3']);
}

function oneOf(flag: string, said: string, allowed: readonly string[]): void {
  if (said !== '' && !allowed.includes(said)) invalid(flag, allowed.join(', '));
}

function invalid(flag: string, expected: string): never {
  return refuse('MSG-FIELD-INVALID', { field: `exp_content.${flag}`, expectedZh: expected, expectedEn: expected });
}
