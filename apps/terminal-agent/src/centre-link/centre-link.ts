import {
  CENTRE_LINK,
  type CloseRequest,
  type FilePartAnswer,
  type FilePartRequest,
  type FileReadAnswer,
  type FileReadRequest,
  type LinkAnswer,
  type LinkCaller,
  type LinkMessage,
  type OutcomeAnswer,
  type OutcomeRequest,
  type RefusalCode,
  type VerdictAnswer,
  VerdictAnswerShape,
  type VerdictRequest,
} from '@medisettle/national';
import { type Log } from '@medisettle/program';
import { type z } from 'zod';
import { CardChanges } from './card-changes.js';
import { Heartbeat } from './heartbeat.js';
import { FilePartAnswerShape, FileReadAnswerShape, LinkAnswerShape, OutcomeAnswerShape } from './link-answers.js';
import { LinkSocket, type LinkAddress } from './link-socket.js';

/**
 * What became of a request to the centre. `unreachable` and `busy`: it was not sent. `no-answer`: it was sent, and what
 * the centre made of it is not known. `fault`: the centre answered that it could not deal with it.
 */
export type LinkReply<Answer> =
  | { readonly outcome: 'answered'; readonly answer: Answer }
  | { readonly outcome: 'unreachable' | 'busy' | 'no-answer' | 'fault' };

type Without<Request> = Omit<Request, keyof LinkCaller>;

export interface LinkSettings {
  readonly address: LinkAddress;
  readonly caller: LinkCaller;
  /** How long the answer to a message may take, in milliseconds; looking something up takes 5 seconds at most. */
  readonly deadlineMs: number;
  readonly heartbeatMs: number;
  /** How many requests may wait for an answer at the same time; more are turned away at once. */
  readonly inFlightMax?: number;
}

/** Far more than a counter sends; a bound, so that a centre that hangs cannot fill this machine's memory. */
const IN_FLIGHT_MAX = 64;

/** What the centre answers to a wrong link key, before it looks at anything else: nothing was done. */
const WRONG_KEY: RefusalCode = 'DOOR-KEY';

const saysWrongKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'message' in error && error.message === WRONG_KEY;

/** A patient stands at the counter while a card is looked up: better an honest "not known" soon. */
const LOOK_UP_MS_MAX = 5_000;

/** The counter's way to its centre. */
export class CentreLink {
  private readonly socket: LinkSocket;
  private inFlightNow = 0;
  private closed = false;
  /** Whether the centre can be reached, and its signs of life. */
  readonly heartbeat: Heartbeat;
  /** What the centre tells unasked of the cards on the readers. */
  readonly changes: CardChanges;

  constructor(
    private readonly settings: LinkSettings,
    private readonly log: Log,
  ) {
    this.socket = new LinkSocket(settings.address, log);
    this.heartbeat = new Heartbeat(this.socket, settings.caller, settings.heartbeatMs, log);
    this.changes = new CardChanges(this.socket, this.heartbeat, settings.caller, log);
  }

  /** Starts to keep the connection up. Requests work before that too. */
  open(): void {
    this.changes.open();
    this.heartbeat.start();
  }

  /** Requests that still wait end as `no-answer`. */
  close(): void {
    this.closed = true;
    this.changes.close();
    this.heartbeat.stop();
    this.socket.drop();
  }

  get inFlight(): number {
    return this.inFlightNow;
  }

  /** Hands a message of the national interface to the centre. */
  message(message: Without<LinkMessage>): Promise<LinkReply<LinkAnswer>> {
    return this.ask(CENTRE_LINK.message, message, LinkAnswerShape, this.settings.deadlineMs);
  }

  /** Asks whether a card may be used, and who holds it. */
  verdict(card: Without<VerdictRequest>): Promise<LinkReply<VerdictAnswer>> {
    return this.ask(CENTRE_LINK.verdict, card, VerdictAnswerShape, this.lookUpMs);
  }

  /** Asks what became of a message. */
  outcome(message: Without<OutcomeRequest>): Promise<LinkReply<OutcomeAnswer>> {
    return this.ask(CENTRE_LINK.outcome, message, OutcomeAnswerShape, this.lookUpMs);
  }

  /** Asks what became of a message and, if nothing has, closes its number; see {@link CloseRequest}. */
  closeNumber(message: Without<CloseRequest>): Promise<LinkReply<OutcomeAnswer>> {
    return this.ask(CENTRE_LINK.close, message, OutcomeAnswerShape, this.lookUpMs);
  }

  /** Sends a part of a file ahead of its message. */
  filePart(part: Without<FilePartRequest>): Promise<LinkReply<FilePartAnswer>> {
    return this.ask(CENTRE_LINK.filePart, part, FilePartAnswerShape, this.settings.deadlineMs);
  }

  /** Fetches a part of a file whose download was answered. */
  fileRead(part: Without<FileReadRequest>): Promise<LinkReply<FileReadAnswer>> {
    return this.ask(CENTRE_LINK.fileRead, part, FileReadAnswerShape, this.settings.deadlineMs);
  }

  private get lookUpMs(): number {
    return Math.min(this.settings.deadlineMs, LOOK_UP_MS_MAX);
  }

  private async ask<Answer>(
    pattern: string,
    request: object,
    shape: z.ZodType<Answer>,
    deadlineMs: number,
  ): Promise<LinkReply<Answer>> {
    if (this.closed) return { outcome: 'unreachable' };
    if (this.inFlightNow >= (this.settings.inFlightMax ?? IN_FLIGHT_MAX)) return { outcome: 'busy' };
    this.inFlightNow += 1;
    try {
      return await this.exchange(pattern, request, shape, deadlineMs);
    } finally {
      this.inFlightNow -= 1;
    }
  }

  private async exchange<Answer>(
    pattern: string,
    request: object,
    shape: z.ZodType<Answer>,
    deadlineMs: number,
  ): Promise<LinkReply<Answer>> {
    const reply = await this.socket.request(pattern, { ...request, ...this.settings.caller }, deadlineMs);
    switch (reply.kind) {
      case 'never-sent':
        return { outcome: 'unreachable' };
      case 'no-answer':
        return { outcome: 'no-answer' };
      case 'fault':
        if (saysWrongKey(reply.error)) {
          this.log.warn('the centre does not accept the key of this terminal', { code: WRONG_KEY });
          return { outcome: 'unreachable' };
        }
        this.log.warn('the centre answered with a fault', { route: pattern });
        return { outcome: 'fault' };
      case 'answered': {
        const answer = shape.safeParse(reply.value);
        if (answer.success) return { outcome: 'answered', answer: answer.data };
        this.log.warn('the centre answered something else than agreed', { route: pattern });
        return { outcome: 'fault' };
      }
    }
  }
}
