import { parseYuan, type Fen } from '@medisettle/money';
import { isWireObject, parseWire, textOf, type WireObject, type WireValue } from '@medisettle/national';
import { readFileSync } from 'node:fs';

/** An answer as a hospital's software sees it. */
export interface HisAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: WireObject;
  readonly infcode: number;
  /** The code in brackets, empty for a good answer. */
  readonly code: string;
  readonly output: WireObject;
}

let serial = 0;

/** `institution + time + sequence`, as HIS makes its message numbers. */
export function newMsgid(institution: string): string {
  serial += 1;
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  return `${institution}${time}${String(serial).padStart(4, '0')}${process.pid}`;
}

/** A hospital's or pharmacy's software: it knows the national interface and nothing else. */
export class His {
  constructor(
    private readonly url: string,
    private readonly key: string,
    readonly institution: string,
    /** `insuplc_admdvs` of its messages. */
    readonly insuredAt = '310000',
  ) {}

  /** The exact text of a message, so that it can be sent twice. */
  message(infno: string, input: unknown, more: object = {}): string {
    return JSON.stringify({
      infno,
      msgid: newMsgid(this.institution),
      mdtrtarea_admvs: '310000',
      insuplc_admdvs: this.insuredAt,
      recer_sys_code: 'MBS_LOCAL',
      dev_no: '',
      infver: 'V1.0',
      opter_type: '1',
      opter: '0001',
      opter_name: '收费员',
      inf_time: now(),
      fixmedins_code: this.institution,
      fixmedins_name: '示范机构',
      sign_no: '',
      input,
      ...more,
    });
  }

  send(infno: string, input: unknown, more: object = {}): Promise<HisAnswer> {
    return this.post(this.message(infno, input, more));
  }

  async post(text: string, path = 'rsfComIfsService/callService'): Promise<HisAnswer> {
    const response = await fetch(`${this.url}/fsi/api/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
      body: text,
    });
    return answerOf(response.status, await response.text());
  }
}

/** An answer's text as HIS understands it. */
export function answerOf(status: number, text: string): HisAnswer {
  const body = objectOf(parseWire(text));
  const said = textOf(body.err_msg) ?? '';
  return {
    status,
    text,
    body,
    infcode: Number(textOf(body.infcode)),
    code: /^\[([A-Z-]+)\]/.exec(said)?.[1] ?? '',
    output: isWireObject(body.output) ? body.output : {},
  };
}

/** The time as the wire writes it, in Asia/Shanghai (no daylight saving there since 1991). */
export function now(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19);
}

export function objectOf(value: WireValue | undefined): WireObject {
  if (!isWireObject(value)) throw new Error(`an object is expected, not ${JSON.stringify(value)}`);
  return value;
}

/** An amount of an answer in fen, exact. */
export function fenOf(node: WireObject, field: string): Fen {
  const amount = parseYuan(textOf(node[field]) ?? '');
  if (amount === null) throw new Error(`${field} is no amount: ${JSON.stringify(node[field])}`);
  return amount;
}

export interface DemoWorld {
  readonly persons: readonly { key: string; psnNo: string; name: string; certno: string }[];
  readonly cards: readonly { key: string; chip: { cardNumber?: string; cardIdentifier?: string } }[];
}

const world = JSON.parse(readFileSync(new URL('../../demo/world.json', import.meta.url), 'utf8')) as DemoWorld;

export function demoPerson(key: string) {
  const person = world.persons.find((candidate) => candidate.key === key);
  if (!person) throw new Error(`no demo person ${key}`);
  return person;
}

/** The credential fields of a demo card, as HIS writes them when it reads cards itself. */
export function demoCredential(key: string) {
  const chip = world.cards.find((candidate) => candidate.key === key)?.chip;
  return { mdtrt_cert_type: '03', mdtrt_cert_no: chip?.cardNumber ?? '', card_sn: chip?.cardIdentifier ?? '' };
}
