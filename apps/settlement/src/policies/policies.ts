import { Inject, Injectable } from '@nestjs/common';
import {
  accountScheme,
  careFilingMonths,
  insuranceYear,
  loadPolicy,
  type CareFilingLimit,
  type Grade,
  type Policy,
  type Scheme,
} from '@medisettle/benefits';
import { refuse } from '@medisettle/national';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Injection token of this centre's policy, loaded and checked before anything else starts. */
export const POLICY = Symbol('Policy');

/** Which scheme an insurance type (`insutype`) belongs to. */
const SCHEME_OF: Readonly<Record<string, Scheme>> = { '310': 'employee', '390': 'resident' };

/** Policy files by the province of the centre's division. */
const POLICY_FILES: Readonly<Record<string, readonly string[]>> = {
  '31': ['shanghai.yaml', 'bed-fees-shanghai.yaml'],
  '34': ['anhui.yaml'],
};

/**
 * Reads the policy of a centre's province.
 * @throws Error with every problem, file and line, when the policy cannot be used
 */
export function readPolicy(directory: string, division: string, acceptGrades: readonly string[]): Policy {
  const names = POLICY_FILES[division.slice(0, 2)];
  if (!names) throw new Error(`there is no policy for division ${division}`);
  const files = names.map((name) => ({ name, text: readFileSync(join(directory, name), 'utf8') }));
  const loaded = loadPolicy(files, { acceptGrades: acceptGrades as readonly Grade[] });
  if (loaded.ok) return loaded.policy;
  const problems = loaded.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
  throw new Error(`the policy cannot be used:\n${problems.join('\n')}`);
}

/** The policy, asked by insurance type and day. */
@Injectable()
export class Policies {
  constructor(@Inject(POLICY) readonly policy: Policy) {}

  /** Refuses POLICY-MISSING for an insurance type without benefits here. */
  schemeOf(insuranceType: string): Scheme {
    return SCHEME_OF[insuranceType] ?? refuse('POLICY-MISSING', { reason: `insutype ${insuranceType}` });
  }

  /** First and last day of the insurance year of a day. Refuses POLICY-MISSING. */
  insuranceYear(insuranceType: string, day: string): { from: string; to: string } {
    return (
      insuranceYear(this.policy, this.schemeOf(insuranceType), day) ??
      refuse('POLICY-MISSING', { reason: `insurance year of ${day}` })
    );
  }

  /** The scheme whose people have personal accounts. Refuses POLICY-MISSING. */
  accountScheme(day: string): Scheme {
    return accountScheme(this.policy, day) ?? refuse('POLICY-MISSING', { reason: `personal account on ${day}` });
  }

  /** First and last day of the insurance year by which personal accounts go. Refuses POLICY-MISSING. */
  accountYear(day: string): { from: string; to: string } {
    return (
      insuranceYear(this.policy, this.accountScheme(day), day) ??
      refuse('POLICY-MISSING', { reason: `insurance year of ${day}` })
    );
  }

  /** Months of filings of care in another province by the policy of a day. Refuses POLICY-MISSING. */
  careFilingMonths(limit: CareFilingLimit, day: string): number {
    return careFilingMonths(this.policy, limit, day) ?? refuse('POLICY-MISSING', { reason: `${limit} on ${day}` });
  }

  /** Whether any benefits are paid for this insurance type here. */
  covers(insuranceType: string): boolean {
    return Object.hasOwn(SCHEME_OF, insuranceType);
  }
}
