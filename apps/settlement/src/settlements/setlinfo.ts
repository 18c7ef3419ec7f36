import { type BillAnswer } from '@medisettle/benefits';
import { fen, formatYuan, type Fen } from '@medisettle/money';
import { type SettlementAnswer, type FundAnswer, stringifyWire, wireAmount, wireTime } from '@medisettle/national';
import { DateTime } from 'luxon';
import { ageOn } from '../insured/age.js';
import { type Person } from '../insured/insured.js';
import { type Institution } from '../institutions/institutions.js';
import { clearingOf } from './clearing-key.js';
import { type SettlementRecord } from './settlement-record.js';

/** How running platforms write that a fund has no limit of its own for a bill: 99,999,999.00. */
const NO_LIMIT = fen(9_999_999_900);

/** `clr_way`: by item. */
const BY_ITEM = '1';

/** A settlement, a trial of one or a cancellation as the national interface answers it (`setlinfo`). */
export function setlinfo(record: SettlementRecord, person: Person, institution: Institution): SettlementAnswer {
  const { amounts } = record;
  const settledAt = wireTime(DateTime.fromJSDate(record.settledAt));
  const { clearingClass, clearingAgency } = clearingOf(institution, record.medicalCategory);
  return {
    mdtrt_id: record.visitId,
    setl_id: record.settlementId,
    psn_no: person.personId,
    psn_name: person.name,
    psn_cert_type: person.certificateType,
    certno: person.certificateNumber,
    gend: person.gender,
    naty: person.nation,
    brdy: person.birthDate,
    age: ageOn(person.birthDate, settledAt.slice(0, 10)),
    insutype: record.insuranceType,
    psn_type: record.personType,
    cvlserv_flag: '0',
    setl_time: settledAt,
    mdtrt_cert_type: record.credentialKind,
    med_type: record.medicalCategory,
    medfee_sumamt: amounts.total,
    fulamt_ownpay_amt: amounts.selfFunded,
    overlmt_selfpay: amounts.overLimit,
    preselfpay_amt: amounts.classified,
    inscp_scp_amt: amounts.inScope,
    act_pay_dedc: amounts.deductible,
    hifp_pay: amounts.poolFund,
    pool_prop_selfpay: { units: BigInt(record.poolRateUnits), places: 4 },
    cvlserv_pay: amounts.civilServantFund,
    hifes_pay: amounts.enterpriseFund,
    hifmi_pay: amounts.criticalIllnessFund,
    hifob_pay: amounts.additionalFund,
    maf_pay: amounts.assistanceFund,
    hifdm_pay: amounts.servicemenFund,
    oth_pay: amounts.otherFund,
    fund_pay_sumamt: amounts.fundTotal,
    psn_part_amt: amounts.personTotal,
    acct_pay: amounts.accountTotal,
    psn_cash_pay: amounts.cash,
    hosp_part_amt: amounts.hospitalShare,
    balc: record.balanceAfter,
    acct_mulaid_pay: amounts.familyAccount,
    medins_setl_id: record.msgid,
    clr_optins: clearingAgency,
    clr_way: BY_ITEM,
    clr_type: clearingClass,
    exp_content: stringifyWire({
      crtYearPay: wireAmount(amounts.currentYearAccount),
      calYearPay: wireAmount(amounts.accumulatedAccount),
    }),
  };
}

/**
 * A trial says besides why each amount is where it is (`payers`, `explanation` in `exp_content`), so that whoever stands at
 * the counter can tell the patient before he pays. The settlement keeps that in the books.
 */
export function trialSetlinfo(
  record: SettlementRecord,
  person: Person,
  institution: Institution,
  { payers, explanation }: Pick<BillAnswer, 'payers' | 'explanation'>,
): Omit<SettlementAnswer, 'setl_id'> & { setl_id: null } {
  const { currentYearAccount, accumulatedAccount } = record.amounts;
  const exact = <Row extends { readonly amount: Fen }>(row: Row) => ({ ...row, amount: formatYuan(row.amount) });
  return {
    ...setlinfo(record, person, institution),
    setl_id: null,
    exp_content: stringifyWire({
      crtYearPay: wireAmount(currentYearAccount),
      calYearPay: wireAmount(accumulatedAccount),
      payers: payers.map(exact),
      explanation: explanation.map(exact),
    }),
  };
}

/** The funds that paid (`setldetail`), each with the rules that made it pay. */
export function setldetail(record: SettlementRecord): FundAnswer[] {
  const rules = record.explanation.map(({ rule }) => rule).join(' ');
  return record.funds.map((fund) => ({
    fund_pay_type: fund.fundPayType,
    fund_pay_type_name: fund.fundPayTypeName,
    inscp_scp_amt: fund.inscpScpAmt,
    crt_payb_lmt_amt: NO_LIMIT,
    fund_payamt: fund.fundPayamt,
    setl_proc_info: rules,
  }));
}
