import { CHINA_ZONE, refusal, wireDate, type RefusalCode } from '@medisettle/national';
import { DateTime } from 'luxon';
import { type RowOutcome } from '../feeds/uploads.js';
import { ageOn } from '../insured/age.js';
import { type CardEvent, fingerprintOf } from './card-event.js';
import { type Awaited, type GuardianEntry, type HeldPerson, type HistoryEntry } from './card-store.js';
import { type CardStep, happen, issue, makesLoop, type ExchangeCard } from './exchange.js';

/** What became of one event. */
export type EventOutcome = RowOutcome;

/** Age from which nobody needs a guardian to activate a card. */
const OF_AGE = 18;

/** What the database says about the cards and persons that a batch names, all of them held. */
export interface BatchGround {
  readonly persons: ReadonlyMap<string, HeldPerson>;
  /** Card number → person. */
  readonly owners: ReadonlyMap<string, string>;
  /** Citizen number → person. */
  readonly citizens: ReadonlyMap<string, string>;
  /** Merged person number → the number that goes on in its place. */
  readonly merged: ReadonlyMap<string, string>;
  /** Event number → fingerprint of what was taken before. */
  readonly known: ReadonlyMap<string, string>;
  /** Day of the commit in Shanghai. */
  readonly day: string;
}

const rejected = (code: RefusalCode): EventOutcome => ({ kind: 'rejected', refusal: refusal(code) });

/** The person of an event, or what it has to wait for. `arriving`: cards that are issued in the same batch. */
export function subjectOf(
  event: CardEvent,
  ground: Pick<BatchGround, 'owners' | 'citizens' | 'merged'>,
  arriving: ReadonlyMap<string, string>,
): { readonly personId: string } | Awaited {
  if (event.type !== 'issued') {
    const personId = ground.owners.get(event.cardNumber) ?? arriving.get(event.cardNumber);
    return personId === undefined ? { kind: 'card', key: event.cardNumber } : { personId };
  }
  if (event.personNumber !== undefined) {
    return { personId: ground.merged.get(event.personNumber) ?? event.personNumber };
  }
  const personId = ground.citizens.get(event.citizenNumber ?? '');
  return personId === undefined ? { kind: 'certificate', key: event.citizenNumber ?? '' } : { personId };
}

/** Takes events in one after the other and gathers what is to be written. Knows no database. */
export class EventBatch {
  readonly history: HistoryEntry[] = [];
  readonly taken: { eventId: string; fingerprint: string }[] = [];
  readonly waiting: { event: CardEvent; fingerprint: string; awaited: Awaited }[] = [];
  readonly guardians = new Map<string, GuardianEntry>();
  readonly issued = new Map<string, string>();
  private readonly changed = new Map<string, string>();
  private readonly seen = new Map<string, string>();

  constructor(
    private readonly ground: BatchGround,
    private readonly arriving: ReadonlyMap<string, string>,
  ) {}

  /** Takes one event. @param waited whether it comes out of the waiting room: a rejection is then noted in the history */
  take(event: CardEvent, waited = false): EventOutcome {
    const fingerprint = fingerprintOf(event);
    const before = this.ground.known.get(event.eventId) ?? this.seen.get(event.eventId);
    if (before !== undefined && !waited) {
      return before === fingerprint ? { kind: 'duplicate' } : rejected('CARD-EVENT-ID-REUSED');
    }
    const outcome = this.judge(event, fingerprint, waited);
    if (outcome.kind !== 'rejected') this.seen.set(event.eventId, fingerprint);
    return outcome;
  }

  /** Cards that are to be written. */
  get cards(): (ExchangeCard & { personId: string })[] {
    return [...this.changed].flatMap(([cardNumber, personId]) => {
      const card = this.ground.persons.get(personId)?.cards.get(cardNumber);
      return card ? [{ ...card, personId }] : [];
    });
  }

  private judge(event: CardEvent, fingerprint: string, waited: boolean): EventOutcome {
    const subject = subjectOf(event, this.ground, this.arriving);
    if (!('personId' in subject)) return this.wait(event, fingerprint, subject);
    const person = this.ground.persons.get(subject.personId);
    if (!person) return this.wait(event, fingerprint, { kind: 'person', key: subject.personId });
    const code = event.type === 'issued' ? this.issueProblem(event, person) : eventProblem(event, person);
    if (code !== null) {
      if (waited) this.noteRejected(event, person, code);
      return rejected(code);
    }
    const card = person.cards.get(event.cardNumber);
    // Its `issued` came in this batch and was rejected: it waits for a better one.
    if (!card && event.type !== 'issued') {
      return this.wait(event, fingerprint, { kind: 'card', key: event.cardNumber });
    }
    const steps = card && event.type === 'issued' ? [repeated(card)] : this.apply(event, person);
    this.taken.push({ eventId: event.eventId, fingerprint });
    for (const step of steps) this.noteStep(event, person, step);
    return { kind: steps[0]?.effect === 'applied' ? 'applied' : 'unchanged' };
  }

