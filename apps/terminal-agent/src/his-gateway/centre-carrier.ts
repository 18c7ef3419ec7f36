import { refusal } from '@medisettle/national';
import { type CentreLink } from '../centre-link/centre-link.js';
import { type CarriedMessage, type CheckedMessage, type MessageCarrier } from './message-carrier.js';

/** Carries messages over the link to the centre. */
export class CentreCarrier implements MessageCarrier {
  constructor(private readonly link: Pick<CentreLink, 'message'>) {}

  async carry({ text, path, onReader, envelope, trace }: CheckedMessage): Promise<CarriedMessage> {
    const reply = await this.link.message({ text, path, onReader });
    switch (reply.outcome) {
      case 'answered':
        return { outcome: 'answered', text: reply.answer.text };
      case 'unreachable':
        return { outcome: 'nothing-done', refusal: refusal('CENTRE-UNREACHABLE') };
      case 'busy':
        return { outcome: 'nothing-done', refusal: refusal('CENTRE-BUSY') };
      case 'no-answer':
      case 'fault':
        // A fault of the centre says nothing about how far it got. Only what changes nothing may be asked again lightly.
        if (envelope.changesSomething) return { outcome: 'unknown', refusal: refusal('UNKNOWN-NO-ANSWER') };
        return {
          outcome: 'nothing-done',
          refusal: reply.outcome === 'fault' ? refusal('CENTRE-FAULT', { trace }) : refusal('CENTRE-NO-ANSWER'),
        };
    }
  }
}
