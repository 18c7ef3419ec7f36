import { Injectable } from '@nestjs/common';
import { ZERO_FEN } from '@medisettle/money';
import { stringifyWire, wireAmount, wireDate, type CredentialFields, type OutputOf } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { totalBalance, type Balances } from '../accounts/ledger.js';
import { YearAccumulators } from '../accounts/year-accumulators.js';
import { type Db } from '../database/transactions.js';
import { type Handler } from '../messages/occasion.js';
import { Policies } from '../policies/policies.js';
import { YearChanges } from '../year-change/year-changes.js';
import { ageOn } from './age.js';
import { Credentials } from './credentials.js';
import { Insured, mustBeActive, mustBeAlive, type Enrolment } from './insured.js';

/** `psn_insu_stas` of the national dictionary. */
const STATUS_CODE: Record<Enrolment['status'], string> = { active: '1', suspended: '2', arrears: '2', ended: '4' };

type Insuinfo = OutputOf<'1101'>['insuinfo'][number];

/** 1101: who the patient is, how insured, and what is on the accounts. */
@Injectable()
export class PersonTransactions {
  constructor(
    private readonly credentials: Credentials,
    private readonly insured: Insured,
    private readonly years: YearChanges,
    private readonly accumulators: YearAccumulators,
    private readonly policies: Policies,
  ) {}

  readonly identify: Handler<'1101'> = async ({ db, at, institution }, { data }) => ({
    output: await this.identified(db, at, data, institution.institutionCode),
  });

  /** Whose a credential is, shown at an institution of this province or another. Refuses as 1101. */
  async identified(db: Db, at: DateTime, shown: CredentialFields, institutionCode: string): Promise<OutputOf<'1101'>> {
    const person = await this.credentials.identify(db, shown, institutionCode);
    const day = wireDate(at);
    mustBeAlive(person, day);
    const enrolments = await this.insured.enrolments(db, person.personId, day);
    const [first] = enrolments;
    // One enrolment that holds is enough to be identified; where none does, the first one's reason is the answer.
    if (first && enrolments.every(({ status }) => status !== 'active')) mustBeActive(first, day);
    const { balances } = await this.years.standing(db, person.personId, day);
    const insuinfo = await Promise.all(
      enrolments.map((enrolment) => this.enrolment(db, person.personId, enrolment, balances, day)),
    );
    const [main] = insuinfo;
    return {
      baseinfo: {
        psn_no: person.personId,
        psn_cert_type: person.certificateType,
        certno: person.certificateNumber,
        psn_name: person.name,
        gend: person.gender,
        naty: person.nation,
        brdy: person.birthDate,
        age: ageOn(person.birthDate, day),
        exp_content: main?.exp_content ?? '',
      },
      insuinfo,
      idetinfo: [],
    };
  }

  private async enrolment(
    db: Db,
    personId: string,
    enrolment: Enrolment,
    balances: Balances,
    day: string,
  ): Promise<Insuinfo> {
    const { insuranceType } = enrolment;
    const year = this.policies.covers(insuranceType) ? this.policies.insuranceYear(insuranceType, day) : null;
    const used = year && (await this.accumulators.of(db, { personId, insuranceType, insuranceYearFrom: year.from }));
    return {
      balc: totalBalance(balances),
      insutype: insuranceType,
      psn_type: enrolment.personType,
      psn_insu_stas: STATUS_CODE[enrolment.status],
      psn_insu_date: enrolment.enrolledOn,
      paus_insu_date: enrolment.suspendedOn,
      cvlserv_flag: '0',
      insuplc_admdvs: enrolment.division,
      emp_name: '',
      exp_content: stringifyWire({
        crtYearBalc: wireAmount(balances.currentYear),
        calYearBalc: wireAmount(balances.accumulated),
        outpatientSegmentUsed: wireAmount(used?.outpatientSegmentUsed ?? ZERO_FEN),
        inpatientDeductibleUsed: wireAmount(used?.inpatientDeductibleUsed ?? ZERO_FEN),
        ceilingExpensesUsed: wireAmount(used?.ceilingExpensesUsed ?? ZERO_FEN),
      }),
    };
  }
}
