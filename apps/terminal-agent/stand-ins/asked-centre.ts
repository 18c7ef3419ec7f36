import { type OutcomeAnswer } from '@medisettle/national';
import { BehaviorSubject, Subject } from 'rxjs';
import { type LinkReply } from '../src/centre-link/centre-link.js';
import { type CentreState } from '../src/centre-link/heartbeat.js';

type Reply = LinkReply<OutcomeAnswer>;

export const ABSENT: Reply = {
  outcome: 'answered',
  answer: { outcome: 'absent', cancelled: false, closed: false, text: null },
};
export const SETTLED_TEXT = '{"infcode":0,"paid":12.50}';
export const SETTLED: Reply = {
  outcome: 'answered',
  answer: { outcome: 'settled', cancelled: false, closed: false, text: SETTLED_TEXT },
};
export const CLOSED: Reply = {
  outcome: 'answered',
  answer: { outcome: 'absent', cancelled: false, closed: true, text: '{"infcode":-1,"err_msg":"[MSG-CLOSED] "}' },
};

/** Stands in for the link where somebody asks for outcomes: answers by script, and beats when the test says so. */
export class AskedCentre {
  /** What was asked, in order: `outcome M1`, `close M1`. */
  readonly asked: string[] = [];
  reply: (what: 'outcome' | 'close', msgid: string) => Reply | Promise<Reply> = () => ABSENT;
  private readonly states = new BehaviorSubject<CentreState>({ reachable: true, since: new Date(0) });
  private readonly signs = new Subject<{ centre: string; division: string; at: string }>();
  readonly heartbeat;

  constructor() {
    const { states, signs } = this;
    this.heartbeat = {
      state: states.asObservable(),
      beats: signs.asObservable(),
      get current(): CentreState {
        return states.value;
      },
    };
  }

  outcome = ({ msgid }: { msgid: string }): Promise<Reply> => this.answer('outcome', msgid);
  closeNumber = ({ msgid }: { msgid: string }): Promise<Reply> => this.answer('close', msgid);

  beat(): void {
    this.signs.next({ centre: 'stand-in', division: '310000', at: '' });
  }

  goes(reachable: boolean): void {
    this.states.next({ reachable, since: new Date() });
  }

  private async answer(what: 'outcome' | 'close', msgid: string): Promise<Reply> {
    this.asked.push(`${what} ${msgid}`);
    return this.reply(what, msgid);
  }
}
