import { parse } from 'lossless-json';
import type { DoorAnswer } from '../door/answer.js';

/** Where all messages of the national interface go. */
const DISPATCHER = '/fsi/api/rsfComIfsService/callService';

/** A node of an answer; amounts and counts are the very digits that were sent. */
export type Node = Readonly<Record<string, string | null>>;

/** What came of a message. `unknown`: it may have been done; the same message, and no other, may be sent again. */
export type Said<Output> =
  | { readonly outcome: 'good'; readonly output: Output }
  | { readonly outcome: 'refused'; readonly code: string; readonly zh: string }
  | { readonly outcome: 'unknown'; readonly code: string | null; readonly zh: string | null };

/** Who sends. */
export interface Sender {
  readonly institution: string;
  /** Of the centre, where it is known. */
  readonly division: string | null;
  readonly operator: string;
}

/** A message with its number. The number goes with these words for ever. */
export interface Message {
  readonly msgid: string;
  readonly text: string;
}

/** JSON whose numbers stay the digits that were sent: no floating point touches an amount. */
export const readExactly = (text: string): unknown => parse(text, null, (digits) => digits);

/** Now in Asia/Shanghai, as the wire writes it. */
export function chinaNow(): string {
  const parts = { dateStyle: 'short', timeStyle: 'medium', timeZone: 'Asia/Shanghai' } as const;
  return new Intl.DateTimeFormat('sv-SE', parts).format(new Date());
}

/** Institution, time and four signs by chance: never the same twice, also from two tabs in one second. */
export function newMsgid(institution: string): string {
  const chance = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `${institution}${chinaNow().replace(/\D/g, '')}${(chance % 36 ** 4).toString(36).padStart(4, '0').toUpperCase()}`;
}

/**
 * Writes a message.
 * @param reader the reader whose card fills an empty credential
 */
export function messageOf(sender: Sender, infno: string, input: object, reader = ''): Message {
  const { institution, division, operator } = sender;
  const msgid = newMsgid(institution);
  const text = JSON.stringify({
    infno,
    msgid,
    mdtrtarea_admvs: division ?? '',
    // Not claimed here: the card's issuing area says it, and patients from elsewhere stand at this counter too.
    insuplc_admdvs: '',
    dev_no: reader,
    infver: 'V1.0',
    opter_type: '1',
    opter: operator,
    opter_name: operator,
    inf_time: chinaNow(),
    fixmedins_code: institution,
    input,
  });
  return { msgid, text };
}

interface Envelope {
  readonly infcode: string;
  readonly err_msg: string | null;
  readonly output: unknown;
}

type Ask = <T>(
  path: string,
  question?: unknown,
  signal?: AbortSignal,
  read?: (text: string) => unknown,
) => Promise<DoorAnswer<T>>;

/** What an answer of the national interface says. */
function saidIn<Output>({ infcode, err_msg, output }: Envelope): Said<Output> {
  if (infcode === '0') return { outcome: 'good', output: output as Output };
  const [, code = '', zh = ''] = /^\[([A-Z0-9-]+)\]\s*(.*)$/s.exec(err_msg ?? '') ?? ['', '', err_msg ?? ''];
  return { outcome: code.startsWith('UNKNOWN-') ? 'unknown' : 'refused', code, zh };
}

/** Sends a message to this counter. Whatever keeps an answer away leaves the outcome unknown. */
export async function send<Output>(ask: Ask, { text }: Message, signal?: AbortSignal): Promise<Said<Output>> {
  const answer = await ask<Envelope>(DISPATCHER, text, signal, readExactly);
  switch (answer.outcome) {
    case 'answered':
      return saidIn(answer.body);
    case 'refused':
      return { outcome: 'refused', code: answer.refusal.code, zh: answer.refusal.message };
    case 'unreachable':
      return { outcome: 'unknown', code: null, zh: null };
  }
}
