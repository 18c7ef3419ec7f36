import { createRequire } from 'node:module';
import { type EventEmitter } from 'node:events';

/** A reader as the native module gives it: a context of its own, made at the first `connect`. */
export interface NativeReader extends EventEmitter {
  readonly name: string;
  readonly SCARD_SHARE_EXCLUSIVE: number;
  readonly SCARD_UNPOWER_CARD: number;
  /** Tells state and answer to reset now and after each change, from a thread of its own. */
  get_status(tell: (error: Error | undefined, state: number, atr?: Uint8Array) => void): void;
  connect(options: { share_mode: number }, done: (error: Error | null, protocol: number) => void): void;
  disconnect(disposition: number, done: (error: Error | null) => void): void;
  transmit(
    command: Uint8Array,
    answerBytesMax: number,
    protocol: number,
    done: (error: Error | null, answer: Uint8Array) => void,
  ): void;
}

interface NativeModule {
  /** Watches which readers there are: `reader` for each, and `error` when the card service is lost. Throws without one. */
  readonly watch: () => EventEmitter;
  readonly CardReader: new (name: string) => NativeReader;
}

const require = createRequire(import.meta.url);
const MODULE = 'pcsclite';

/** Whether the native module is installed. That it also loads is found out in a child process, where it can do no harm. */
export function nativeModuleInstalled(): boolean {
  try {
    require.resolve(MODULE);
    return true;
  } catch {
    return false;
  }
}

/**
 * Loads the native module. Only for child processes: its calls hold threads for as long as a card is silent, and it ends the
 * whole process when it is loaded in a worker thread.
 * @throws Error when it is missing or was built for another Node
 */
export function loadNativeModule(): NativeModule {
  const watch = require(MODULE) as () => EventEmitter;
  // The class is not exported, but the binary that it comes from is loaded once only.
  const binary = createRequire(require.resolve(MODULE))('./build/Release/pcsclite.node') as Pick<
    NativeModule,
    'CardReader'
  >;
  return { watch, CardReader: binary.CardReader };
}
