import type { Said } from './his.js';
import { type Message, messageOf, readExactly, type Node, type Sender } from './his.js';

/** Who stands at the counter, by the insurer (1101). Amounts in yuan with two places. */
export interface Patient {
  readonly personNumber: string;
  readonly name: string;
  readonly age: string;
  /** The reader on which the card lies. */
  readonly reader: string;
  readonly insuranceType: string;
  /** Division of the insured place, and the number of the identity document there. */
  readonly insuredAt: string;
  readonly certificate: string;
  readonly balance: string;
  readonly currentYear: string;
  readonly accumulated: string;
  readonly segmentUsed: string;
  readonly deductibleUsed: string;
  readonly ceilingUsed: string;
}

/** A social security card whose number the counter fills in from the reader. */
export const CREDENTIAL = { mdtrt_cert_type: '03', mdtrt_cert_no: '' } as const;

export interface PersonOutput {
  readonly baseinfo: Node;
  readonly insuinfo: readonly Node[];
}

/** Asks who holds the card on a reader. */
export const personQuestion = (sender: Sender, reader: string): Message =>
  messageOf(sender, '1101', { data: { ...CREDENTIAL } }, reader);

/** `psn_insu_stas`: insured and entitled. */
const ACTIVE = '1';

/** The patient, insured by the first enrolment that holds. */
export function patientIn(said: Said<PersonOutput>, reader: string): Patient | null {
  if (said.outcome !== 'good') return null;
  const { baseinfo, insuinfo } = said.output;
  const insurance = insuinfo.find(({ psn_insu_stas }) => psn_insu_stas === ACTIVE) ?? insuinfo[0] ?? {};
  const more = readExactly(insurance['exp_content'] ?? '{}') as Node;
  return {
    personNumber: baseinfo['psn_no'] ?? '',
    name: baseinfo['psn_name'] ?? '',
    age: baseinfo['age'] ?? '',
    reader,
    insuranceType: insurance['insutype'] ?? '',
    insuredAt: insurance['insuplc_admdvs'] ?? '',
    certificate: baseinfo['certno'] ?? '',
    balance: insurance['balc'] ?? '0.00',
    currentYear: more['crtYearBalc'] ?? '0.00',
    accumulated: more['calYearBalc'] ?? '0.00',
    segmentUsed: more['outpatientSegmentUsed'] ?? '0.00',
    deductibleUsed: more['inpatientDeductibleUsed'] ?? '0.00',
    ceilingUsed: more['ceilingExpensesUsed'] ?? '0.00',
  };
}
