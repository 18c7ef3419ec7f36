import { Injectable } from '@nestjs/common';
import { refuse, wireDate, wireTime } from '@medisettle/national';
import { DateTime } from 'luxon';
import { Insured } from '../insured/insured.js';
import { type Handler } from '../messages/occasion.js';
import { BillState } from '../visits/bill-state.js';
import { Visits } from '../visits/visits.js';
import { SettlementBook } from './settlement-book.js';
import { setldetail, setlinfo } from './setlinfo.js';

/** `pay_loc`: settled at the institution, by this province or by another. */
const [AT_INSTITUTION, ACROSS_PROVINCES] = ['2', '4'] as const;

/** 5201 and 5203. An institution sees what happened at it, not elsewhere. */
@Injectable()
export class SettlementQueries {
  constructor(
    private readonly insured: Insured,
    private readonly visits: Visits,
    private readonly bills: BillState,
    private readonly book: SettlementBook,
  ) {}

  readonly visitsOf: Handler<'5201'> = async ({ db, institution, at }, { data }) => {
    const person = (await this.insured.find(db, data.psn_no)) ?? refuse('PERSON-UNKNOWN');
    const enrolments = await this.insured.enrolments(db, person.personId, wireDate(at));
    const visits = await this.visits.search(db, {
      personId: person.personId,
      institutionCode: institution.institutionCode,
      from: data.begntime.toJSDate(),
      to: data.endtime.toJSDate(),
      visitId: data.mdtrt_id,
      medicalCategory: data.med_type,
    });
    const settled = await this.bills.settledVisits(
      db,
      person.personId,
      visits.map((visit) => visit.visitId),
    );
    return {
      output: {
        mdtrtinfo: visits.map((visit) => ({
          mdtrt_id: visit.visitId,
          psn_no: person.personId,
          psn_name: person.name,
          psn_cert_type: person.certificateType,
          certno: person.certificateNumber,
          gend: person.gender,
          brdy: person.birthDate,
          insutype: visit.insuranceType,
          psn_type: enrolments.find((one) => one.insuranceType === visit.insuranceType)?.personType ?? '',
          fixmedins_code: institution.institutionCode,
          fixmedins_name: institution.name,
          ipt_otp_no: visit.institutionVisitNo,
          med_type: visit.medicalCategory ?? '',
          begntime: wireTime(DateTime.fromJSDate(visit.beganAt)),
          endtime: visit.endedAt && wireTime(DateTime.fromJSDate(visit.endedAt)),
          dise_codg: visit.diseaseCode ?? '',
          dise_name: visit.diseaseName ?? '',
          vali_flag: visit.cancelledAt ? '0' : '1',
          setl_id: settled.get(visit.visitId) ?? null,
        })),
      },
    };
  };

  readonly settlement: Handler<'5203'> = async ({ db, institution, insuredAt }, { data }) => {
    const person = (await this.insured.find(db, data.psn_no)) ?? refuse('PERSON-UNKNOWN');
    const record = await this.book.find(db, person.personId, data.setl_id);
    if (!record || record.visitId !== data.mdtrt_id || record.institutionCode !== institution.institutionCode) {
      refuse('SETTLEMENT-UNKNOWN');
    }
    const latest = await this.book.latestOf(db, person.personId, record.settlementId);
    const answer = setlinfo(record, person, institution);
    const settledAt = DateTime.fromJSDate(record.settledAt);
    const visit = await this.visits.find(db, person.personId, record.visitId, institution.institutionCode);
    return {
      output: {
        setlinfo: {
          ...answer,
          psn_pay: answer.psn_part_amt,
          cash_payamt: answer.psn_cash_pay,
          begndate: wireDate(DateTime.fromJSDate(visit.beganAt)),
          enddate: record.ofStay?.careUntil ?? wireDate(settledAt),
          pay_loc: insuredAt === null ? AT_INSTITUTION : ACROSS_PROVINCES,
          fixmedins_code: institution.institutionCode,
          fixmedins_name: institution.name,
          hosp_lv: institution.hospitalGrade,
          refd_setl_flag: record.kind === 'cancellation' || latest?.kind === 'cancellation' ? '1' : '0',
          year: record.insuranceYearFrom.slice(0, 4),
          invono: record.invoiceNo ?? '',
          opter_id: record.operator ?? '',
          opt_time: wireTime(settledAt),
        },
        setldetail: setldetail(record),
      },
    };
  };
}
