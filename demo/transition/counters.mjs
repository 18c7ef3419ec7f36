import { ClientTCP } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { answerOf } from './oracle.mjs';

/** @typedef {import('./city.mjs').City} City */
/** @typedef {import('./holders.mjs').Holder} Holder */
/** @typedef {import('./oracle.mjs').Answer} Answer */

/**
 * What is done with a card at a counter: it is looked up, a visit is registered with it, or a purchase is settled.
 * @typedef {'look-up' | 'registration' | 'purchase'} Act
 */

const HOSPITALS = ['H31010600001', 'H31010600002'];
const PHARMACY = 'P31010600001';

/** One counter: its own connection to the centre, and the software of its hospital or pharmacy. */
export class Counter {
  #link;
  #serial = 0;
  /** Purchases that were settled here. */
  settled = 0;

  /**
   * @param {City} city
   * @param {number} number
   */
  constructor(city, number) {
    this.city = city;
    this.number = number;
    this.hospital = HOSPITALS[number % HOSPITALS.length] ?? '';
    this.#link = new ClientTCP({ host: '127.0.0.1', port: city.linkPort });
  }

  close() {
    this.#link.close();
  }

  /**
   * @param {Holder} holder who shows the card
   * @param {string} card
   * @param {Act} act
   * @returns {Promise<Answer>}
   */
  async use(holder, card, act) {
    const code = act === 'look-up' ? await this.#lookUp(card) : await this.#send(holder, card, act);
    const answer = answerOf(code);
    if (answer === null) throw new Error(`the centre answered a ${act} with ${code}`);
    return answer;
  }

  /** @param {string} card */
  async #lookUp(card) {
    const asked = {
      terminal: `T${this.number}`,
      linkKey: this.city.linkKey,
      cardNumber: card,
      cardIdentifier: '',
      generation: '',
    };
    /** @type {{ verdict: { code: string } }} */
    const { verdict } = await firstValueFrom(this.#link.send('card.verdict', asked));
    return verdict.code;
  }

  /**
   * @param {Holder} holder
   * @param {string} card
   * @param {'registration' | 'purchase'} act
   */
  async #send(holder, card, act) {
    this.#serial += 1;
    const message = act === 'purchase' ? purchase(holder, card) : registration(holder, card, this.#serial);
    const institution = act === 'purchase' ? PHARMACY : this.hospital;
    const answer = await fetch(`${this.city.url}/fsi/api/rsfComIfsService/callService`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.city.operatorKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        infno: act === 'purchase' ? '2102' : '2201',
        msgid: `${institution}C${this.number}N${this.#serial}`,
        mdtrtarea_admvs: '310000',
        insuplc_admdvs: '310000',
        opter: '0001',
        inf_time: now(),
        fixmedins_code: institution,
        input: message,
      }),
    });
    /** @type {{ infcode: number, err_msg: string }} */
    const { infcode, err_msg: said } = JSON.parse(await answer.text());
    if (infcode !== 0) return /^\[([A-Z-]+)\]/.exec(said)?.[1] ?? said;
    if (act === 'purchase') this.settled += 1;
    return 'CARD-USABLE';
  }
}

/** The time as the wire writes it, in Asia/Shanghai. */
const now = () => new Date(Date.now() + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19);

/** @param {Holder} holder @param {string} card */
const credential = (holder, card) => ({
  psn_no: holder.personNumber,
  insutype: '310',
  begntime: now(),
  mdtrt_cert_type: '03',
  mdtrt_cert_no: card,
});

/** @param {Holder} holder @param {string} card @param {number} serial */
const registration = (holder, card, serial) => ({
  data: { ...credential(holder, card), ipt_otp_no: `O${serial}`, dept_code: 'A01', dept_name: '内科', caty: 'A03' },
});

/** @param {Holder} holder @param {string} card */
const purchase = (holder, card) => ({
  druginfo: { ...credential(holder, card), medfee_sumamt: '12.50', acct_used_flag: '1', med_type: '41' },
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
