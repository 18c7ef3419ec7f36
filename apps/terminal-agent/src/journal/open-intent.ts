import { type NotedIntent } from './intent.js';
import { type IntentState } from './life-cycle.js';

/** What the centre is asked: what became of the message, or that and to close its number. */
export type Asked = 'outcome' | 'close';

/** A message without an end, as a person sees it. Nothing in it belongs to a patient. */
export interface UnresolvedView {
  readonly institution: string;
  readonly msgid: string;
  readonly infno: string;
  readonly state: IntentState;
  /** When the message was first noted, ISO 8601. */
  readonly since: string;
  readonly tried: number;
  /** The last try: when, what was asked and what came of it; null before the first. */
  readonly last: { readonly at: string; readonly asked: Asked; readonly came: string } | null;
  /** When it is asked for next; null while the centre is away: as soon as it is back. */
  readonly next: string | null;
  /** Whether it has been without an end for so long that a person should look after it. */
  readonly overdue: boolean;
}

/** An intent without an end, and when its turn comes. Times: a clock that only goes forward, in milliseconds. */
export class OpenIntent {
  tried = 0;
  dueAt: number;
  private absentSince: number | undefined;
  private last: UnresolvedView['last'] = null;

  constructor(
    public noted: NotedIntent,
    readonly openedAt: number,
  ) {
    this.dueAt = openedAt;
  }

  changes(state: IntentState): void {
    this.noted = { ...this.noted, state };
  }

  dueNow(): void {
    this.dueAt = this.openedAt;
  }

  wasAbsent(now: number): void {
    this.absentSince ??= now;
  }

  absentFor(ms: number, now: number): boolean {
    return this.absentSince !== undefined && now - this.absentSince >= ms;
  }

  /** Counts a try that brought no end. */
  putOff(last: { asked: Asked; came: string }, now: number, pauseMs: number): void {
    this.tried += 1;
    this.last = { at: new Date().toISOString(), ...last };
    this.dueAt = now + pauseMs;
  }

  /** Its turn comes no later than this long after it was first absent, if that is still ahead. */
  dueBy(ms: number): void {
    if (this.absentSince === undefined || this.last?.asked === 'close') return;
    this.dueAt = Math.min(this.dueAt, this.absentSince + ms);
  }

  view(now: number, horizonMs: number, reachable: boolean): UnresolvedView {
    const { institution, msgid, infno, state, madeAt } = this.noted;
    return {
      institution,
      msgid,
      infno,
      state,
      since: new Date(madeAt).toISOString(),
      tried: this.tried,
      last: this.last,
      next: reachable ? new Date(Date.now() + Math.max(0, this.dueAt - now)).toISOString() : null,
      overdue: now - this.openedAt >= horizonMs,
    };
  }
}
