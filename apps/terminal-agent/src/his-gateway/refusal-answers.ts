import { receiverMessageId, refusalText, type Refusal } from '@medisettle/national';
import { DateTime } from 'luxon';

/** Division in the message id of a refusal that was made before the centre was ever heard of. */
const NO_DIVISION = '000000';

/** Writes the answers of this counter itself: the same envelope as the centre's, always a refusal. */
export class RefusalAnswers {
  private serial = 0;

  /** @param division the centre's division, undefined while it is not known */
  constructor(private readonly division: () => string | undefined) {}

  /** The answer's text. */
  write(refused: Refusal, receivedAt: Date): string {
    const answeredAt = DateTime.now();
    this.serial += 1;
    return refusalText(
      {
        refMsgid: receiverMessageId(this.division() ?? NO_DIVISION, answeredAt, this.serial),
        receivedAt: DateTime.fromJSDate(receivedAt),
        answeredAt,
      },
      refused,
    );
  }
}
