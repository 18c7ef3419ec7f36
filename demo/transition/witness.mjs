import { lacksGuardian, rightAnswer } from './oracle.mjs';

/** @typedef {import('./programme.mjs').Sent} Sent */
/** @typedef {import('./oracle.mjs').Answer} Answer */

/**
 * An event on its way: sent at one tick, and answered for at a later one. A tick counts what this process saw.
 * @typedef {{ event: Sent, sentAt: number, answeredAt: number }} Voyage
 */

/** More events than this on their way for one person at the same time are not expected. */
const UNCERTAIN_MAX = 10;

/**
 * Knows what has been told about each person and judges every verdict: what was answered for before the question must
 * count, what was sent after the answer must not, and what was on its way may.
 */
export class Witness {
  #tick = 0;
  /** @type {Map<string, Voyage[]>} */
  #voyages = new Map();
  counts = { verdicts: 0, wronglyRefused: 0, wronglyAccepted: 0, otherReason: 0, raced: 0, feedFaults: 0 };
  /** First faults, for whoever looks into them. @type {string[]} */
  faults = [];

  now() {
    this.#tick += 1;
    return this.#tick;
  }

  /**
   * Events leave now.
   * @param {readonly Sent[]} events
   * @returns {Voyage[]} to be handed to {@link arrived}
   */
  leave(events) {
    const sentAt = this.now();
    return events.map((event) => {
      const voyage = { event, sentAt, answeredAt: Infinity };
      const { personNumber } = event.holder;
      if (!isToBeRejected(event)) {
        this.#voyages.set(personNumber, [...(this.#voyages.get(personNumber) ?? []), voyage]);
      }
      return voyage;
    });
  }

  /**
   * The centre has answered for them.
   * @param {readonly Voyage[]} voyages
   * @param {ReadonlySet<string>} rejected event numbers
   */
  arrived(voyages, rejected) {
    const answeredAt = this.now();
    for (const voyage of voyages) {
      voyage.answeredAt = answeredAt;
      const wasRejected = rejected.has(voyage.event.eventId);
      if (wasRejected === isToBeRejected(voyage.event)) continue;
      // Ahead of its card it waits, and nobody looks at it before the card is there.
      if (!wasRejected && this.#mayWait(voyage)) continue;
      this.counts.feedFaults += 1;
      this.#note(`${voyage.event.type} ${voyage.event.card} wrongly ${wasRejected ? 'rejected' : 'taken'}`);
    }
  }

  /** @param {Voyage} voyage */
  #mayWait({ event: { card, holder }, sentAt }) {
    const voyages = this.#voyages.get(holder.personNumber) ?? [];
    return !voyages.some(
      ({ event, answeredAt }) => event.type === 'issued' && event.card === card && answeredAt < sentAt,
    );
  }

  /**
   * Judges a verdict.
   * @param {string} personNumber
   * @param {string} card
   * @param {Answer} answer
   * @param {number} askedAt tick before the question
   */
  judge(personNumber, card, answer, askedAt) {
    const gotAt = this.now();
    const voyages = (this.#voyages.get(personNumber) ?? []).filter(({ sentAt }) => sentAt < gotAt);
    const certain = voyages.filter(({ answeredAt }) => answeredAt < askedAt).map(({ event }) => event);
    const uncertain = voyages.filter(({ answeredAt }) => answeredAt >= askedAt).map(({ event }) => event);
    const right = possibleAnswers(certain, uncertain, card);
    this.counts.verdicts += 1;
    if (right.size > 1) this.counts.raced += 1;
    if (right.has(answer)) return;
    if (answer === 'usable') this.counts.wronglyAccepted += 1;
    else if (right.has('usable')) this.counts.wronglyRefused += 1;
    else this.counts.otherReason += 1;
    this.#note(`${card}: ${answer}, right would be ${[...right].join(' or ')}`);
  }

  /** @param {string} fault */
  #note(fault) {
    if (this.faults.length < 20) this.faults.push(fault);
  }
}

/** @param {Sent} event */
const isToBeRejected = (event) =>
  event.type === 'activated' && lacksGuardian(event.holder.birthDate, event.at, event.guardian);

/**
 * Every answer that is right for some choice of the events on their way.
 * @param {readonly Sent[]} certain
 * @param {readonly Sent[]} uncertain
 * @param {string} card
 * @returns {Set<Answer>}
 */
function possibleAnswers(certain, uncertain, card) {
  if (uncertain.length > UNCERTAIN_MAX) throw new Error('too many events of one person on their way at once');
  /** @type {Set<Answer>} */
  const answers = new Set();
  for (let choice = 0; choice < 2 ** uncertain.length; choice += 1) {
    const chosen = uncertain.filter((_, index) => (choice & (1 << index)) !== 0);
    answers.add(rightAnswer([...certain, ...chosen], card));
  }
  return answers;
}
