import { setTimeout as pause } from 'node:timers/promises';
import { codeIn, outcomeIn, wordIn } from './answers.mjs';
import {
  admission,
  cancellation,
  diagnosis,
  discharge,
  feeLines,
  purchase,
  registration,
  reversal,
  settlement,
  stayLines,
  staySettlement,
  textOf,
} from './messages.mjs';

/** @typedef {import('./his-record.mjs').HisRecord} HisRecord */
/** @typedef {import('./his-record.mjs').Made} Made */
/** @typedef {import('./messages.mjs').Patient} Patient */
/** @typedef {import('./messages.mjs').Visit} Visit */
/** @typedef {import('../demo/transition/chance.mjs').Chance} Chance */

/** How a message ended, with the answer's text where there is one. @typedef {{ end: import('./verdict.mjs').End, text: string | null }} Ended */

/** What came of one try; null where that is no end: nothing was done for now, or nobody knows. @typedef {Ended | null} Tried */

/**
 * Brings an act to an end.
 * @typedef {(infno: string, act: string, input: object, refusals?: ReadonlySet<string>) => Promise<string | null>} Bring
 *   `act` is what it is for; `refusals` are the codes that are right, and a good answer is wrong then. Gives the good answer,
 *   null when the act is not done
 */

/** How long HIS looks for the end of a message; a bound for what has none. */
const PATIENCE_MS = 300_000;
const DEADLINE_MS = 8_000;
const AGAIN_MS = 60;
const COUNT_MAX = 40;
/** A stay costs more than a visit, so that funds pay for it. */
const STAY_COUNT_MAX = 400;

const CLOSED = 'MSG-CLOSED';
/** What settles, and what HIS may reverse (2601). */
const SETTLING = new Set(['2102', '2207', '2304']);
/** Nothing was done, for now. */
const NOT_DONE = new Set([
  'CENTRE-UNREACHABLE',
  'CENTRE-BUSY',
  'CENTRE-FAULT',
  'JOURNAL-FULL',
  'JOURNAL-FAULT',
  'PROVINCE-UNREACHABLE',
  'PROVINCE-PENDING',
]);
/** What a second cashier is told who does again what was done. */
const DONE_BEFORE = new Set(['BILL-SETTLED', 'STAY-SETTLED', 'SETTLEMENT-CANCELLED']);
/** What somebody is told who is there already: another cashier, or a message that nobody followed up. */
const THERE_ALREADY = new Set(['STAY-OPEN', 'STAY-TIMES']);

/** Somebody at a counter with a hospital's or a pharmacy's software: patient after patient, each to an end. */
export class His {
  #settings;
  #serial = 0;
  /** Where each patient is insured. @type {ReadonlyMap<string, string>} */
  #divisions;
  /** Numbers of settlements that HIS has reversed. @type {Set<string>} */
  #reversed = new Set();
  /** Settlements that HIS was told of. */
  settled = 0;

  /**
   * @param {object} settings
   * @param {string} settings.name different from all others'
   * @param {string} settings.url of the agent
   * @param {string} settings.key
   * @param {string} settings.hospital
   * @param {string} settings.pharmacy
   * @param {string} settings.division of the place of care
   * @param {readonly Patient[]} settings.patients
   * @param {Chance} settings.chance
   * @param {HisRecord} settings.record
   * @param {number} settings.restMs between two patients
   * @param {boolean} settings.reverses whether 2601 is spoken here
   */
  constructor(settings) {
    this.#settings = settings;
    this.#divisions = new Map(settings.patients.map(({ personId, division }) => [personId, division]));
  }

  /**
   * Serves patients.
   * @param {() => boolean} open asked before each
   */
  async work(open) {
    const { chance, patients, division, restMs } = this.#settings;
    while (open()) {
      const patient = chance.oneOf(patients);
      if (patient.division === division && chance.happens(0.3)) await this.#buysDrugs(patient);
      else if (chance.happens(0.2)) await this.#stays(patient);
      else await this.#seesDoctor(patient);
      await pause(restMs);
    }
  }

