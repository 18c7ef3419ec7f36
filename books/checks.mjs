// What must hold in a centre's database whatever has happened: every check answers the keys of what breaks it.

/**
 * One kind of violation.
 * @typedef {object} Check
 * @property {string} name what holds
 * @property {string} keys a query with one text column `key`: who breaks it, by ids and nothing else
 */

/**
 * What was found of one kind.
 * @typedef {object} Finding
 * @property {string} name
 * @property {number} count
 * @property {string[]} keys the first of them
 */

const KEYS_SHOWN = 20;

/** Payer of a transfer → what the settlement says that it paid. */
const PAID_BY = {
  'pool-fund': 'pool_fund_fen',
  'additional-fund': 'additional_fund_fen',
  'critical-illness-fund': 'critical_illness_fund_fen',
  'current-year-account': 'current_year_account_fen',
  'accumulated-account': 'accumulated_account_fen',
  'family-account': 'family_account_fen',
  cash: 'cash_fen',
};

const ACCUMULATORS = [
  'outpatient_segment_used',
  'outpatient_shared_used',
  'inpatient_deductible_used',
  'ceiling_expenses_used',
];

/** Whether a settlement was not cancelled. @param {string} alias */
const stands = (alias) => `${alias}.kind = 'settlement'
              AND NOT EXISTS (SELECT FROM medisettle.settlement c
                               WHERE c.person_id = ${alias}.person_id AND c.cancels = ${alias}.settlement_id)`;

const paid = Object.entries(PAID_BY)
  .map(([account, column]) => `('${account}', s.${column})`)
  .join(', ');

/** Whether a settlement is that of a visitor, whose funds and accounts pay at his insured place. @param {string} alias */
const treatedHere = (alias) => `EXISTS (SELECT FROM medisettle.province_settlement o
              WHERE o.person_id = ${alias}.person_id AND o.settlement_id = ${alias}.settlement_id AND o.side = 'care')`;

/** What each month comes to with each province; what was taken back in its own month is left out with what it takes back. */
const ACROSS = `
  WITH month AS (
    SELECT s.person_id, s.settlement_id, s.cancels, o.owed_fen, o.side, left(o.other_division, 2) || '0000' AS province,
           to_char(s.settled_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month
      FROM medisettle.settlement s JOIN medisettle.province_settlement o USING (person_id, settlement_id)),
  across AS (
    SELECT m.* FROM month m
     WHERE NOT EXISTS (SELECT FROM month c
                        WHERE c.person_id = m.person_id AND c.cancels = m.settlement_id AND c.month = m.month)
       AND NOT EXISTS (SELECT FROM month s
                        WHERE s.person_id = m.person_id AND s.settlement_id = m.cancels AND s.month = m.month))`;

