/** @typedef {import('./chance.mjs').Chance} Chance */
/** @typedef {import('./holders.mjs').Holder} Holder */
/** @typedef {import('./oracle.mjs').Told} Told */

/**
 * An event as the issuing side sends it.
 * @typedef {Told & { eventId: string, holder: Holder, guardian: boolean, generation: string, reissue: boolean }} Sent
 */

/**
 * What one holder lives through: the cards, and which events are sent in which week. Week 0 is before the exchange.
 * @typedef {object} Life
 * @property {Holder} holder
 * @property {string[]} cards in the order in which they were made
 * @property {Map<number, Sent[]>} sent by week
 */

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** Weeks from the delivery of a new card to its activation: a mean, and who never does it within the year. */
const PATIENCE = {
  minor: { weeks: 8, never: 0.1 },
  working: { weeks: 5, never: 0.06 },
  older: { weeks: 12, never: 0.14 },
};

/**
 * Writes the life of one holder through the exchange.
 */
class LifeWriter {
  /** @type {Map<number, Sent[]>} */
  sent = new Map();
  /** @type {string[]} */
  cards = [];
  #serial = 0;

  /**
   * @param {Holder} holder
   * @param {Chance} chance
   * @param {{ weeks: number, beginsAt: number }} span
   */
  constructor(holder, chance, span) {
    this.holder = holder;
    this.chance = chance;
    this.span = span;
  }

  /** @param {string} generation */
  newCard(generation) {
    const kind = generation === 'shanghai-legacy' ? 'A' : 'N';
    const card = `${kind}${this.holder.personNumber.slice(-7)}${this.cards.length}`;
    this.cards.push(card);
    return card;
  }

  /**
   * Something happens; it is told in that week, or late, or twice.
   * @param {number} week
   * @param {Told['type']} type
   * @param {string} card
   * @param {Partial<Sent>} [more]
   */
  happens(week, type, card, more = {}) {
    if (week > this.span.weeks) return;
    this.#serial += 1;
    /** @type {Sent} */
    const event = {
      eventId: `${this.holder.personNumber}-${this.#serial}`,
      type,
      card,
      // In the order of the serial within a week, so that what follows something has a later time.
      at: this.span.beginsAt + week * WEEK_MS + this.#serial * 3_600_000,
      holder: this.holder,
      guardian: this.holder.ageGroup === 'minor',
      generation: '',
      reissue: false,
      ...more,
    };
    const late = week === 0 || this.chance.happens(0.85) ? 0 : this.chance.between(1, 3);
    this.#send(week + late, event);
    if (this.chance.happens(0.05)) this.#send(week + late + this.chance.between(0, 2), event);
  }

  /** @param {number} week @param {Sent} event */
  #send(week, event) {
    // What is not told by the last week is told in it.
    const due = Math.min(week, this.span.weeks);
    this.sent.set(due, [...(this.sent.get(due) ?? []), event]);
  }
}

/**
 * @param {Holder} holder
 * @param {Chance} chance
 * @param {{ weeks: number, beginsAt: number }} span weeks of the exchange, and its first instant in milliseconds
 * @returns {Life}
 */
export function writeLife(holder, chance, span) {
  const life = new LifeWriter(holder, chance, span);
  const old = holder.ageGroup !== 'minor' || chance.happens(0.7) ? oldCard(life) : null;
  const withdrawn = chance.happens(0.005);
  // Somebody who moves away or dies during the exchange gets no new card.
  if (withdrawn && old !== null) life.happens(chance.between(2, span.weeks), 'voided', old);
  else exchange(life, old);
  return { holder, cards: life.cards, sent: life.sent };
}

/** @param {LifeWriter} life */
function oldCard(life) {
  const card = life.newCard('shanghai-legacy');
  life.happens(0, 'issued', card, { predecessor: null, generation: 'shanghai-legacy' });
  life.happens(0, 'delivered', card);
  life.happens(0, 'activated', card);
  return card;
}

/**
 * The new card, from its delivery to its activation, with whatever goes wrong on the way.
 * @param {LifeWriter} life
 * @param {string | null} old
 */
function exchange(life, old) {
  const { chance, holder } = life;
  const week = chance.between(1, Math.floor(life.span.weeks * 0.75));
  if (old !== null && chance.happens(0.04)) loss(life, old, chance.between(1, week));
  const card = life.newCard('national-3');
  life.happens(week, 'issued', card, { predecessor: old, generation: 'national-3' });
  const delivered = week + chance.between(0, 3);
  life.happens(delivered, 'delivered', card);
  if (chance.happens(0.01)) loss(life, card, delivered);
  const { weeks, never } = PATIENCE[holder.ageGroup];
  if (chance.happens(never)) return;
  const activated = delivered + Math.floor(-Math.log(1 - chance.next()) * weeks);
  // One in five parents comes without the guardian's papers first.
  if (holder.ageGroup === 'minor' && chance.happens(0.2)) {
    life.happens(activated, 'activated', card, { guardian: false });
    life.happens(activated + 1, 'activated', card);
  } else life.happens(activated, 'activated', card);
  if (chance.happens(0.7)) life.happens(activated + chance.between(0, 2), 'finance-activated', card);
  if (chance.happens(0.06)) lossOrReissue(life, card, activated + chance.between(1, 8));
}

/**
 * @param {LifeWriter} life
 * @param {string} card
 * @param {number} week
 */
function loss(life, card, week) {
  life.happens(week, 'lost', card);
  if (life.chance.happens(0.6)) life.happens(week + life.chance.between(0, 2), 'found', card);
}

/**
 * A lost card is found, or another one takes its place; some are found after that, which changes nothing.
 * @param {LifeWriter} life
 * @param {string} card
 * @param {number} week
 */
function lossOrReissue(life, card, week) {
  if (life.chance.happens(0.5)) return loss(life, card, week);
  life.happens(week, 'lost', card);
  const again = life.newCard('national-3');
  life.happens(week + 1, 'issued', again, { predecessor: card, generation: 'national-3', reissue: true });
  life.happens(week + 1, 'delivered', again);
  life.happens(week + 2, 'activated', again);
  if (life.chance.happens(0.3)) life.happens(week + 3, 'found', card);
}

/**
 * The event in the words of the centre's feed.
 * @param {Sent} sent
 */
export const feedEvent = (sent) => ({
  eventId: sent.eventId,
  type: sent.type,
  cardNumber: sent.card,
  at: new Date(sent.at).toISOString(),
  ...(sent.type === 'issued'
    ? {
        citizenNumber: sent.holder.citizenNumber,
        generation: sent.generation,
        predecessor: sent.predecessor ?? undefined,
        reason: sent.reissue ? 'reissue' : sent.predecessor ? 'exchange' : 'first',
      }
    : {}),
  ...(sent.type === 'activated' && sent.guardian ? { guardian: { relation: 'parent' } } : {}),
});
