import { refuse, sameProvince } from '@medisettle/national';
import { type Institution } from '../institutions/institutions.js';

/**
 * A message about a stay repeats the insured place in its body; it must be this province, told by the first two digits, or
 * be left empty. Refuses INSURED-ELSEWHERE.
 */
export function mustBeInsuredHere(
  { insuplc_admdvs: insuredAt }: { readonly insuplc_admdvs: string | null },
  { division }: Pick<Institution, 'division'>,
): void {
  if (insuredAt !== null && !sameProvince(insuredAt, division)) refuse('INSURED-ELSEWHERE');
}