/** @type {readonly Check[]} */
export const CHECKS = [
  {
    name: 'the entries of a settlement add up to its bill',
    keys: `SELECT s.settlement_id AS key FROM medisettle.settlement s
             LEFT JOIN medisettle.transfer t ON t.person_id = s.person_id AND t.settlement_id = s.settlement_id
            GROUP BY s.person_id, s.settlement_id, s.total_fen
           HAVING coalesce(sum(CASE WHEN t.credit_account = 'institution' THEN t.amount_fen
                                    WHEN t.debit_account = 'institution' THEN -t.amount_fen
                                    WHEN t.credit_account = 'other-province' THEN t.amount_fen
                                    WHEN t.debit_account = 'other-province' THEN -t.amount_fen END), 0) <> s.total_fen
               OR coalesce(sum(t.amount_fen), 0) <> abs(s.total_fen)`,
  },
  {
    name: 'each payer has paid what the settlement says',
    keys: `SELECT s.settlement_id || ' ' || payer.account AS key FROM medisettle.settlement s
            CROSS JOIN LATERAL (VALUES ${paid}) AS payer (account, fen)
             LEFT JOIN medisettle.transfer t ON t.person_id = s.person_id AND t.settlement_id = s.settlement_id
                                            AND payer.account IN (t.debit_account, t.credit_account)
            WHERE NOT ${treatedHere('s')} OR payer.account = 'cash'
            GROUP BY s.person_id, s.settlement_id, payer.account, payer.fen
           HAVING coalesce(sum(CASE WHEN t.debit_account = payer.account THEN t.amount_fen ELSE -t.amount_fen END), 0)
                  <> payer.fen`,
  },
  {
    name: 'every entry belongs to a settlement or a credit',
    keys: `SELECT t.posting_id || ' ' || t.position AS key FROM medisettle.transfer t
             LEFT JOIN medisettle.settlement s ON s.person_id = t.person_id AND s.settlement_id = t.settlement_id
             LEFT JOIN medisettle.account_credit c ON c.person_id = t.person_id AND c.credit_id = t.credit_id
            WHERE num_nonnulls(s.settlement_id, c.credit_id) <> 1`,
  },
  {
    name: 'a balance equals its entries',
    keys: `SELECT coalesce(a.person_id, e.person_id) || ' ' || coalesce(a.account, e.account) AS key
             FROM medisettle.account a
             FULL JOIN (SELECT person_id, account, sum(amount) AS amount FROM (
                          SELECT person_id, credit_account::text AS account, amount_fen AS amount FROM medisettle.transfer
                          UNION ALL
                          SELECT person_id, debit_account::text, -amount_fen FROM medisettle.transfer) sides
                         WHERE account IN ('current-year-account', 'accumulated-account', 'family-account')
                         GROUP BY person_id, account) e
               ON e.person_id = a.person_id AND e.account = a.account
            WHERE coalesce(a.balance_fen, 0) <> coalesce(e.amount, 0)`,
  },
  {
    name: 'no personal account is below zero',
    keys: `SELECT person_id || ' ' || account AS key FROM medisettle.account WHERE balance_fen < 0`,
  },
  {
    // What a merge carried over from another number of the same person counts like a settlement's.
    name: 'accumulators equal the settlements of their year',
    keys: `SELECT coalesce(y.person_id, s.person_id) || ' ' || coalesce(y.insurance_type, s.insurance_type) || ' '
                  || coalesce(y.insurance_year_from, s.insurance_year_from) AS key
             FROM medisettle.year_accumulator y
             FULL JOIN (SELECT person_id, insurance_type, insurance_year_from,
                               ${ACCUMULATORS.map((name) => `sum(${name}_fen) AS ${name}`).join(', ')}
                          FROM (SELECT person_id, insurance_type, insurance_year_from, ${ACCUMULATORS.map((name) => `${name}_fen`).join(', ')}
                                  FROM medisettle.settlement
                                UNION ALL
                                SELECT person_id, insurance_type, insurance_year_from, ${ACCUMULATORS.map((name) => `${name}_fen`).join(', ')}
                                  FROM medisettle.accumulator_carry) moved
                         GROUP BY person_id, insurance_type, insurance_year_from) s
               ON s.person_id = y.person_id AND s.insurance_type = y.insurance_type
              AND s.insurance_year_from = y.insurance_year_from
            WHERE ${ACCUMULATORS.map((name) => `coalesce(y.${name}_fen, 0) <> coalesce(s.${name}, 0)`).join(' OR ')}`,
  },
  {
    // Both sides of a merge lie on `person-merge`: what leaves one number's account there, the other's has from there.
    name: 'what a merge takes from one number it gives to the other, account by account',
    keys: `SELECT merge || ' ' || account AS key FROM (
             SELECT regexp_replace(credit_id, ':(out|in)$', '') AS merge,
                    CASE WHEN credit_account = 'person-merge' THEN debit_account ELSE credit_account END AS account,
                    CASE WHEN credit_account = 'person-merge' THEN amount_fen ELSE -amount_fen END AS amount
               FROM medisettle.transfer WHERE 'person-merge' IN (debit_account, credit_account)) sides
            GROUP BY merge, account HAVING sum(amount) <> 0`,
  },
  {
    name: 'a number that was merged into another holds no money',
    keys: `SELECT a.person_id || ' ' || a.account AS key FROM medisettle.account a
             JOIN medisettle.person p USING (person_id)
            WHERE p.merged_into IS NOT NULL AND a.balance_fen <> 0`,
  },
  {
    name: 'fund, account and cash are the bill',
    keys: `SELECT settlement_id AS key FROM medisettle.settlement
            WHERE total_fen <> fund_total_fen + account_total_fen + cash_fen + hospital_share_fen`,
  },
  {
    name: 'the explanation of a settlement adds up to its bill',
    keys: `SELECT settlement_id AS key FROM medisettle.settlement s
            WHERE (SELECT coalesce(sum((e ->> 'amount')::bigint), 0) FROM jsonb_array_elements(explanation) e)
                  <> total_fen`,
  },
  {
    name: 'a message has made one settlement at most',
    keys: `SELECT institution_code || ' ' || msgid AS key FROM medisettle.settlement
            GROUP BY institution_code, msgid HAVING count(*) > 1`,
  },
  {
    name: 'a bill has one settlement at most that stands',
    keys: `SELECT s.visit_id || ' ' || s.batch_no AS key FROM medisettle.settlement s
            WHERE ${stands('s')}
            GROUP BY s.person_id, s.visit_id, s.batch_no HAVING count(*) > 1`,
  },
  {
    // A bill of a stay has the lines that came since the one before it.
    name: 'a settlement of a stay is what its lines come to',
    keys: `SELECT s.settlement_id AS key FROM medisettle.settlement s
            CROSS JOIN LATERAL (
              SELECT coalesce(max(p.batch_no COLLATE "C"), '') AS batch_no FROM medisettle.settlement p
               WHERE p.person_id = s.person_id AND p.visit_id = s.visit_id
                 AND p.batch_no COLLATE "C" < s.batch_no AND ${stands('p')}) AS before
            CROSS JOIN LATERAL (
              SELECT coalesce(sum(self_funded_fen), 0) AS self_funded, coalesce(sum(over_limit_fen), 0) AS over_limit,
                     coalesce(sum(classified_fen), 0) AS classified, coalesce(sum(in_scope_fen), 0) AS in_scope
                FROM medisettle.fee_line l
               WHERE l.person_id = s.person_id AND l.visit_id = s.visit_id AND l.withdrawn_at IS NULL
                 AND l.batch_no COLLATE "C" > before.batch_no AND l.batch_no COLLATE "C" <= s.batch_no) AS lines
            WHERE s.mid_stay IS NOT NULL AND ${stands('s')}
              AND (s.self_funded_fen, s.over_limit_fen, s.classified_fen, s.in_scope_fen)
                  <> (lines.self_funded, lines.over_limit, lines.classified, lines.in_scope)`,
  },
  {
    name: 'a stay has ended as the discharge that stands says, and before it was settled for good',
    keys: `SELECT v.visit_id AS key FROM medisettle.visit v
             LEFT JOIN medisettle.discharge d
               ON d.person_id = v.person_id AND d.visit_id = v.visit_id AND d.undone_at IS NULL
             LEFT JOIN medisettle.settlement s
               ON s.person_id = v.person_id AND s.visit_id = v.visit_id AND NOT s.mid_stay AND ${stands('s')}
            WHERE v.ended_at IS DISTINCT FROM d.ended_at OR (s.settlement_id IS NOT NULL AND v.ended_at IS NULL)`,
  },
  {
    name: 'a cancellation takes back what its settlement was, once',
    keys: `SELECT c.cancels AS key FROM medisettle.settlement c
             LEFT JOIN medisettle.settlement s
               ON s.person_id = c.person_id AND s.settlement_id = c.cancels AND s.kind = 'settlement'
            WHERE c.kind = 'cancellation'
            GROUP BY c.person_id, c.cancels
           HAVING count(*) <> 1 OR count(s.settlement_id) <> 1 OR sum(c.total_fen) <> -max(s.total_fen)
               OR sum(c.fund_total_fen) <> -max(s.fund_total_fen)`,
  },
  {
    name: 'a reversed cancellation gave back what it had taken back, once',
    keys: `SELECT r.settlement_id AS key FROM medisettle.settlement r
             LEFT JOIN medisettle.settlement c
               ON c.person_id = r.person_id AND c.settlement_id = r.restores AND c.kind = 'cancellation'
            WHERE r.restores IS NOT NULL
              AND (r.total_fen IS DISTINCT FROM -c.total_fen OR r.fund_total_fen IS DISTINCT FROM -c.fund_total_fen
                   OR r.account_total_fen IS DISTINCT FROM -c.account_total_fen
                   OR r.visit_id IS DISTINCT FROM c.visit_id OR r.batch_no IS DISTINCT FROM c.batch_no)`,
  },
  {
    // A claim is a debit of `other-province`, a debt a credit; only settlements across provinces have any.
    name: 'what is owed between provinces is what funds and accounts pay, and stands in the ledger',
    keys: `SELECT s.settlement_id AS key FROM medisettle.settlement s
             LEFT JOIN medisettle.province_settlement o
               ON o.person_id = s.person_id AND o.settlement_id = s.settlement_id
            CROSS JOIN LATERAL (
              SELECT coalesce(sum(CASE WHEN t.debit_account = 'other-province' THEN t.amount_fen
                                       ELSE -t.amount_fen END), 0) AS claim
                FROM medisettle.transfer t
               WHERE t.person_id = s.person_id AND t.settlement_id = s.settlement_id
                 AND 'other-province' IN (t.debit_account, t.credit_account)) ledger
            WHERE CASE o.side WHEN 'care' THEN ledger.claim WHEN 'insured' THEN -ledger.claim END
                    IS DISTINCT FROM o.owed_fen
               OR (o.side IS NULL AND ledger.claim <> 0)
               OR o.owed_fen <> s.fund_total_fen + s.account_total_fen`,
  },
  {
    name: 'a month that was confirmed between provinces is what its settlements come to',
    keys: `${ACROSS}
           SELECT c.month || ' ' || c.province || ' ' || c.side AS key FROM medisettle.clearing c
             LEFT JOIN across a USING (month, province, side)
            WHERE c.confirmed_at IS NOT NULL
            GROUP BY c.month, c.province, c.side, c.rows, c.owed_fen
           HAVING count(a.settlement_id) <> c.rows OR coalesce(sum(a.owed_fen), 0) <> c.owed_fen`,
  },
  {
    // A debt is taken down by a debit of `other-province`, a claim by a credit.
    name: 'what was paid between provinces is what was confirmed, once',
    keys: `SELECT c.month || ' ' || c.province || ' ' || c.side AS key FROM medisettle.clearing c
             LEFT JOIN medisettle.province_transfer t USING (month, province, side)
            GROUP BY c.month, c.province, c.side, c.state, c.owed_fen
           HAVING coalesce(sum(CASE (c.side = 'insured') = (t.debit_account = 'other-province')
                                 WHEN true THEN t.amount_fen WHEN false THEN -t.amount_fen END), 0)
                  <> CASE c.state WHEN 'paid' THEN c.owed_fen ELSE 0 END`,
  },
  {
    name: 'an advance fund holds what its entries say',
    keys: `SELECT province AS key FROM medisettle.advance_fund f
             FULL JOIN (SELECT province, sum(CASE WHEN debit_account = 'advance-fund' THEN amount_fen
                                                  WHEN credit_account = 'advance-fund' THEN -amount_fen END) AS amount
                          FROM medisettle.province_transfer GROUP BY province) e USING (province)
            WHERE coalesce(f.balance_fen, 0) <> coalesce(e.amount, 0)`,
  },
  {
    name: 'a message is pending while its intent in another province has no end, and not longer',
    keys: `SELECT coalesce(r.institution_code, i.institution_code) || ' ' || coalesce(r.msgid, i.msgid) AS key
             FROM (SELECT * FROM medisettle.reservation WHERE outcome = 'pending') r
             FULL JOIN (SELECT * FROM medisettle.province_intent WHERE ended_at IS NULL) i
               ON i.institution_code = r.institution_code AND i.msgid = r.msgid AND i.person_id = r.person_id
            WHERE r.msgid IS NULL OR i.msgid IS NULL`,
  },
  {
    name: 'a settlement has the answer that stands under its message',
    keys: `SELECT s.settlement_id AS key FROM medisettle.settlement s
             LEFT JOIN medisettle.reservation r ON r.institution_code = s.institution_code AND r.msgid = s.msgid
            WHERE r.settlement_id IS DISTINCT FROM s.settlement_id OR r.person_id IS DISTINCT FROM s.person_id
               OR r.outcome IS DISTINCT FROM 'settled'`,
  },
  {
    name: 'an answer that names a settlement has it',
    keys: `SELECT r.institution_code || ' ' || r.msgid AS key FROM medisettle.reservation r
             LEFT JOIN medisettle.settlement s ON s.person_id = r.person_id AND s.settlement_id = r.settlement_id
            WHERE r.settlement_id IS NOT NULL
              AND (s.msgid IS DISTINCT FROM r.msgid OR s.institution_code IS DISTINCT FROM r.institution_code)`,
  },
];

/**
 * Runs every check on a connection.
 * @param {{ query(sql: string): Promise<{ rows: object[] }> }} client
 * @returns {Promise<Finding[]>} one for each check, in their order
 */
export async function findings(client) {
  /** @type {Finding[]} */
  const found = [];
  for (const { name, keys } of CHECKS) {
    const { rows } = await client.query(
      `SELECT key, count(*) OVER ()::int AS count FROM (${keys}) broken ORDER BY key LIMIT ${KEYS_SHOWN}`,
    );
    const broken = /** @type {{ key: string, count: number }[]} */ (rows);
    found.push({ name, count: broken[0]?.count ?? 0, keys: broken.map(({ key }) => key) });
  }
  return found;
}
