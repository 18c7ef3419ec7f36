import { refusal, type CardCredential, type CardOnReader, type Refusal } from '@medisettle/national';
import { type CardSource } from '../his-gateway/his-gateway.js';
import { type CardJudge } from './card-judge.js';
import { type FinishedReading } from './card-view.js';
import { type Counter } from './counter.js';

/** What clients write into `dev_no` when they mean no reader (national interface §1.1). */
const NO_READER = new Set(['', 'null', '0', '1']);

const missing = (why: Refusal): CardOnReader => ({ missing: why });

/** What lies on one reader: a finished reading, or why there is none. */
type Lying = FinishedReading | Refusal;

const isReading = (lying: Lying): lying is FinishedReading => 'outcome' in lying;

/**
 * Finds the card for a message with an empty credential. Nothing is refused here: why there is no card travels with the
 * message, and a card that may not be used travels too, so that the centre refuses it with the verdict's own code.
 */
export class CardsForMessages implements CardSource {
  constructor(
    private readonly counter: Counter,
    private readonly judge: CardJudge,
  ) {}

  /** @param device `dev_no`: a reader's name; null, empty, `null`, `0` and `1` name none, unless a reader is called so */
  async cardFor(device: string | null): Promise<CardOnReader> {
    const named = device === null ? undefined : this.counter.find(device);
    if (named) {
      const lying = await named.reading();
      return lying ? credentialOf(lying) : missing(refusal('READER-EMPTY'));
    }
    if (device !== null && !NO_READER.has(device)) return missing(refusal('READER-UNKNOWN'));
    return this.onlyCard();
  }

  private async onlyCard(): Promise<CardOnReader> {
    const readings = await Promise.all(this.counter.all().map((reader) => reader.reading()));
    const lying = readings.filter((reading) => reading !== null);
    const [first, ...more] = lying;
    if (!first) return missing(refusal('READER-EMPTY'));
    if (more.length === 0) return credentialOf(first);
    const usable = await this.usable(lying);
    const [only, ...others] = usable;
    // None is good: the centre says why, of the first one.
    if (!only) return credentialOf(first);
    return others.length === 0 ? credentialOf(only) : missing(refusal('READER-SEVERAL-CARDS'));
  }

  /** Asks anew: a verdict from the insertion may be old by now. A card whose verdict is not known may be the one. */
  private async usable(lying: readonly Lying[]): Promise<FinishedReading[]> {
    const views = await Promise.all(
      lying.filter(isReading).map(async (reading) => ({ reading, view: await this.judge.judge(reading) })),
    );
    return views.filter(({ view }) => view.verdict.outcome !== 'refused').map(({ reading }) => reading);
  }
}

function credentialOf(lying: Lying): CardOnReader {
  if (!isReading(lying)) return missing(lying);
  switch (lying.outcome) {
    case 'not-social-security':
      return missing(refusal('CARD-NOT-SOCIAL-SECURITY'));
    case 'damaged':
      return missing(refusal('CARD-UNREADABLE'));
    case 'read': {
      const card: CardCredential = {
        cardNumber: lying.cardNumber,
        cardIdentifier: lying.cardIdentifier,
        citizenNumber: lying.holder?.citizenNumber ?? '',
        name: lying.holder?.name ?? '',
        generation: lying.generation,
      };
      return { card };
    }
  }
}