  private apply(event: CardEvent, person: HeldPerson): CardStep[] {
    const { cardNumber, type } = event;
    if (type === 'issued') {
      this.issued.set(cardNumber, person.personId);
      return issue(person.cards, newCard(event, this.ground.day), this.ground.day);
    }
    if (type === 'activated' && event.guardian) {
      const { name = null, relation } = event.guardian;
      this.guardians.set(cardNumber, { personId: person.personId, cardNumber, name, relation });
    }
    const reason = voidReasonOf(event);
    return happen(person.cards, cardNumber, { type, at: event.at, reason }, this.ground.day);
  }

  private wait(event: CardEvent, fingerprint: string, awaited: Awaited): EventOutcome {
    this.waiting.push({ event, fingerprint, awaited });
    return { kind: 'waiting' };
  }

  private issueProblem(event: CardEvent, person: HeldPerson): RefusalCode | null {
    const { cardNumber, predecessor = null } = event;
    const owner = this.ground.owners.get(cardNumber) ?? this.issued.get(cardNumber);
    if (owner !== undefined && owner !== person.personId) return 'CARD-EVENT-CARD-TAKEN';
    const card = person.cards.get(cardNumber);
    if (card) return saysTheSame(card, event) ? null : 'CARD-EVENT-CARD-TAKEN';
    if (predecessor === null) return null;
    const ownerBefore = this.ground.owners.get(predecessor) ?? this.issued.get(predecessor);
    if (ownerBefore !== undefined && ownerBefore !== person.personId) return 'CARD-EVENT-PREDECESSOR';
    return makesLoop(person.cards, cardNumber, predecessor) ? 'CARD-EVENT-PREDECESSOR' : null;
  }

  private noteStep(event: CardEvent, person: HeldPerson, step: CardStep): void {
    this.changed.set(step.cardNumber, person.personId);
    this.history.push({
      personId: person.personId,
      cardNumber: step.cardNumber,
      // A card that is void from the start has two lines under one event.
      eventId: step.happening === 'superseded' ? `${event.eventId}/superseded` : event.eventId,
      happening: step.happening,
      happenedAt: event.at,
      stateBefore: step.from,
      stateAfter: step.to,
      effect: step.effect,
      code: null,
    });
  }

  private noteRejected(event: CardEvent, person: HeldPerson, code: RefusalCode): void {
    const card = person.cards.get(event.cardNumber);
    if (!card) return;
    this.history.push({
      personId: person.personId,
      cardNumber: event.cardNumber,
      eventId: event.eventId,
      happening: event.type,
      happenedAt: event.at,
      stateBefore: card.state,
      stateAfter: card.state,
      effect: 'rejected',
      code,
    });
  }
}

function eventProblem(event: CardEvent, person: HeldPerson): RefusalCode | null {
  if (event.type !== 'activated' || event.guardian) return null;
  const day = wireDate(DateTime.fromISO(event.at, { zone: CHINA_ZONE }));
  return ageOn(person.birthDate, day) < OF_AGE ? 'CARD-GUARDIAN-MISSING' : null;
}

const repeated = (card: ExchangeCard): CardStep => ({
  cardNumber: card.cardNumber,
  happening: 'issued',
  from: card.state,
  to: card.state,
  effect: 'unchanged',
});

const saysTheSame = (card: ExchangeCard, event: CardEvent): boolean =>
  card.generation === event.generation &&
  card.cardIdentifier === (event.cardIdentifier ?? '') &&
  card.predecessor === (event.predecessor ?? null);

const newCard = (event: CardEvent, day: string): ExchangeCard => ({
  cardNumber: event.cardNumber,
  cardIdentifier: event.cardIdentifier ?? '',
  generation: event.generation ?? '',
  predecessor: event.predecessor ?? null,
  state: 'issued',
  since: day,
  voidReason: null,
  voidedAt: null,
  financial: false,
  activated: false,
  custodyAt: null,
});

function voidReasonOf({ reason }: CardEvent): (ExchangeCard['voidReason'] & string) | undefined {
  return reason === 'replaced' || reason === 'lost' || reason === 'expired' || reason === 'withdrawn'
    ? reason
    : undefined;
}