  /** @param {Patient} patient */
  async #seesDoctor(patient) {
    const { chance, hospital } = this.#settings;
    const count = chance.between(1, COUNT_MAX);
    const number = `O-${this.#next()}`;
    const bring = this.#bringer(hospital, patient);
    const registered = await bring('2201', `visit ${number}`, registration(patient, number));
    if (registered === null) return;
    const visit = { mdtrt_id: wordIn(registered, 'mdtrt_id'), psn_no: patient.personId };
    if ((await bring('2203', `diagnosis ${number}`, diagnosis(visit))) === null) return;
    if ((await bring('2204', `lines ${number}`, feeLines(visit, count))) === null) return;
    const settled = await bring('2207', `bill ${number}`, settlement(visit, patient, count));
    if (settled === null) return;
    if (chance.happens(0.1)) await bring('2207', `bill ${number}`, settlement(visit, patient, count), DONE_BEFORE);
    if (chance.happens(0.3)) await this.#changesMind(bring, '2208', visit, settled);
  }

  /** @param {Patient} patient */
  async #stays(patient) {
    const { chance, hospital } = this.#settings;
    const count = chance.between(1, STAY_COUNT_MAX);
    const number = `I-${this.#next()}`;
    const bring = this.#bringer(hospital, patient);
    const admitted = await bring('2401', `stay ${number}`, admission(patient, number), THERE_ALREADY);
    if (admitted === null) return;
    const visit = { mdtrt_id: wordIn(admitted, 'mdtrt_id'), psn_no: patient.personId };
    if ((await bring('2301', `lines ${number}`, stayLines(visit, count))) === null) return;
    if ((await bring('2402', `discharge ${number}`, discharge(visit))) === null) return;
    const settled = await bring('2304', `bill ${number}`, staySettlement(visit, patient, count));
    if (settled === null) return;
    if (chance.happens(0.1)) await bring('2304', `bill ${number}`, staySettlement(visit, patient, count), DONE_BEFORE);
    if (chance.happens(0.3)) await this.#changesMind(bring, '2305', visit, settled);
  }

  /** @param {Patient} patient */
  async #buysDrugs(patient) {
    const { chance, pharmacy } = this.#settings;
    const bring = this.#bringer(pharmacy, patient);
    const bought = await bring('2102', `purchase ${this.#next()}`, purchase(patient, chance.between(1, COUNT_MAX)));
    if (bought === null || !chance.happens(0.3)) return;
    const visit = { mdtrt_id: wordIn(bought, 'mdtrt_id'), psn_no: patient.personId };
    await this.#changesMind(bring, '2103', visit, bought);
  }

  /**
   * @param {Bring} bring
   * @param {'2208' | '2305' | '2103'} infno
   * @param {Visit} visit
   * @param {string} settled
   */
  async #changesMind(bring, infno, visit, settled) {
    const settlementId = wordIn(settled, 'setl_id');
    const input = cancellation(visit, settlementId);
    const cancelled = await bring(infno, `cancelling ${settlementId}`, input);
    if (cancelled === null || !this.#settings.chance.happens(0.4)) return;
    await bring(infno, `cancelling ${settlementId}`, input, DONE_BEFORE);
  }

  /**
   * Brings an act of a patient to an end: a message whose number was closed is followed by a new one, or by none.
   * @param {string} institution
   * @param {Patient} patient
   * @returns {Bring}
   */
  #bringer(institution, { personId }) {
    return async (infno, act, input, refusals) => {
      for (;;) {
        const made = this.#make({ institution, infno, act, personId });
        const ended = await this.#bring(made, input, refusals);
        if (ended?.end === 'settled') return await this.#toldGood(made, input, ended.text);
        if (ended?.end === 'absent' && this.#settings.chance.happens(0.7)) continue;
        return null;
      }
    };
  }

  /** @param {Made} made @param {object} input @param {string | null} answer */
  async #toldGood(made, input, answer) {
    const { chance, reverses } = this.#settings;
    if (this.#reversed.has(made.msgid)) return null;
    if (SETTLING.has(made.infno)) this.settled += 1;
    // Somebody presses the button twice.
    if (chance.happens(0.1)) await this.#bring(made, input);
    if (!reverses || !SETTLING.has(made.infno) || !chance.happens(0.1)) return answer;
    await this.#reverse(made);
    return null;
  }

  /**
   * A message with a number of its own, on HIS's disk before it is sent.
   * @param {Omit<Made, 'msgid'>} about
   * @returns {Made}
   */
  #make(about) {
    const made = { ...about, msgid: `${about.institution}${this.#next()}` };
    this.#settings.record.made(made);
    return made;
  }

  /**
   * Reverses a settlement, known or unknown; sometimes twice, which changes nothing.
   * @param {Made} original
   */
  async #reverse(original) {
    const { institution, personId, msgid: undoes } = original;
    this.#reversed.add(undoes);
    do {
      // Each is an act of its own: the second changes nothing, and is settled all the same.
      const act = `reversing ${undoes} ${this.#next()}`;
      const made = this.#make({ institution, infno: '2601', act, personId, undoes });
      await this.#bring(made, reversal(original));
    } while (this.#settings.chance.happens(0.3));
  }

  /**
   * Sends a message, the same words each time, until it has an end; HIS keeps that.
   * @param {Made} made
   * @param {object} input
   * @param {ReadonlySet<string>} [refusals] the codes that are right
   * @returns {Promise<Ended | null>} null where it found none in a long time
   */
  async #bring(made, input, refusals) {
    const { division: care } = this.#settings;
    const text = textOf({ ...made, input }, { care, insured: this.#divisions.get(made.personId) ?? care });
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
      const ended = await this.#send(made, text);
      if (ended !== null) {
        const right = refusals?.has(codeIn(ended.text ?? '')) ?? false;
        this.#settings.record.told(made, ended.end, ended.text, right);
        return ended;
      }
      await pause(AGAIN_MS);
    }
    return null;
  }

  /**
   * HIS does not know: it sends the message again, or asks, or gives it up or reverses it and asks.
   * @param {Made} made
   * @returns {Promise<Tried>}
   */
  async #lookAfter(made) {
    const { institution, msgid } = made;
    const { chance, reverses } = this.#settings;
    if (reverses && SETTLING.has(made.infno) && chance.happens(0.2)) await this.#reverse(made);
    else if (chance.happens(0.5)) return null;
    const gaveUp = chance.happens(0.4);
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
      await pause(AGAIN_MS);
      if (gaveUp) await this.#ask('POST', `/api/unresolved/${institution}/${msgid}/give-up`);
      const said = await this.#ask('GET', `/api/outcomes/${institution}/${msgid}`);
      const { outcome, answer } = said === null ? { outcome: 'unknown', answer: null } : outcomeIn(said);
      if (outcome === 'settled' || outcome === 'refused' || outcome === 'absent') {
        return { end: outcome, text: answer };
      }
    }
    return null;
  }

  /**
   * @param {Made} made
   * @param {string} text
   * @returns {Promise<Tried>}
   */
  async #send(made, text) {
    const answer = await this.#ask('POST', '/fsi/api/rsfComIfsService/callService', text);
    if (answer === null) return this.#lookAfter(made);
    const code = codeIn(answer);
    if (code === '') return { end: 'settled', text: answer };
    if (code.startsWith('UNKNOWN-')) return this.#lookAfter(made);
    if (NOT_DONE.has(code)) return null;
    return code === CLOSED ? { end: 'absent', text: null } : { end: 'refused', text: answer };
  }

  /**
   * @param {'GET' | 'POST'} method
   * @param {string} path
   * @param {string} [body]
   * @returns {Promise<string | null>} the answer; null when none came, or none that is a word on the message
   */
  async #ask(method, path, body) {
    const { url, key } = this.#settings;
    try {
      const answer = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
        body: body ?? null,
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      const text = await answer.text();
      return answer.status === 200 ? text : null;
    } catch {
      // The counter is down, or the connection was cut: whatever it was, HIS has no answer.
      return null;
    }
  }

  /** @returns {string} a number that nobody else makes */
  #next() {
    this.#serial += 1;
    return `${this.#settings.name}N${this.#serial}`;
  }
}
