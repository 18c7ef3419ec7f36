import { isInfno, transactionOf, type Infno } from '../transactions/table.js';
import { readMessage } from './envelope.js';
import { textOf } from './fields.js';
import { isWireObject, type WireObject } from './json.js';

/** What a counter needs to know of a message before it forwards it. */
export interface Glance {
  /** As sent; not checked against the table of transactions. */
  readonly infno: string;
  readonly known: Infno | null;
  readonly msgid: string | null;
  readonly institution: string;
  /** `dev_no`, null when empty. */
  readonly device: string | null;
  readonly changesSomething: boolean;
  /** Whether the message names a social security card (03) and leaves the number to the card on the reader. */
  readonly asksForCard: boolean;
}

/**
 * A look at a message without its schema.
 * @throws Refused with MSG-NOT-JSON, MSG-FIELD-MISSING or MSG-FIELD-INVALID when the envelope is no good
 */
export function glance(text: string): Glance {
  const { envelope, input } = readMessage(text);
  const known = isInfno(envelope.infno) ? envelope.infno : null;
  return {
    infno: envelope.infno,
    known,
    msgid: envelope.msgid,
    institution: envelope.fixmedins_code,
    device: envelope.dev_no,
    changesSomething: known !== null && transactionOf(known).effect === 'change',
    asksForCard: Object.values(input).some((value) => asksForCard(value)),
  };
}

function asksForCard(value: WireObject[string]): boolean {
  const found = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (!isWireObject(found)) return false;
  const kind = textOf(found.mdtrt_cert_type);
  return (kind === '03' || kind === '3') && textOf(found.mdtrt_cert_no) === '';
}
