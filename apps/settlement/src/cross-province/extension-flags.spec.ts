import { describe, expect, it } from '@jest/globals';
import { Refused } from '@medisettle/national';
import { checkFlags, isEmergency } from './extension-flags.js';

const refusalOf = (medicalCategory: string, extension: Record<string, string>): string => {
  try {
    checkFlags(medicalCategory, extension);
    return '';
  } catch (error) {
    return error instanceof Refused ? `${error.refusal.code} ${error.refusal.field ?? ''}` : String(error);
  }
};

describe('what a message says of somebody from another province', () => {
  it.each<[string, string, Record<string, string>]>([
    ['nothing', '2101', {}],
    ['an injury without a third party', '2101', { TRUM_FLAG: '1', REL_TTP_FLAG: '0' }],
    ['an accident as an injury', '22', { TRUM_FLAG: '1', REL_TTP_FLAG: '1', IPT_TYPE: '1' }],
    ['a group of a public-health event', '11', { MDTRT_GRP_TYPE: '4' }],
    ['an emergency and a referral', '13', { OTP_ER_REFL_FLAG: '3' }],
    ['an emergency by its category alone', '13', {}],
  ])('may be %s', (_, medicalCategory, extension) => {
    expect(refusalOf(medicalCategory, extension)).toBe('');
  });

  it.each<[string, string, Record<string, string>, string]>([
    [
      'an injury without a word on a third party',
      '2101',
      { TRUM_FLAG: '1' },
      'MSG-FIELD-MISSING exp_content.REL_TTP_FLAG',
    ],
    ['an accident in hospital without an injury', '22', {}, 'MSG-FIELD-INVALID exp_content.TRUM_FLAG'],
    ['an accident in a visit without an injury', '9903', { TRUM_FLAG: '0' }, 'MSG-FIELD-INVALID exp_content.TRUM_FLAG'],
    ['a stay of no kind that there is', '2101', { IPT_TYPE: '4' }, 'MSG-FIELD-INVALID exp_content.IPT_TYPE'],
    ['an emergency that is no emergency stay', '13', { IPT_TYPE: '1' }, 'MSG-FIELD-INVALID exp_content.IPT_TYPE'],
    [
      'an emergency that is a mere visit',
      '13',
      { OTP_ER_REFL_FLAG: '2' },
      'MSG-FIELD-INVALID exp_content.OTP_ER_REFL_FLAG',
    ],
    ['a group that there is not', '11', { MDTRT_GRP_TYPE: '5' }, 'MSG-FIELD-INVALID exp_content.MDTRT_GRP_TYPE'],
    [
      'a third party that is neither yes nor no',
      '11',
      { REL_TTP_FLAG: '2' },
      'MSG-FIELD-INVALID exp_content.REL_TTP_FLAG',
    ],
  ])('is not %s', (_, medicalCategory, extension, refused) => {
    expect(refusalOf(medicalCategory, extension)).toBe(refused);
  });

  it('makes care an emergency by category, by the kind of the stay or of the visit', () => {
    expect([isEmergency('13', {}), isEmergency('1301', {}), isEmergency('2101', { IPT_TYPE: '2' })]).not.toContain(
      false,
    );
    expect(isEmergency('11', { OTP_ER_REFL_FLAG: '1' })).toBe(true);
    expect([isEmergency('11', {}), isEmergency('2101', { IPT_TYPE: '1' })]).not.toContain(true);
  });
});
