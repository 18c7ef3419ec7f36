import {
  CENTRE_LINK,
  type HeartbeatAnswer,
  type HeartbeatRequest,
  type LinkCaller,
  type TerminalReport,
} from '@medisettle/national';
import { type Log } from '@medisettle/program';
import { BehaviorSubject, Subject, type Observable } from 'rxjs';
import { HeartbeatAnswerShape } from './link-answers.js';
import { type LinkSocket } from './link-socket.js';

/** Whether the centre answers, and since when that is so. */
export interface CentreState {
  readonly reachable: boolean;
  readonly since: Date;
}

/** Beats may go unanswered for this many intervals before the connection is taken for dead. */
const PATIENCE = 2;

/**
 * Asks the centre for a sign of life at a steady pace, which also brings the connection back after it was lost. A
 * connection whose other end has vanished without a word (a pulled cable, a firewall that forgot it) looks open for
 * hours; here it is dropped as soon as a beat stays unanswered and nothing else comes either.
 */
export class Heartbeat {
  private readonly states = new BehaviorSubject<CentreState>({ reachable: false, since: new Date() });
  private readonly answers = new Subject<HeartbeatAnswer>();
  private latest: HeartbeatAnswer | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private report: (() => TerminalReport) | undefined;

  constructor(
    private readonly socket: Pick<LinkSocket, 'request' | 'drop' | 'heard' | 'lost'>,
    private readonly caller: LinkCaller,
    private readonly intervalMs: number,
    private readonly log: Log,
  ) {
    socket.lost.subscribe(() => this.note(false));
  }

  /** Says the current state at once, then each change. */
  get state(): Observable<CentreState> {
    return this.states;
  }

  get current(): CentreState {
    return this.states.value;
  }

  /** The latest answered beat, undefined before the first. */
  get lastAnswer(): HeartbeatAnswer | undefined {
    return this.latest;
  }

  /** Each answered beat. */
  get beats(): Observable<HeartbeatAnswer> {
    return this.answers;
  }

  /** What this terminal says of itself is asked for before each beat. */
  says(report: () => TerminalReport): void {
    this.report = report;
  }

  start(): void {
    void this.beat();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.states.complete();
    this.answers.complete();
  }

  private async beat(): Promise<void> {
    const heardBefore = this.socket.heard;
    const said: HeartbeatRequest = this.report ? { ...this.caller, report: this.report() } : this.caller;
    const reply = await this.socket.request(CENTRE_LINK.heartbeat, said, this.intervalMs * PATIENCE);
    if (this.stopped) return;
    const answer = reply.kind === 'answered' ? HeartbeatAnswerShape.safeParse(reply.value) : undefined;
    if (answer?.success) {
      this.latest = answer.data;
      this.note(true);
      this.answers.next(answer.data);
    } else if (reply.kind === 'no-answer' && this.socket.heard !== heardBefore) {
      // Other answers came meanwhile: the centre is slow, not gone. Dropping now would make them all unknown.
      this.log.debug('a heartbeat was not answered, other requests were');
    } else {
      if (reply.kind === 'no-answer') this.socket.drop();
      this.note(false);
    }
    this.timer = setTimeout(() => void this.beat(), this.intervalMs);
  }

  private note(reachable: boolean): void {
    if (this.stopped || this.current.reachable === reachable) return;
    this.log.info('centre link', { state: reachable ? 'reachable' : 'unreachable' });
    this.states.next({ reachable, since: new Date() });
  }
}
