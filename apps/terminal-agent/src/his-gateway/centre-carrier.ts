import { CHINA_ZONE, refusal } from '@medisettle/national';
import { DateTime } from 'luxon';
import { type CentreLink } from '../centre-link/centre-link.js';
import { type CarriedMessage, type CheckedMessage, type MessageCarrier } from './message-carrier.js';

type Link = Pick<CentreLink, 'message'> & { readonly heartbeat: Pick<CentreLink['heartbeat'], 'current'> };

/** Carries messages over the link to the centre. */
export class CentreCarrier implements MessageCarrier {
  constructor(private readonly link: Link) {}

  async carry({ text, path, onReader, envelope, trace }: CheckedMessage): Promise<CarriedMessage> {
    const reply = await this.link.message({ text, path, onReader });
    switch (reply.outcome) {
      case 'answered':
        return { outcome: 'answered', text: reply.answer.text };
      case 'unreachable':
        return { outcome: 'nothing-done', refusal: refusal('CENTRE-UNREACHABLE', { since: this.awaySince() }) };
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

  /** Since when the centre is away; a message may find out a moment before the heartbeat does. */
  private awaySince(): string {
    const { reachable, since } = this.link.heartbeat.current;
    const away = reachable ? DateTime.now() : DateTime.fromJSDate(since);
    return away.setZone(CHINA_ZONE).toFormat('yyyy-MM-dd HH:mm:ss');
  }
}
