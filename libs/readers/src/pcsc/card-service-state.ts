/** `there`; `absent`: nobody answers yet; the other two: this machine cannot speak with PC/SC readers at all. */
type CardServiceName = 'there' | 'absent' | 'module-missing' | 'module-unusable';

/** How the machine's card service is, and what somebody at the machine can do about it. */
export interface CardServiceState {
  readonly name: CardServiceName;
  /** Null when all is well. */
  readonly advice: string | null;
}

const INSTALL =
  'On Debian: `apt-get install pcscd libpcsclite-dev build-essential python3`, then `npm install`, then start the agent again.';

const ADVICE: Readonly<Record<CardServiceName, string | null>> = {
  there: null,
  absent:
    'The card service does not answer; card readers work as soon as it does (on Debian: `apt-get install pcscd`).',
  'module-missing': `PC/SC readers are off: the native module pcsclite is not installed. ${INSTALL}`,
  'module-unusable': `PC/SC readers are off: the native module pcsclite cannot be loaded by this Node. ${INSTALL}`,
};

export function cardServiceState(name: CardServiceName): CardServiceState {
  return { name, advice: ADVICE[name] };
}
