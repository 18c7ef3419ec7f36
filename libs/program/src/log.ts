import { type LoggerService } from '@nestjs/common';
import { type DestinationStream, pino } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * What may stand beside an event in the log. The list is closed on purpose: there is no field that a body, a query
 * string, a name, a card number or an amount would fit into, so that none of them can be logged by accident.
 */
export interface LogNote {
  readonly code?: string;
  readonly infno?: string;
  readonly institution?: string;
  readonly msgid?: string;
  readonly ms?: number;
  readonly trace?: string;
  readonly terminal?: string;
  readonly division?: string;
  readonly reader?: string;
  /** The pattern of a route (`/api/cards/:cardNumber`), never the path as called. */
  readonly route?: string;
  readonly status?: number;
  readonly state?: string;
  readonly role?: string;
  readonly port?: number;
  readonly count?: number;
  readonly attempt?: number;
  readonly signal?: string;
  readonly pid?: number;
}

/** One message that went through: what the log keeps of it. */
export interface Exchange {
  readonly infno: string;
  readonly institution: string;
  readonly msgid: string;
  /** `settled`, `answered` or the code of the refusal. */
  readonly code: string;
  readonly ms: number;
  /** Whether the answer was there already. */
  readonly again?: boolean;
  readonly trace?: string;
}

/** Free text comes from frameworks and drivers only; a run of digits as long as a card number is taken out of it. */
const withoutNumbers = (text: string): string => text.replace(/\d{9,}[\dXx]*/g, '…');

/** The places of a stack without its first lines, since an error's message may quote the data that it stumbled on. */
const placesOf = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .slice(0, 12);

const codeOf = (error: Error): string | undefined => {
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
};

/** The log of one program: JSON lines on standard error. Events are fixed English phrases, facts go into the note. */
export class Log {
  private readonly pino: pino.Logger;

  /**
   * @param program name of the program, in every line
   * @param level least severity that is written
   * @param to where lines go; standard error unless a test listens
   */
  constructor(
    program: string,
    level: LogLevel = 'info',
    to: DestinationStream = pino.destination({ dest: 2, sync: false }),
  ) {
    this.pino = pino({ level, base: { program, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, to);
  }

  debug(event: string, note: LogNote = {}): void {
    this.pino.debug(note, event);
  }

  info(event: string, note: LogNote = {}): void {
    this.pino.info(note, event);
  }

  warn(event: string, note: LogNote = {}): void {
    this.pino.warn(note, event);
  }

  /**
   * An error that nobody expected. Its class, its code (SQLSTATE, errno) and its places are kept, its message is not:
   * drivers quote values in messages.
   */
  fault(event: string, error: unknown, note: LogNote = {}): void {
    const shown =
      error instanceof Error
        ? { kind: error.name, errorCode: codeOf(error), places: placesOf(error) }
        : { kind: typeof error };
    this.pino.error({ ...note, ...shown }, event);
  }

  /** One line for one message of the national interface, at level `info`. */
  exchange(exchange: Exchange): void {
    this.pino.info(exchange, 'exchange');
  }

  /** The same log as the framework wants it. Its notices are `debug`, save warnings and errors. */
  forNest(): LoggerService {
    const text = (message: unknown): string =>
      withoutNumbers(message instanceof Error ? message.name : typeof message === 'string' ? message : 'notice');
    const context = (rest: unknown[]): { context?: string } => {
      const last = rest.at(-1);
      return typeof last === 'string' && !last.includes('\n') ? { context: last } : {};
    };
    const error = (message: unknown, ...rest: unknown[]): void => {
      if (message instanceof Error) this.fault('framework error', message);
      else this.pino.error(context(rest), text(message));
    };
    return {
      log: (message: unknown, ...rest: unknown[]) => this.pino.debug(context(rest), text(message)),
      warn: (message: unknown, ...rest: unknown[]) => this.pino.warn(context(rest), text(message)),
      error,
      fatal: error,
      debug: (message: unknown, ...rest: unknown[]) => this.pino.trace(context(rest), text(message)),
      verbose: (message: unknown, ...rest: unknown[]) => this.pino.trace(context(rest), text(message)),
    };
  }
}
