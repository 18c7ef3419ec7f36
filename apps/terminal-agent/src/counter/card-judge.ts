import { refusal, verdictOf, type RefusalCode, type VerdictAnswer } from '@medisettle/national';
import { type CentreLink } from '../centre-link/centre-link.js';
import { viewCard, type CardView, type FinishedReading } from './card-view.js';

const withoutHolder = (code: RefusalCode): VerdictAnswer => ({ verdict: verdictOf(refusal(code)), holder: null });

/** Says whether a card may be used. The registry decides; only what no registry could know is decided here. */
export class CardJudge {
  constructor(private readonly link: Pick<CentreLink, 'verdict'>) {}

  /** Asks the centre anew each time; a card may have been reported lost since the last answer. */
  async judge(reading: FinishedReading): Promise<CardView> {
    return viewCard(reading, await this.answerFor(reading));
  }

  private async answerFor(reading: FinishedReading): Promise<VerdictAnswer> {
    if (reading.outcome === 'not-social-security') return withoutHolder('CARD-NOT-SOCIAL-SECURITY');
    if (reading.outcome === 'damaged') return withoutHolder('CARD-UNREADABLE');
    const { cardNumber, cardIdentifier, generation } = reading;
    const reply = await this.link.verdict({ cardNumber, cardIdentifier, generation });
    return reply.outcome === 'answered' ? reply.answer : withoutHolder('UNKNOWN-CARD-CENTRE-UNREACHABLE');
  }
}
