import { isWireObject, wireTime, type WireObject } from '@medisettle/national';
import { DateTime } from 'luxon';
import { randomUUID } from 'node:crypto';
import { messageIn, objectIn } from '../journal/kept-words.js';
import { isGood } from './answer-code.js';
import { type HisGateway } from './his-gateway.js';

/** What the centre said to a question: its output, or its refusal to the letter of `err_msg`. */
export type CentreSaid =
  { readonly good: true; readonly output: WireObject } | { readonly good: false; readonly message: string };

/** In whose name this counter asks. */
export interface Asker {
  readonly institution: string;
  readonly operator: string;
}

/** Questions of the counter itself, through the same door as those of a hospital's software; nothing that changes. */
export class CentreQuestions {
  constructor(private readonly gateway: HisGateway) {}

  /**
   * Asks by a transaction that only reads.
   * @param reader the reader whose card fills an empty credential
   */
  async ask({ institution, operator }: Asker, infno: string, input: object, reader = ''): Promise<CentreSaid> {
    const msgid = `${institution}${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    const text = JSON.stringify({
      infno,
      msgid,
      mdtrtarea_admvs: '',
      insuplc_admdvs: '',
      dev_no: reader,
      infver: 'V1.0',
      opter_type: '1',
      opter: operator,
      opter_name: operator,
      inf_time: wireTime(DateTime.now()),
      fixmedins_code: institution,
      input,
    });
    const answer = await this.gateway.take({ text, trace: msgid });
    const read = messageIn(answer);
    if (isGood(answer) && isWireObject(read.output)) return { good: true, output: objectIn(read.output) };
    return { good: false, message: typeof read.err_msg === 'string' ? read.err_msg : '' };
  }
}
