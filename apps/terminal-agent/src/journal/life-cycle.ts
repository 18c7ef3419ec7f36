/**
 * What an intent can be.
 *
 * - `intended`: on disk and on its way to the centre, or about to be; no earlier sending is open.
 * - `repeated`: on its way again while nobody knows what became of an earlier sending.
 * - `waiting`: nothing was done and nothing is on its way; the same message may be sent again.
 * - `defective`: refused for a defect of the message itself; the centre keeps nothing of it, so a mended one may take its
 *   number.
 * - `unknown`: sent, and what became of it is not known.
 * - `absent`: the centre had not seen it when it was asked; it may still be on its way.
 * - `settled`, `refused`: the centre's own answer is kept here.
 * - `closed`: not done and never will be; the centre refuses it however late it arrives.
 */
export const INTENT_STATES = [
  'intended',
  'repeated',
  'waiting',
  'defective',
  'unknown',
  'absent',
  'settled',
  'refused',
  'closed',
] as const;
export type IntentState = (typeof INTENT_STATES)[number];

/**
 * What can happen to an intent. `not-sent`: nothing of it left this machine. `put-off`: the centre answered that it did
 * nothing for now. `restarted`: the agent was started and does not know what the run before it had sent.
 */
export const INTENT_EVENTS = [
  'sending',
  'not-sent',
  'no-answer',
  'settled',
  'refused',
  'put-off',
  'defective',
  'absent',
  'closed',
  'restarted',
] as const;
export type IntentEvent = (typeof INTENT_EVENTS)[number];

/**
 * States × events → next. Every pair has an answer, since answers come late and in any order. Nothing leads out of
 * `settled`, `refused` and `closed`. Nothing but the centre's own word leads from a message that was sent to one that was
 * not done: a copy of it may still be on its way.
 */
export const INTENT_LIFE_CYCLE: Readonly<Record<IntentState, Readonly<Record<IntentEvent, IntentState>>>> = {
  intended: {
    sending: 'intended',
    'not-sent': 'waiting',
    'no-answer': 'unknown',
    settled: 'settled',
    refused: 'refused',
    'put-off': 'waiting',
    defective: 'defective',
    absent: 'intended',
    closed: 'closed',
    restarted: 'unknown',
  },
  repeated: {
    sending: 'repeated',
    'not-sent': 'unknown',
    'no-answer': 'unknown',
    settled: 'settled',
    refused: 'refused',
    'put-off': 'unknown',
    defective: 'unknown',
    absent: 'repeated',
    closed: 'closed',
    restarted: 'unknown',
  },
  waiting: {
    sending: 'intended',
    'not-sent': 'waiting',
    'no-answer': 'unknown',
    settled: 'settled',
    refused: 'refused',
    'put-off': 'waiting',
    defective: 'defective',
    absent: 'waiting',
    closed: 'closed',
    restarted: 'waiting',
  },
  defective: {
    sending: 'intended',
    'not-sent': 'defective',
    'no-answer': 'unknown',
    settled: 'settled',
    refused: 'refused',
    'put-off': 'defective',
    defective: 'defective',
    absent: 'defective',
    closed: 'closed',
    restarted: 'defective',
  },
  unknown: {
    sending: 'repeated',
    'not-sent': 'unknown',
    'no-answer': 'unknown',
    settled: 'settled',
    refused: 'refused',
    'put-off': 'unknown',
    defective: 'unknown',
    absent: 'absent',
    closed: 'closed',
    restarted: 'unknown',
  },
  absent: {
    sending: 'repeated',
    'not-sent': 'absent',
    'no-answer': 'unknown',
    settled: 'settled',
    refused: 'refused',
    'put-off': 'absent',
    defective: 'absent',
    absent: 'absent',
    closed: 'closed',
    restarted: 'unknown',
  },
  settled: always('settled'),
  refused: always('refused'),
  closed: always('closed'),
};

/** States in which nobody knows whether the message was done: the centre has to be asked. */
export const OPEN_STATES: readonly IntentState[] = ['intended', 'repeated', 'unknown', 'absent'];

function always(state: IntentState): Readonly<Record<IntentEvent, IntentState>> {
  return {
    sending: state,
    'not-sent': state,
    'no-answer': state,
    settled: state,
    refused: state,
    'put-off': state,
    defective: state,
    absent: state,
    closed: state,
    restarted: state,
  };
}
