import { type OutcomeAnswer } from '@medisettle/national';
import { type CentreLink } from '../centre-link/centre-link.js';
import { type Inquiries } from './inquiries.js';
import { type IntentName, type NotedIntent } from './intent.js';
import { type Journal } from './journal.js';

/** What HIS is told of a message. */
interface Told {
  readonly outcome: OutcomeAnswer['outcome'];
  readonly cancelled: boolean;
  /** The answer's text; null when there is none. */
  readonly text: string | null;
  /** When this was so, where the centre could not be asked now: a cancellation since then would not be seen. */
  readonly asOf?: number;
}

const UNKNOWN: Told = { outcome: 'unknown', cancelled: false, text: null };
const ABSENT: Told = { outcome: 'absent', cancelled: false, text: null };

/**
 * Says what became of a message: by this counter's journal and by the centre. Only what the centre has said counts as
 * settled or refused, and a message that was sent from here is absent only once it cannot be done any more.
 */
export class OutcomeDesk {
  constructor(
    private readonly journal: Journal,
    private readonly inquiries: Pick<Inquiries, 'ask'>,
    private readonly link: Pick<CentreLink, 'outcome'>,
  ) {}

  /** The outcome as JSON, the stored answer in it to the letter. */
  async outcomeOf(name: IntentName): Promise<string> {
    const { outcome, cancelled, text, asOf } = await this.told(name);
    const since = asOf === undefined ? '' : `,"asOf":"${new Date(asOf).toISOString()}"`;
    return `{"outcome":"${outcome}","cancelled":${cancelled},"answer":${text ?? 'null'}${since}}`;
  }

  private async told(name: IntentName): Promise<Told> {
    const noted = await this.journal.find(name);
    switch (noted?.state) {
      case undefined:
      case 'waiting':
      case 'defective':
        return this.byCentre(name);
      case 'intended':
      case 'repeated': {
        // Under way: what the centre has not seen yet may arrive in this moment.
        const told = await this.byCentre(name);
        return told.outcome === 'absent' ? UNKNOWN : told;
      }
      case 'unknown':
      case 'absent': {
        await this.inquiries.ask(noted);
        const now = (await this.journal.find(name))?.state;
        return now === 'settled' || now === 'refused' || now === 'closed' ? this.told(name) : UNKNOWN;
      }
      case 'closed':
        return ABSENT;
      case 'settled':
      case 'refused':
        return this.ended(noted);
    }
  }

  private async byCentre({ institution, msgid }: IntentName): Promise<Told> {
    const reply = await this.link.outcome({ institution, msgid });
    if (reply.outcome !== 'answered') return UNKNOWN;
    const { outcome, cancelled, text } = reply.answer;
    return outcome === 'settled' || outcome === 'refused'
      ? { outcome, cancelled, text }
      : outcome === 'absent'
        ? ABSENT
        : UNKNOWN;
  }

  /** The centre knows whether it was cancelled since; without it the journal's own answer stands, with its time. */
  private async ended(noted: NotedIntent): Promise<Told> {
    const told = await this.byCentre(noted);
    if (told.outcome === 'settled' || told.outcome === 'refused') return told;
    const { answer } = await this.journal.read(noted);
    return {
      outcome: noted.state === 'settled' ? 'settled' : 'refused',
      cancelled: false,
      text: answer,
      asOf: noted.changedAt,
    };
  }
}
