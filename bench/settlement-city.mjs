// A city to measure settlements in: a durable PostgreSQL of its own, a centre, a counter, hospitals and insured persons,
// and as many bills that only wait to be settled as are asked for.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptKey } from '../demo/home.mjs';
import { agentPlan, centrePlan, PROVINCES } from '../demo/plan.mjs';
import { ChildProgram } from '../set-up/child-program.mjs';
import { connect, createDatabase } from '../set-up/databases.mjs';
import { freePorts } from '../set-up/ports.mjs';
import { startPostgres } from '../set-up/postgres.mjs';
import { canEnter, letThrough, serverAccount } from '../set-up/postgres-account.mjs';

const PERSONS = 20_000;
const HOSPITALS = 50;
/** How many are few. */
const FEW_PERSONS = 8;
/** Money enough for every bill. */
const BALANCE_FEN = 10_000_000_000;
const DISPATCHER = '/fsi/api/rsfComIfsService/callService';

/** Whose bills, and where. @typedef {'cold' | 'hot' | 'few'} Spread */

/** @type {Readonly<Record<Spread, { persons: number, hospitals: number }>>} */
const SPREADS = {
  cold: { persons: PERSONS, hospitals: HOSPITALS },
  hot: { persons: PERSONS, hospitals: 1 },
  few: { persons: FEW_PERSONS, hospitals: 1 },
};

/** @param {number} index */
const hospital = (index) => `H310106${String(10_000 + index)}`;
/** @param {number} index */
const person = (index) => `31${String(10_000_000_000 + index)}`;
/** @param {number} index */
const card = (index) => `T9${String(10_000_000 + index)}`;

/** Where the server's account can get to: the temporary folder may be a private one. */
function openTemporaryFolder() {
  const account = serverAccount();
  return account === undefined || canEnter(tmpdir(), account) ? tmpdir() : '/var/tmp';
}

export class SettlementCity {
  #folder;
  #cluster;
  #database;
  /** @type {ChildProgram[]} */
  #programs = [];
  #bills = 0;

  /**
   * @param {string} folder
   * @param {import('../set-up/postgres.mjs').Cluster} cluster
   * @param {import('pg').Client} database
   * @param {string} databaseUrl
   */
  constructor(folder, cluster, database, databaseUrl) {
    this.#folder = folder;
    this.#cluster = cluster;
    this.#database = database;
    this.databaseUrl = databaseUrl;
    /** The maintenance database of the same server. */
    this.serverUrl = cluster.url;
    this.centre = { url: '', key: '' };
    this.agent = { url: '', key: '' };
  }

  /** @returns {Promise<SettlementCity>} */
  static async open() {
    const folder = mkdtempSync(join(openTemporaryFolder(), 'medisettle-bench-'));
    letThrough(folder);
    const [port = 0] = await freePorts(1);
    const cluster = await startPostgres({
      folder: join(folder, 'postgres'),
      port,
      password: randomBytes(16).toString('hex'),
      durable: true,
    });
    const databaseUrl = await createDatabase(cluster.url, 'bench');
    const city = new SettlementCity(folder, cluster, await connect(databaseUrl), databaseUrl);
    try {
      await city.#start();
      await city.#settle();
      return city;
    } catch (error) {
      await city.close();
      throw error;
    }
  }

  async close() {
    for (const program of this.#programs.toReversed()) await program.stop();
    await this.#database.end();
    await this.#cluster.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start() {
    const place = { keysFolder: join(this.#folder, 'keys'), logsFolder: join(this.#folder, 'logs') };
    for (const inner of Object.values(place)) mkdirSync(inner, { mode: 0o700 });
    const [httpPort = 0, linkPort = 0, agentPort = 0] = await freePorts(3);
    const key = (/** @type {string} */ role) => keptKey(join(place.keysFolder, `${role}.key`));
    key('link');
    this.centre = { url: `http://127.0.0.1:${httpPort}`, key: key('operator') };
    this.agent = { url: `http://127.0.0.1:${agentPort}`, key: key('his') };
    const { databaseUrl } = this;
    const [{ division, name: title, terminal }] = PROVINCES;
    const institutions = Array.from({ length: HOSPITALS }, (_, index) => hospital(index));
    const plans = [
      centrePlan({ name: 'centre', division, title, httpPort, linkPort, databaseUrl, place }),
      agentPlan({ name: 'agent', terminal, institutions, httpPort: agentPort, centrePort: linkPort, place }),
    ];
    for (const plan of plans) {
      const program = new ChildProgram({ ...plan, environment: { ...plan.environment, LOG_LEVEL: 'warn' } });
      this.#programs.push(program);
      await program.ready;
    }
  }

  /** Hospitals, persons with a card and money. */
  async #settle() {
    await this.#database.query(
      `INSERT INTO medisettle.institution (institution_code, name, uscc, kind, hospital_grade, level, division)
       SELECT code, '示范医院', '91310000MA1FL00000', 'hospital', '09', 3, '310000' FROM unnest($1::text[]) AS code`,
      [Array.from({ length: HOSPITALS }, (_, index) => hospital(index))],
    );
    const ids = Array.from({ length: PERSONS }, (_, index) => index);
    await this.#database.query(
      `WITH patient AS (SELECT * FROM unnest($1::text[], $2::text[]) AS patient (person_id, card_number)),
       person AS (
         INSERT INTO medisettle.person (person_id, name, certificate_type, certificate_number, gender, nation,
                                        birth_date, work_start_date)
         SELECT person_id, '测量参保人', '01', person_id, '1', '01', '1980-01-01', '2002-01-01' FROM patient),
       enrolment AS (
         INSERT INTO medisettle.enrolment (person_id, insurance_type, person_type, status, enrolled_on, division,
                                           own_ceiling_fen)
         SELECT person_id, '310', '11', 'active', '2002-01-01', '310000', 65000000 FROM patient),
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
      [ids.map(person), ids.map(card), BALANCE_FEN],
    );
    await this.analyze();
  }

  /**
   * Lets the database look at its tables again, as its own autovacuum does after a while: what was planned for an empty
   * table is planned anew.
   */
  async analyze() {
    await this.#database.query('ANALYZE');
  }

  /**
   * Prepares visits with their lines.
   * @param {Spread} spread
   * @param {number} count
   * @returns {Promise<{ path: string, body: string }[]>} the 2207 of each
   */
  async bills(spread, count) {
    const { persons, hospitals } = SPREADS[spread];
    const first = this.#bills;
    this.#bills += count;
    const bills = Array.from({ length: count }, (_, offset) => {
      const serial = first + offset;
      // A walk over all persons in an order of no meaning, so that neighbours in time are none in the tables.
      const who = (serial * 7_919) % persons;
      return {
        personId: person(who),
        cardNumber: card(who),
        institution: hospital(serial % hospitals),
        visitId: `V${String(serial).padStart(25, '0')}`,
      };
    });
    await this.#database.query(
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
    return bills.map((bill) => ({ path: DISPATCHER, body: messageOf(bill) }));
  }
}

/** @param {{ personId: string, cardNumber: string, institution: string, visitId: string }} bill */
const messageOf = ({ personId, cardNumber, institution, visitId }) =>
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
      },
    },
  });
