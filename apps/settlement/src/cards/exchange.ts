import { type CardState, LIFE_CYCLE, type CardHappening } from './life-cycle.js';

export type VoidReason = 'replaced' | 'lost' | 'expired' | 'withdrawn';

/** A card of one person, as far as the exchange of cards is concerned. Times are ISO 8601 in UTC, days `yyyy-MM-dd`. */
export interface ExchangeCard {
  readonly cardNumber: string;
  /** 卡识别码; empty for Shanghai's old cards, which have none. */
  readonly cardIdentifier: string;
  readonly generation: string;
  readonly predecessor: string | null;
  readonly state: CardState;
  /** Day on which the state began: the day of the commit, whatever the event's own time. */
  readonly since: string;
  readonly voidReason: VoidReason | null;
  /** The event's own time of the `voided` that ended the card; null for a card that stands or was superseded. */
  readonly voidedAt: string | null;
  readonly financial: boolean;
  /** Whether it was ever activated; from then on its predecessors are void for ever. */
  readonly activated: boolean;
  /** Own time of the latest loss or finding that was taken. */
  readonly custodyAt: string | null;
}

/** Something that happened to one card. */
export interface Happening {
  readonly type: Exclude<CardHappening, 'superseded'>;
  readonly at: string;
  /** Only with `voided`; `withdrawn` where none is given. */
  readonly reason?: VoidReason | undefined;
}

/** What became of a card by one event. `applied`: something changed. `overtaken`: a later event had decided before. */
export interface CardStep {
  readonly cardNumber: string;
  readonly happening: CardHappening | 'issued';
  readonly from: CardState | null;
  readonly to: CardState;
  readonly effect: 'applied' | 'unchanged' | 'overtaken';
}

/** All cards of one person, by number. */
export type PersonCards = Map<string, ExchangeCard>;

/** Takes a card in. One whose successor was activated before it was heard of is void from the start. */
export function issue(cards: PersonCards, card: ExchangeCard, day: string): CardStep[] {
  cards.set(card.cardNumber, card);
  const born: CardStep = {
    cardNumber: card.cardNumber,
    happening: 'issued',
    from: null,
    to: card.state,
    effect: 'applied',
  };
  const superseded = [...cards.values()].some((other) => other.predecessor === card.cardNumber && ends(other, cards));
  return superseded ? [born, ...supersede(cards, card.cardNumber, day)] : [born];
}

/**
 * Takes an event in. Effects begin now, on `day`; the event's own time only tells which of a loss and a finding is the
 * later one, and whether an activation came before the card was withdrawn.
 * @returns what became of the card, and of its predecessors when it was activated
 */
export function happen(cards: PersonCards, cardNumber: string, happening: Happening, day: string): CardStep[] {
  const card = cards.get(cardNumber);
  if (!card) throw new Error('a card event was applied before its card');
  const overtaken = isOvertaken(card, happening);
  const to = overtaken ? card.state : LIFE_CYCLE[card.state][happening.type];
  const next: ExchangeCard = { ...card, ...marks(card, happening, overtaken), ...moved(card, to, happening, day) };
  cards.set(cardNumber, next);
  const effect = overtaken ? 'overtaken' : isSame(card, next) ? 'unchanged' : 'applied';
  const step: CardStep = { cardNumber, happening: happening.type, from: card.state, to, effect };
  const begins = next.activated && !card.activated && card.predecessor !== null;
  return begins ? [step, ...supersede(cards, card.predecessor, day)] : [step];
}

/** Custody is decided by the events' own times; at the same instant the loss counts. */
function isOvertaken(card: ExchangeCard, { type, at }: Happening): boolean {
  if (card.custodyAt === null) return false;
  if (type === 'lost') return at < card.custodyAt;
  if (type === 'found') return at < card.custodyAt || (at === card.custodyAt && isMissing(card.state));
  return false;
}

const isMissing = (state: CardState): boolean => state === 'suspended' || state === 'withheld';

function marks(card: ExchangeCard, { type, at }: Happening, overtaken: boolean): Partial<ExchangeCard> {
  if (overtaken || card.state === 'void') return type === 'activated' ? activation(card, at) : {};
  if (type === 'lost' || type === 'found') return { custodyAt: at };
  if (type === 'finance-activated') return { financial: true };
  return type === 'activated' ? activation(card, at) : {};
}

/** An activation that is heard of after the card's end still counts if it came before that end. */
const activation = (card: ExchangeCard, at: string): Partial<ExchangeCard> =>
  card.state !== 'void' || (card.voidedAt !== null && at < card.voidedAt) ? { activated: true } : {};

function moved(card: ExchangeCard, to: CardState, happening: Happening, day: string): Partial<ExchangeCard> {
  if (to === card.state) return {};
  if (to !== 'void') return { state: to, since: day };
  return { state: to, since: day, voidReason: happening.reason ?? 'withdrawn', voidedAt: happening.at };
}

/** Voids a card and all before it, for ever. */
function supersede(cards: PersonCards, cardNumber: string | null, day: string): CardStep[] {
  const steps: CardStep[] = [];
  for (let number = cardNumber; number !== null;) {
    const card = cards.get(number);
    // A predecessor that nobody has told us of yet is void as soon as it is issued.
    if (!card) break;
    const to = LIFE_CYCLE[card.state].superseded;
    if (to !== card.state) {
      const voidReason = isMissing(card.state) ? 'lost' : 'replaced';
      cards.set(number, { ...card, state: to, since: day, voidReason });
      steps.push({ cardNumber: number, happening: 'superseded', from: card.state, to, effect: 'applied' });
    }
    number = card.predecessor;
  }
  return steps;
}

/** Whether a card ends its predecessors: it was activated, or one of its own successors was. */
function ends(card: ExchangeCard, cards: PersonCards): boolean {
  if (card.activated) return true;
  return [...cards.values()].some((other) => other.predecessor === card.cardNumber && ends(other, cards));
}

const isSame = (before: ExchangeCard, after: ExchangeCard): boolean =>
  before.state === after.state &&
  before.financial === after.financial &&
  before.activated === after.activated &&
  before.custodyAt === after.custodyAt;

/** Whether naming this predecessor would make a card its own ancestor. */
export function makesLoop(cards: PersonCards, cardNumber: string, predecessor: string): boolean {
  for (let number: string | null = predecessor; number !== null; number = cards.get(number)?.predecessor ?? null) {
    if (number === cardNumber) return true;
  }
  return false;
}
