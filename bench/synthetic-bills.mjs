// Synthetic persons with a card and money, hospitals, and bills that only wait to be settled, written straight into a
// centre's database.

/** @typedef {import('pg').Client} Client */

/**
 * A visit with two lines of 205.00 yuan in all, and who shows which card where.
 * @typedef {object} PreparedBill
 * @property {string} personId
 * @property {string} cardNumber
 * @property {string} institution
 * @property {string} visitId
 */

/** What a prepared bill comes to. */
export const BILL_FEN = 20_500;

/** @param {number} index */
export const hospital = (index) => `H310106${String(10_000 + index)}`;
/** @param {number} index */
export const person = (index) => `31${String(10_000_000_000 + index)}`;
/** @param {number} index */
export const card = (index) => `T9${String(10_000_000 + index)}`;

/**
 * In which province somebody is, and from which index on they are counted there.
 * @typedef {{ division: string, first: number }} Area
 */

/** @type {Area} */
const SHANGHAI = { division: '310000', first: 0 };

/** @param {number} count @param {Area} area */
const indexes = (count, { first }) => Array.from({ length: count }, (_, index) => first + index);

/** @param {Client} client @param {number} count @param {Area} [area] */
export async function addHospitals(client, count, area = SHANGHAI) {
  await client.query(
    `INSERT INTO medisettle.institution (institution_code, name, uscc, kind, hospital_grade, level, division)
     SELECT code, '示范医院', '91310000MA1FL00000', 'hospital', '09', 3, $2 FROM unnest($1::text[]) AS code`,
    [indexes(count, area).map(hospital), area.division],
  );
}

/**
 * Insured employees, each with one card.
 * @param {Client} client
 * @param {number} count
 * @param {number} balanceFen accumulated money of each
 * @param {Area} [area]
 */
export async function addPersons(client, count, balanceFen, area = SHANGHAI) {
  const ids = indexes(count, area);
  await client.query(
    `WITH patient AS (SELECT * FROM unnest($1::text[], $2::text[]) AS patient (person_id, card_number)),
     person AS (
       INSERT INTO medisettle.person (person_id, name, certificate_type, certificate_number, gender, nation,
                                      birth_date, work_start_date)
       SELECT person_id, '测量参保人', '01', person_id, '1', '01', '1980-01-01', '2002-01-01' FROM patient),
     enrolment AS (
       INSERT INTO medisettle.enrolment (person_id, insurance_type, person_type, status, enrolled_on, division,
                                         own_ceiling_fen)
       SELECT person_id, '310', '11', 'active', '2002-01-01', $4, 65000000 FROM patient),
     card AS (
       INSERT INTO medisettle.card (person_id, card_number, card_identifier, generation, state, state_since,
                                    financial, activated)
       SELECT person_id, card_number, '', 'national-3', 'active', '2021-01-01', true, true FROM patient),
     directory AS (INSERT INTO medisettle.card_directory (card_number, person_id)
                   SELECT card_number, person_id FROM patient),
     credit AS (INSERT INTO medisettle.account_credit (person_id, credit_id, reason, credited_at)
                SELECT person_id, 'C', 'opening', now() FROM patient),
     entry AS (
       INSERT INTO medisettle.transfer (person_id, posting_id, position, credit_id, debit_account, credit_account,
                                        amount_fen, segment, posted_at)
       SELECT person_id, 'C', 1, 'C', 'contributions', 'accumulated-account', $3::bigint, 'credit', now() FROM patient)
     INSERT INTO medisettle.account (person_id, account, balance_fen)
     SELECT person_id, account, CASE account WHEN 'accumulated-account' THEN $3::bigint ELSE 0 END FROM patient,
            unnest(ARRAY['current-year-account', 'accumulated-account', 'family-account']) AS account`,
    [ids.map(person), ids.map(card), balanceFen, area.division],
  );
}

/**
 * @param {Client} client
 * @param {readonly PreparedBill[]} bills
 */
export async function addBills(client, bills) {
  await client.query(
    `WITH bill AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
                              AS bill (person_id, visit_id, institution_code)),
     visit AS (
       INSERT INTO medisettle.visit (person_id, visit_id, institution_code, institution_visit_no, insurance_type,
                                     medical_category, began_at, credential_kind, registered_at)
       SELECT person_id, visit_id, institution_code, visit_id, '310', '11', now(), '03', now() FROM bill)
     INSERT INTO medisettle.fee_line (person_id, visit_id, line_id, line_no, batch_no, position, item_code,
       occurred_at, price, quantity, amount_fen, item_class, fee_category, selfpay_ratio, self_funded_fen,
       over_limit_fen, classified_fen, in_scope_fen, uploaded_at)
     SELECT person_id, visit_id, gen_random_uuid(), line.no, 'B1', line.no::int, line.item, now(), line.price,
            line.count, line.fen, line.class, '09', line.ratio, 0, 0, line.classified, line.fen - line.classified, now()
       FROM bill, (VALUES ('1', 'DEMO-A-001', 12.5, 10, 12500, 'A', NULL::numeric, 0),
                          ('2', 'DEMO-B-010', 40, 2, 8000, 'B', 0.1, 800))
                  AS line (no, item, price, count, fen, class, ratio, classified)`,
    [bills.map((bill) => bill.personId), bills.map((bill) => bill.visitId), bills.map((bill) => bill.institution)],
  );
}

/**
 * The 2207 of a bill.
 * @param {PreparedBill} bill
 * @param {object} [more] envelope fields beside
 * @param {object} [data] input fields beside
 * @returns {string}
 */
export const settlementMessage = ({ personId, cardNumber, institution, visitId }, more = {}, data = {}) =>
  JSON.stringify({
    infno: '2207',
    msgid: `${institution}${visitId}`,
    mdtrtarea_admvs: '310000',
    insuplc_admdvs: '310000',
    opter: '0001',
    inf_time: '2026-11-01 08:00:00',
    fixmedins_code: institution,
    input: {
      data: {
        psn_no: personId,
        mdtrt_id: visitId,
        mdtrt_cert_type: '03',
        mdtrt_cert_no: cardNumber,
        med_type: '11',
        medfee_sumamt: '205.00',
        psn_setlway: '01',
        chrg_bchno: 'B1',
        acct_used_flag: '1',
        insutype: '310',
        ...data,
      },
    },
    ...more,
  });
