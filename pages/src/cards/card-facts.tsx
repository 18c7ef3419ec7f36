import type { CardRecord } from '../../../apps/settlement/src/cards/card-history.js';
import type { CardUse } from '../../../apps/settlement/src/console/console-terms.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';

/** The ends of a card's number: enough to tell two apart. */
const masked = (number: string): string => `${number.slice(0, 2)}•••${number.slice(-2)}`;

interface CardFactsProps {
  readonly card: CardRecord;
  /** Null where it never was; undefined where that is not known. */
  readonly use: CardUse | null | undefined;
  /** Told the number of the card before or after it. */
  readonly onFollow: (number: string) => void;
}

/** How a card is now, and which cards are its neighbours. */
export function CardFacts({ card, use, onFollow }: CardFactsProps) {
  const { card: texts, console: console_, generations, none } = useTexts().operator;
  const { day, moment } = useValues();
  const states: Readonly<Record<string, string>> = console_.cards.states;
  const named: Readonly<Record<string, string>> = generations;
  const reasons: Readonly<Record<string, string>> = texts.voidReasons;
  const neighbour = (number: string | null, name: string) =>
    number === null ? (
      none
    ) : (
      <>
        <span class="figure">{masked(number)}</span>{' '}
        <button
          type="button"
          class="button quiet"
          aria-label={`${texts.open} ${name}`}
          onClick={() => onFollow(number)}
        >
          {texts.open}
        </button>
      </>
    );
  return (
    <section class="card stack" aria-labelledby="card-title">
      <h2 id="card-title">{console_.find.card(masked(card.cardNumber))}</h2>
      <dl class="facts">
        <dt>{texts.generation}</dt>
        <dd>{named[card.generation] ?? card.generation}</dd>
        <dt>{texts.state}</dt>
        <dd>
          <span class={card.state === 'active' ? 'badge good' : 'badge caution'}>
            {states[card.state] ?? card.state}
          </span>{' '}
          {texts.since(day(card.since))}{' '}
          {card.voidReason === null ? null : `（${reasons[card.voidReason] ?? card.voidReason}）`}
        </dd>
        <dt>{texts.identifier}</dt>
        <dd class="figure">{card.cardIdentifier || none}</dd>
        <dt>{texts.financial}</dt>
        <dd>{card.financial ? texts.on : texts.off}</dd>
        <dt>{texts.predecessor}</dt>
        <dd>{neighbour(card.predecessor, texts.predecessor)}</dd>
        <dt>{texts.successor}</dt>
        <dd>{neighbour(card.successor, texts.successor)}</dd>
        {card.guardian === null ? null : (
          <>
            <dt>{texts.guardian}</dt>
            <dd>
              {card.guardian.name} {card.guardian.relation}
            </dd>
          </>
        )}
        <dt>{texts.lastUse}</dt>
        <dd>
          {use === undefined
            ? none
            : use === null
              ? texts.never
              : `${moment(use.at)} · ${use.institution} ${use.name ?? ''}`}
        </dd>
      </dl>
    </section>
  );
}
