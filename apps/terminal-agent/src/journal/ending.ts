import { REFUSALS, type RefusalCode } from '@medisettle/national';
import { isGood, refusalCodeIn } from '../his-gateway/answer-code.js';
import { type CarriedMessage } from '../his-gateway/message-carrier.js';
import { type IntentEvent } from './life-cycle.js';

/** What happened to an intent, with the answer where that ends it. */
export interface Ending {
  readonly event: IntentEvent;
  readonly answer?: string;
}

const isCode = (code: string | undefined): code is RefusalCode => code !== undefined && code in REFUSALS;

const CLOSED: RefusalCode = 'MSG-CLOSED';

/** What the end of a sending means for its intent. */
export function endingOf(carried: CarriedMessage): Ending {
  switch (carried.outcome) {
    case 'nothing-done':
      return { event: 'not-sent' };
    case 'unknown':
      return { event: 'no-answer' };
    case 'answered':
      return endingIn(carried.text);
  }
}

/** An answer that this version does not know says nothing of what was done: the centre is asked. */
function endingIn(answer: string): Ending {
  if (isGood(answer)) return { event: 'settled', answer };
  const code = refusalCodeIn(answer);
  if (!isCode(code) || code.startsWith('UNKNOWN-')) return { event: 'no-answer' };
  if (code === CLOSED) return { event: 'closed', answer };
  switch (REFUSALS[code].class) {
    case 'business':
      return { event: 'refused', answer };
    case 'transient':
      return { event: 'put-off' };
    case 'permanent':
      return { event: 'defective' };
  }
}
