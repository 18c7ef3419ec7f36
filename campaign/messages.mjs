// The messages of a hospital's and a pharmacy's software.

/** Who shows which card, and where he is insured. @typedef {{ personId: string, cardNumber: string, division: string }} Patient */
/** @typedef {{ mdtrt_id: string, psn_no: string }} Visit */

const PRICE = '12.50';

/** The time as the wire writes it, in Asia/Shanghai. */
const now = () => new Date(Date.now() + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19);

/** @param {Patient} patient */
const credential = ({ cardNumber }) => ({ mdtrt_cert_type: '03', mdtrt_cert_no: cardNumber });

/** What is bought: so many of one drug, and what they cost in fen. @param {number} count */
const drug = (count) => {
  const amount = count * 1_250;
  return { amount: `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`, count: String(count) };
};

/**
 * A message's whole text.
 * @param {{ infno: string, institution: string, msgid: string, input: object }} message
 * @param {{ care: string, insured: string }} divisions
 */
export const textOf = ({ infno, institution, msgid, input }, { care, insured }) =>
  JSON.stringify({
    infno,
    msgid,
    mdtrtarea_admvs: care,
    insuplc_admdvs: insured,
    opter: '0001',
    inf_time: now(),
    fixmedins_code: institution,
    input,
  });

/** 2201. @param {Patient} patient @param {string} number the hospital's own, of the visit */
export const registration = (patient, number) => ({
  data: {
    psn_no: patient.personId,
    insutype: '310',
    begntime: now(),
    ...credential(patient),
    ipt_otp_no: number,
    dept_code: 'A01',
    dept_name: '内科',
    caty: 'A03',
  },
});

/** 2203. @param {Visit} visit */
export const diagnosis = (visit) => ({
  mdtrtinfo: { ...visit, med_type: '11', begntime: now() },
  diseinfo: [{ diag_srt_no: 1, diag_code: 'J00.x00', diag_name: '急性鼻咽炎[感冒]' }],
});

/** 2204. @param {Visit} visit @param {number} count */
export const feeLines = (visit, count) => ({
  feedetail: [
    {
      ...visit,
      feedetl_sn: '1',
      chrg_bchno: 'B1',
      fee_ocur_time: now(),
      med_list_codg: 'DEMO-A-001',
      pric: PRICE,
      cnt: drug(count).count,
      det_item_fee_sumamt: drug(count).amount,
    },
  ],
});

/** 2207. @param {Visit} visit @param {Patient} patient @param {number} count */
export const settlement = (visit, patient, count) => ({
  data: {
    ...visit,
    ...credential(patient),
    med_type: '11',
    medfee_sumamt: drug(count).amount,
    psn_setlway: '01',
    chrg_bchno: 'B1',
    acct_used_flag: '1',
    insutype: '310',
  },
});

const PNEUMONIA = {
  diag_type: '1',
  maindiag_flag: '1',
  diag_srt_no: 1,
  diag_code: 'J18.900',
  diag_name: '肺炎',
  diag_dept: 'A01',
  dise_dor_no: 'D1',
  dise_dor_name: '医师',
};

/** 2401. @param {Patient} patient @param {string} number the hospital's own, of the stay */
export const admission = (patient, number) => ({
  mdtrtinfo: {
    psn_no: patient.personId,
    insutype: '310',
    coner_name: '联系人',
    tel: '02100000000',
    begntime: now(),
    ...credential(patient),
    med_type: '2101',
    ipt_no: number,
    atddr_no: 'D1',
    chfpdr_name: '医师',
    adm_diag_dscr: '肺炎',
    adm_dept_codg: 'A01',
    adm_dept_name: '内科',
    adm_bed: '12',
    dscg_maindiag_code: 'J18.900',
    dscg_maindiag_name: '肺炎',
  },
  diseinfo: [{ ...PNEUMONIA, diag_time: now() }],
});

/** 2301. @param {Visit} visit @param {number} count */
export const stayLines = (visit, count) => ({
  feedetail: [
    {
      ...visit,
      feedetl_sn: '1',
      med_type: '2101',
      fee_ocur_time: now(),
      med_list_codg: 'DEMO-A-001',
      medins_list_codg: 'DEMO-A-001',
      pric: PRICE,
      cnt: drug(count).count,
      det_item_fee_sumamt: drug(count).amount,
      bilg_dept_codg: 'A01',
      bilg_dept_name: '内科',
      bilg_dr_codg: 'D1',
      bilg_dr_name: '医师',
    },
  ],
});

/** 2402. @param {Visit} visit */
export const discharge = (visit) => ({
  dscginfo: {
    ...visit,
    insutype: '310',
    endtime: now(),
    dscg_dept_codg: 'A01',
    dscg_dept_name: '内科',
    dscg_bed: '12',
    dscg_way: '1',
  },
  diseinfo: [{ ...PNEUMONIA, diag_time: now() }],
});

/** 2304. @param {Visit} visit @param {Patient} patient @param {number} count */
export const staySettlement = (visit, patient, count) => ({
  data: {
    ...visit,
    ...credential(patient),
    medfee_sumamt: drug(count).amount,
    psn_setlway: '01',
    acct_used_flag: '1',
    insutype: '310',
    mid_setl_flag: '0',
  },
});

/** 2208, 2305 and 2103. @param {Visit} visit @param {string} settlementId */
export const cancellation = (visit, settlementId) => ({ data: { ...visit, setl_id: settlementId } });

/** 2102. @param {Patient} patient @param {number} count */
export const purchase = (patient, count) => ({
  druginfo: {
    psn_no: patient.personId,
    insutype: '310',
    begntime: now(),
    ...credential(patient),
    medfee_sumamt: drug(count).amount,
    acct_used_flag: '1',
    med_type: '41',
  },
  drugdetail: [
    {
      feedetl_sn: '1',
      rx_circ_flag: '0',
      fee_ocur_time: now(),
      med_list_codg: 'DEMO-A-001',
      medins_list_codg: 'DEMO-A-001',
      pric: PRICE,
      cnt: drug(count).count,
      det_item_fee_sumamt: drug(count).amount,
    },
  ],
});

/** 2601. @param {{ personId: string, msgid: string, infno: string }} original */
export const reversal = ({ personId, msgid, infno }) => ({ data: { psn_no: personId, omsgid: msgid, oinfno: infno } });
