import { refuse } from '@medisettle/national';
import { type CarriedMessage, type CheckedMessage, type MessageCarrier } from '../his-gateway/message-carrier.js';
import { type Journal } from '../journal/journal.js';
import { messageIn, textIn } from '../journal/kept-words.js';
import { z } from 'zod';

/** Somebody who works at this counter. */
const Operator = z.object({
  number: z.string().trim().min(1).max(30),
  name: z.string().trim().min(1).max(50),
  /** Whether settlements may be cancelled in this operator's name. */
  mayCancel: z.boolean(),
});
export type Operator = z.output<typeof Operator>;

/** The operators of a counter as JSON text, such as `[{"number":"0001","name":"示范","mayCancel":true}]`. */
export const operatorsSetting = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.array(Operator).min(1));

/** Who works at this counter. Where nobody is listed, everybody may do everything, as before there was a list. */
export class Operators {
  constructor(private readonly listed: readonly Operator[] | undefined) {}

  /** @throws Refused OPERATOR-UNKNOWN when there is a list and it does not have this number */
  find(number: string): Pick<Operator, 'number' | 'name'> {
    if (this.listed === undefined) return { number, name: '' };
    return this.listed.find((operator) => operator.number === number) ?? refuse('OPERATOR-UNKNOWN', { number });
  }

  mayCancel(number: string): boolean {
    return this.listed?.find((operator) => operator.number === number)?.mayCancel ?? this.listed === undefined;
  }
}

/** Transactions by which a person takes a settlement back. A reversal (2601) is the software's own, after a lost answer. */
const CANCELLING: ReadonlySet<string> = new Set(['2103', '2208', '2305']);

/**
 * Lets cancellations pass only in the name of somebody who may cancel. The number is what the message says (`opter`): it
 * keeps honest people from slips, and proves nobody's identity. One that was sent before keeps its answer.
 */
export class CancelRights implements MessageCarrier {
  constructor(
    private readonly inner: MessageCarrier,
    private readonly operators: Operators,
    private readonly journal: Pick<Journal, 'find'>,
  ) {}

  /** @throws Refused OPERATOR-MAY-NOT-CANCEL: then nothing was noted or sent */
  async carry(message: CheckedMessage): Promise<CarriedMessage> {
    const { infno, institution, msgid } = message.envelope;
    const number = textIn(messageIn(message.text), 'opter');
    if (CANCELLING.has(infno) && !this.operators.mayCancel(number)) {
      const noted = msgid === null ? undefined : await this.journal.find({ institution, msgid });
      if (!noted) refuse('OPERATOR-MAY-NOT-CANCEL', { number });
    }
    return this.inner.carry(message);
  }
}
