import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { codeIn, digestOf, fenIn, wordIn } from './answers.mjs';

/** @typedef {import('./verdict.mjs').HisMessage} HisMessage */
/** @typedef {import('./verdict.mjs').Told} Told */

/** A message that HIS has made. @typedef {Omit<HisMessage, 'told'>} Made */

/**
 * What HIS keeps on its own disk: each message before it is sent for the first time, and each answer that it took for its
 * end. One JSON text a line.
 */
export class HisRecord {
  #file;
  #descriptor;

  /** @param {string} file */
  constructor(file) {
    this.#file = file;
    this.#descriptor = openSync(file, 'a', 0o600);
  }

  /** @param {Made} made */
  made(made) {
    this.#write({ made });
  }

  /**
   * @param {Made} made
   * @param {import('./verdict.mjs').End} end
   * @param {string | null} text of the answer
   * @param {boolean} right whether a refusal is right here
   */
  told({ institution, msgid }, end, text, right) {
    const good = end === 'settled' && text !== null && codeIn(text) === '';
    const money = good && text.includes('"setlinfo"');
    /** @type {Told} */
    const told = {
      end,
      digest: text === null ? null : digestOf(text),
      settlementId: money ? wordIn(text, 'setl_id') : null,
      amounts: money ? amountsIn(text) : null,
      ...(end === 'refused' && !right ? { surprise: codeIn(text ?? '') } : {}),
    };
    this.#write({ told: { institution, msgid, ...told } });
  }

  close() {
    closeSync(this.#descriptor);
  }

  /** @returns {HisMessage[]} as the disk has it */
  read() {
    /** @type {Map<string, Made & { told: Told[] }>} */
    const messages = new Map();
    for (const line of readFileSync(this.#file, 'utf8').split('\n')) {
      if (line === '') continue;
      const { made, told } = /** @type {{ made?: Made, told?: Told & import('./verdict.mjs').Name }} */ (
        JSON.parse(line)
      );
      if (made) messages.set(`${made.institution} ${made.msgid}`, { ...made, told: [] });
      if (told) messages.get(`${told.institution} ${told.msgid}`)?.told.push(told);
    }
    return [...messages.values()];
  }

  /** @param {object} line */
  #write(line) {
    writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
  }
}

/** @param {string} text */
const amountsIn = (text) => ({
  total: fenIn(text, 'medfee_sumamt'),
  fund: fenIn(text, 'fund_pay_sumamt'),
  account: fenIn(text, 'acct_pay'),
  cash: fenIn(text, 'psn_cash_pay'),
});
