import { isInfno, transactionOf, type Infno } from '../transactions/table.js';
import { readMessage } from './envelope.js';
import { textOf } from './fields.js';
import { isWireObject, type WireObject, type WireValue } from './json.js';

/** What a counter needs to know of a message before it forwards it. */
export interface Glance {
  /** As sent; not checked against the table of transactions. */
  readonly infno: string;
  readonly known: Infno | null;
  readonly msgid: string | null;
  readonly institution: string;
  /** What makes it this message and no other, see `readMessage`. */
  readonly fingerprint: string;
  /** Whom it is about, as far as it says: `psn_no`, else the number of the credential. Personal: hash it to keep it. */
  readonly person: string | null;
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
  const { envelope, input, fingerprint } = readMessage(text);
  const known = isInfno(envelope.infno) ? envelope.infno : null;
  return {
    infno: envelope.infno,
    known,
    msgid: envelope.msgid,
    institution: envelope.fixmedins_code,
    fingerprint,
    person: personOf(input),
    device: envelope.dev_no,
    changesSomething: known !== null && transactionOf(known).effect === 'change',
    asksForCard: Object.values(input).some((value) => asksForCard(value)),
  };
}

/** Fields that name a person, the surest first. */
const PERSON_FIELDS = ['psn_no', 'certno', 'mdtrt_cert_no'] as const;

function personOf(input: WireObject): string | null {
  const nodes = Object.values(input).flatMap((value) => (Array.isArray(value) ? value.slice(0, 1) : [value]));
  for (const field of PERSON_FIELDS) {
    for (const node of nodes.filter(isWireObject)) {
      const named = textOf(node[field]);
      if (named) return named;
    }
  }
  return null;
}

/** The single object of a node, whether it came alone or in an array. */
export function nodeOf(value: WireValue): WireObject | null {
  const found = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isWireObject(found) ? found : null;
}

/** Whether a field says nothing: absent, empty, or the word `null`. */
export function saysNothing(value: WireValue | undefined): boolean {
  return textOf(value) === '';
}

/** Whether a node names a social security card (03) and leaves its number to the card on the reader. */
export function asksForCard(node: WireValue): boolean {
  const fields = nodeOf(node);
  return (
    fields !== null && textOf(fields.mdtrt_cert_type)?.padStart(2, '0') === '03' && saysNothing(fields.mdtrt_cert_no)
  );
}
