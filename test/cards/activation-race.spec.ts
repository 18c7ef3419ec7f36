import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { demoPerson, His, now, type HisAnswer } from '../world/his.js';
import { Issuer } from '../world/issuer.js';
import { startProvince, type TestProvince } from '../world/programs.js';

const PAIRS = 60;
/** Divides the pairs. */
const AT_ONCE = 10;
const SPREAD_MS = 15;

let province: TestProvince;
let issuer: Issuer;
let pharmacy: His;
let database: pg.Client;

const oldCard = (pair: number): string => `R1${String(pair).padStart(7, '0')}`;
const newCard = (pair: number): string => `R3${String(pair).padStart(7, '0')}`;
const person = (pair: number): string => `31990000${String(pair).padStart(8, '0')}`;

/** Persons of their own, each with an old card in use and a new one that waits for its activation. */
async function makePairs(): Promise<void> {
  const model = demoPerson('retiree').psnNo;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await database.query(
      `INSERT INTO medisettle.person
       SELECT $2, name, certificate_type, $2, gender, nation, birth_date, work_start_date, retirement_date
         FROM medisettle.person WHERE person_id = $1`,
      [model, person(pair)],
    );
    await database.query(
      `INSERT INTO medisettle.enrolment
       SELECT $2, insurance_type, person_type, status, enrolled_on, suspended_on, division, own_ceiling_fen
         FROM medisettle.enrolment WHERE person_id = $1`,
      [model, person(pair)],
    );
    await database.query(
      `INSERT INTO medisettle.account SELECT $2, account, 0 FROM medisettle.account WHERE person_id = $1`,
      [model, person(pair)],
    );
    await issuer.tell(
      { type: 'issued', cardNumber: oldCard(pair), personNumber: person(pair), generation: 'shanghai-legacy' },
      { type: 'activated', cardNumber: oldCard(pair) },
      {
        type: 'issued',
        cardNumber: newCard(pair),
        personNumber: person(pair),
        generation: 'national-3',
        predecessor: oldCard(pair),
      },
    );
  }
}

/** When each side wrote, by the database's clock: both write while they hold the person. */
const NOTE_TIMES = `
  CREATE TABLE public.written (what text, person_id text, at timestamptz);
  CREATE FUNCTION public.note_settlement() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO public.written VALUES ('settled', NEW.person_id, clock_timestamp()); RETURN NEW; END $$;
  CREATE FUNCTION public.note_void() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO public.written VALUES ('void', NEW.person_id, clock_timestamp()); RETURN NEW; END $$;
  CREATE TRIGGER note AFTER INSERT ON medisettle.settlement FOR EACH ROW EXECUTE FUNCTION public.note_settlement();
  CREATE TRIGGER note AFTER UPDATE ON medisettle.card FOR EACH ROW WHEN (NEW.state = 'void' AND OLD.state <> 'void')
    EXECUTE FUNCTION public.note_void();`;

const buy = (pair: number): Promise<HisAnswer> =>
  pharmacy.send('2102', {
    druginfo: {
      psn_no: person(pair),
      mdtrt_cert_type: '03',
      mdtrt_cert_no: oldCard(pair),
      begntime: now(),
      medfee_sumamt: '12.50',
      insutype: '310',
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
        det_item_fee_sumamt: '12.50',
        cnt: '1',
        pric: '12.5',
      },
    ],
  });

beforeAll(async () => {
  province = await startProvince('shanghai');
  issuer = new Issuer(province);
  pharmacy = new His(province.agent.url, province.keys.his, 'P31010600001');
  database = new pg.Client({ connectionString: province.database.url });
  await database.connect();
  await makePairs();
  await database.query(NOTE_TIMES);
});

afterAll(async () => {
  await database?.end();
  await province?.close();
});

/**
 * Both at once. The later the activation starts, the likelier the settlement is first; somewhere in between they meet.
 * @returns the answer to the settlement
 */
async function race(pair: number, headStartMs: number): Promise<HisAnswer> {
  const activate = async () => {
    await new Promise((resume) => setTimeout(resume, headStartMs));
    return issuer.tell({ type: 'activated', cardNumber: newCard(pair) });
  };
  const [bought, told] = await Promise.all([buy(pair), activate()]);
  expect(told.counts.applied).toBe(1);
  return bought;
}

/** What the database holds of a person after the race. */
async function traces(pair: number) {
  const { rows } = await database.query<{ settlements: number; visits: number; paid: number; ordered: boolean | null }>(
    `SELECT (SELECT count(*)::int FROM medisettle.settlement WHERE person_id = $1) AS settlements,
            (SELECT count(*)::int FROM medisettle.visit WHERE person_id = $1) AS visits,
            (SELECT coalesce(sum(amount_fen), 0)::int FROM medisettle.transfer
              WHERE person_id = $1 AND settlement_id IS NOT NULL) AS paid,
            (SELECT min(at) FILTER (WHERE what = 'settled') < min(at) FILTER (WHERE what = 'void')
               FROM public.written WHERE person_id = $1) AS ordered`,
    [person(pair)],
  );
  return rows[0];
}

describe('an activation and a settlement on the old card at the same moment', () => {
  it('end in one of two ways: settled before the card was void, or refused as void with nothing left behind', async () => {
    const results: HisAnswer[] = [];
    for (let first = 0; first < PAIRS; first += AT_ONCE) {
      const pairs = Array.from({ length: AT_ONCE }, (_, index) => first + index);
      results.push(...(await Promise.all(pairs.map((pair, index) => race(pair, index * SPREAD_MS)))));
    }
    const settled = results.filter(({ infcode }) => infcode === 0).length;
    process.stdout.write(`${PAIRS} races: ${settled} settled, ${PAIRS - settled} refused\n`);
    for (const [pair, answer] of results.entries()) {
      if (answer.infcode === 0) {
        expect(await traces(pair)).toEqual({ settlements: 1, visits: 1, paid: 1_250, ordered: true });
      } else {
        expect(answer.code).toBe('CARD-VOID-REPLACED');
        expect(await traces(pair)).toEqual({ settlements: 0, visits: 0, paid: 0, ordered: null });
      }
      expect((await buy(pair)).code).toBe('CARD-VOID-REPLACED');
      expect((await issuer.card(oldCard(pair))).body).toMatchObject({ state: 'void', successor: newCard(pair) });
    }
  });
});
