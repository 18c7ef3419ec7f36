import { Counter } from './counters.mjs';
import { feedEvent, writeLife } from './programme.mjs';
import { Witness } from './witness.mjs';

/** @typedef {import('./chance.mjs').Chance} Chance */
/** @typedef {import('./city.mjs').City} City */
/** @typedef {import('./holders.mjs').Holder} Holder */
/** @typedef {import('./programme.mjs').Life} Life */
/** @typedef {import('./programme.mjs').Sent} Sent */
/** @typedef {import('./chart.mjs').WeekOfUse} WeekOfUse */
/** @typedef {{ holder: Holder, cards: readonly string[], act: import('./counters.mjs').Act, week: number }} Visit */

const WEEKS = 52;
const WEEK_MS = 7 * 86_400_000;
/** The issuing side sends over two lines; what concerns one person goes over one of them, as from one bank. */
const FEEDERS = 2;
const UPLOAD_EVENTS = 250;
const COUNTERS = 8;
/** Visits at a counter in a week, for each holder. */
const VISITS_WEEKLY = 0.03;
/** Of those whose cards are being changed in this very week, so many come as well. */
const VISITS_IN_CHANGE = 0.25;
const BOTH_CARDS_BY_MISTAKE = 0.15;
/** One event in so many is sent in the very moment in which its holder shows all cards at a counter. */
const SHOWN_MEANWHILE = 60;

/** Plays the exchange of cards of a whole city against a centre, week after week. */
export class Replay {
  witness = new Witness();
  /** @type {WeekOfUse[]} */
  weeks = Array.from({ length: WEEKS }, () => ({ old: 0, new: 0, refused: 0 }));

  #cardsOf;

  /**
   * @param {City} city
   * @param {readonly Holder[]} holders
   * @param {Chance} chance
   * @param {number} endsAt instant at which the last week ends, in milliseconds
   */
  constructor(city, holders, chance, endsAt) {
    this.city = city;
    this.chance = chance;
    const span = { weeks: WEEKS, beginsAt: endsAt - (WEEKS + 2) * WEEK_MS };
    /** @type {Life[]} */
    this.lives = holders.map((holder) => writeLife(holder, chance, span));
    this.#cardsOf = new Map(this.lives.map(({ holder, cards }) => [holder.personNumber, cards]));
    this.counters = Array.from({ length: COUNTERS }, (_, number) => new Counter(city, number));
  }

  /** @param {(week: number) => void} tell after each week */
  async play(tell) {
    await this.#feed(0);
    for (let week = 1; week <= WEEKS; week += 1) {
      const visits = this.chance.shuffled(this.#visitsOf(week));
      await Promise.all([this.#feed(week), this.#receive(visits)]);
      tell(week);
    }
    await this.#askForEveryCard();
    const settled = this.counters.reduce((sum, counter) => sum + counter.settled, 0);
    const booked = await this.city.settlements();
    if (booked !== settled) throw new Error(`${settled} purchases were settled, ${booked} are in the books`);
  }

  close() {
    for (const counter of this.counters) counter.close();
  }

  /** @param {number} week */
  async #feed(week) {
    const sent = this.lives.flatMap((life) => life.sent.get(week) ?? []);
    const events = week === 0 ? sent : this.chance.shuffled(sent);
    await Promise.all(
      Array.from({ length: FEEDERS }, (_, feeder) =>
        this.#send(
          events.filter(({ holder }) => Number(holder.personNumber.slice(-6)) % FEEDERS === feeder),
          week,
        ),
      ),
    );
  }

  /** @param {readonly Sent[]} events @param {number} week */
  async #showMeanwhile(events, week) {
    const chosen = events.filter((_, index) => index % SHOWN_MEANWHILE === 0);
    await Promise.all(
      chosen.map(async ({ holder }, index) => {
        const cards = this.#cardsOf.get(holder.personNumber) ?? [];
        const act = index === 0 && holder.ageGroup !== 'minor' ? 'purchase' : 'look-up';
        const counter = this.counters[index % this.counters.length];
        if (counter) await this.#serve(counter, { holder, cards, act, week });
      }),
    );
  }

  /**
   * One upload after the other, alternately as a list and line by line.
   * @param {readonly Sent[]} events
   * @param {number} week
   */
  async #send(events, week) {
    for (let from = 0; from < events.length; from += UPLOAD_EVENTS) {
      const part = events.slice(from, from + UPLOAD_EVENTS);
      const asLines = (from / UPLOAD_EVENTS) % 2 === 0;
      await Promise.all([this.#upload(part, asLines), ...(week === 0 ? [] : [this.#showMeanwhile(part, week)])]);
    }
  }

  /** @param {readonly Sent[]} part @param {boolean} asLines */
  async #upload(part, asLines) {
    const feed = part.map(feedEvent);
    const voyages = this.witness.leave(part);
    const answer = await fetch(`${this.city.url}/api/card-events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.city.operatorKey}`,
        'content-type': asLines ? 'application/x-ndjson' : 'application/json',
      },
      body: asLines ? feed.map((event) => JSON.stringify(event)).join('\n') : JSON.stringify({ events: feed }),
    });
    if (answer.status !== 200) throw new Error(`the feed was answered ${answer.status}: ${await answer.text()}`);
    /** @type {{ rejected: { eventId: string }[] }} */
    const { rejected } = JSON.parse(await answer.text());
    this.witness.arrived(voyages, new Set(rejected.map(({ eventId }) => eventId)));
  }

  /**
   * Who comes to a counter in a week, and with which cards.
   * @param {number} week
   * @returns {Visit[]}
   */
  #visitsOf(week) {
    return this.lives.flatMap((life) => {
      const share = life.sent.has(week) ? VISITS_IN_CHANGE : VISITS_WEEKLY;
      return this.chance.happens(share) ? [this.#visit(life, week)] : [];
    });
  }

  /** @param {Life} life @param {number} week @returns {Visit} */
  #visit({ holder, cards }, week) {
    const drawn = this.chance.next();
    const act = drawn < 0.8 ? 'look-up' : drawn < 0.9 || holder.ageGroup === 'minor' ? 'registration' : 'purchase';
    const both = this.chance.happens(BOTH_CARDS_BY_MISTAKE);
    return {
      holder,
      cards: both ? this.chance.shuffled(cards) : cards.length > 0 ? [this.chance.oneOf(cards)] : [],
      act,
      week,
    };
  }

  /** All counters take from the same queue. @param {readonly Visit[]} visits */
  async #receive(visits) {
    const queue = visits.values();
    await Promise.all(
      this.counters.map(async (counter) => {
        for (const visit of queue) await this.#serve(counter, visit);
      }),
    );
  }

  /** @param {Counter} counter @param {Visit} visit */
  async #serve(counter, { holder, cards, act, week }) {
    for (const card of cards) {
      const askedAt = this.witness.now();
      const answer = await counter.use(holder, card, act);
      this.witness.judge(holder.personNumber, card, answer, askedAt);
      const use = this.weeks[week - 1];
      if (use) use[answer !== 'usable' ? 'refused' : card.startsWith('A') ? 'old' : 'new'] += 1;
    }
  }

  /** At the end nothing is on its way any more: each card has one right answer. */
  async #askForEveryCard() {
    /** @type {Visit[]} */
    const visits = this.lives.map(({ holder, cards }) => ({ holder, cards, act: 'look-up', week: 0 }));
    await this.#receive(visits);
  }
}
