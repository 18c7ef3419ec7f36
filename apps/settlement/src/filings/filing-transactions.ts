import { Injectable } from '@nestjs/common';
import { refuse, wireDate } from '@medisettle/national';
import { newIdentity } from '../database/identity.js';
import { Insured } from '../insured/insured.js';
import { type Handler } from '../messages/occasion.js';
import { Filings, type Filing } from './filings.js';

const END = '…';

/** 2503 and 2504: a hospital files a chronic or special illness for a person, and takes it back. */
@Injectable()
export class FilingTransactions {
  constructor(
    private readonly insured: Insured,
    private readonly filings: Filings,
  ) {}

  /**
   * The hospital that found the illness files it, and is where it is treated. Refuses FILING-INSTITUTION, -DATES,
   * -ILLNESS-UNKNOWN, -OVERLAP, PERSON-UNKNOWN, PERSON-NOT-ENROLLED, INSURED-ELSEWHERE.
   */
  readonly file: Handler<'2503'> = async ({ db, institution, division, envelope, at }, { data }) => {
    if (data.ide_fixmedins_no !== institution.institutionCode) refuse('FILING-INSTITUTION');
    if (data.insu_optins !== null && data.insu_optins.slice(0, 2) !== division.slice(0, 2)) refuse('INSURED-ELSEWHERE');
    notBefore('begndate', data.begndate, data.hosp_ide_date);
    notBefore('enddate', data.enddate, data.begndate);
    const { personId } = await this.insured.hold(db, data.psn_no);
    await this.insured.activeEnrolment(db, personId, data.insutype, wireDate(at));
    const illnessCode = data.opsp_dise_code;
    const illness =
      (await this.filings.illnesses(db, [illnessCode], data.begndate)).get(illnessCode) ??
      refuse('FILING-ILLNESS-UNKNOWN', { illness: illnessCode, day: data.begndate });
    const filing = {
      personId,
      filingId: newIdentity('F', at.toJSDate()),
      kind: illness.kind,
      insuranceType: data.insutype,
      illnessCode,
      institutionCode: institution.institutionCode,
      validFrom: data.begndate,
      validTo: data.enddate,
    };
    const standing = (await this.filings.ofPersons(db, [personId])).get(personId) ?? [];
    const other = standing.find((one) => overlaps(one, filing));
    if (other) refuse('FILING-OVERLAP', { from: other.validFrom, to: other.validTo ?? END });
    await this.filings.file(db, {
      ...filing,
      identifiedOn: data.hosp_ide_date,
      doctorCode: data.diag_dr_codg,
      filedAt: at.toJSDate(),
      filedBy: envelope.opter,
    });
    return { output: { result: { trt_dcla_detl_sn: filing.filingId } }, personId };
  };

  /** Refuses PERSON-UNKNOWN, FILING-UNKNOWN, -INSTITUTION, -CANCELLED, -ENDED. */
  readonly cancel: Handler<'2504'> = async ({ db, institution, envelope, at }, { data }) => {
    const { personId } = await this.insured.hold(db, data.psn_no);
    const standing = (await this.filings.ofPersons(db, [personId])).get(personId) ?? [];
    const filing = standing.find(({ filingId }) => filingId === data.trt_dcla_detl_sn) ?? refuse('FILING-UNKNOWN');
    if (filing.institutionCode !== institution.institutionCode) refuse('FILING-INSTITUTION');
    if (filing.cancelledAt !== null) refuse('FILING-CANCELLED');
    if (filing.validTo !== null && filing.validTo < wireDate(at)) refuse('FILING-ENDED', { to: filing.validTo });
    await this.filings.cancel(db, filing, { at: at.toJSDate(), operator: envelope.opter, reason: data.memo });
    return { output: {}, personId };
  };
}

/** Refuses FILING-DATES. */
export function notBefore(field: string, day: string | null, than: string): void {
  if (day !== null && day < than) refuse('FILING-DATES', { field, than });
}

type Span = Pick<Filing, 'kind' | 'insuranceType' | 'illnessCode' | 'validFrom' | 'validTo'>;

const overlaps = (standing: Filing, filing: Span): boolean =>
  standing.cancelledAt === null &&
  standing.kind === filing.kind &&
  standing.insuranceType === filing.insuranceType &&
  standing.illnessCode === filing.illnessCode &&
  (standing.validTo === null || standing.validTo >= filing.validFrom) &&
  (filing.validTo === null || filing.validTo >= standing.validFrom);
