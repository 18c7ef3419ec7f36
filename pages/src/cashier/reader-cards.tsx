import type { ReaderView } from '../../../apps/terminal-agent/src/counter/counter-reader.js';
import { useLanguage, useTexts } from '../language/language.js';
import type { ReadCard, WhichCard } from './which-card.js';

/** A citizen number as a screen may show it: the first six and the last four. */
const masked = (number: string): string => number.replace(/^(.{6}).+(.{4})$/, '$1········$2');

function DrawnCard({ card }: { readonly card: NonNullable<ReaderView['card']> }) {
  const { generations, card: texts } = useTexts().cashier;
  const generation = card.generation ?? 'none';
  return (
    <div class={`drawn-card drawn-${generation}`}>
      <p class="drawn-generation">{generations[generation]}</p>
      <p class="drawn-name">{card.holder?.name ?? '—'}</p>
      <p class="figure">{card.holder ? masked(card.holder.citizenNumber) : ''}</p>
      <p class="figure small">{card.cardNumber === '' ? '' : `${texts.number} ${card.cardNumber}`}</p>
    </div>
  );
}

const SIGNS = { usable: '✓', refused: '✕', unknown: '?' } as const;

function Verdict({ card }: { readonly card: NonNullable<ReaderView['card']> }) {
  const { language } = useLanguage();
  const { verdicts, spoken } = useTexts().cashier;
  const { verdict } = card;
  return (
    <div class={`verdict verdict-${verdict.outcome}`} data-code={verdict.code}>
      <p>
        <strong>
          <span aria-hidden="true">{SIGNS[verdict.outcome]}</span> {verdicts[verdict.outcome]}
        </strong>
      </p>
      <p>{verdict[language]}</p>
      {verdict.hotline === null ? null : (
        <p>
          <strong>{spoken.hotline(verdict.hotline)}</strong>
        </p>
      )}
    </div>
  );
}

interface ReaderProps {
  readonly reader: ReaderView;
  readonly isUsed: boolean;
  /** Offered where more than one card may be used. */
  readonly onChoose: (() => void) | undefined;
}

function Reader({ reader, isUsed, onChoose }: ReaderProps) {
  const texts = useTexts().cashier;
  return (
    <li class={isUsed ? 'reader reader-used' : 'reader'} aria-label={texts.card.reader(reader.name)}>
      <p class="reader-head">
        <strong>{reader.name}</strong>
        <span class="soft">{isUsed ? texts.card.used : texts.readerStates[reader.state]}</span>
      </p>
      {reader.card === null ? null : (
        <>
          <DrawnCard card={reader.card} />
          <Verdict card={reader.card} />
        </>
      )}
      {onChoose === undefined ? null : (
        <button type="button" class="button" onClick={onChoose}>
          {texts.card.choose}
        </button>
      )}
    </li>
  );
}

/** The advice of {@link WhichCard} as a sentence; empty when there is nothing to say. */
function useAdvice(which: WhichCard): string {
  const { card: texts } = useTexts().cashier;
  if (which.advice === 'choose') return texts.several;
  if (which.advice === 'none' || which.instead.length === 0) return '';
  const nameOf = ({ name }: ReadCard): string => name;
  return texts.instead(nameOf(which.reader), which.instead.map(nameOf).join('、'));
}

interface ReaderCardsProps {
  readonly readers: readonly ReaderView[] | undefined;
  readonly which: WhichCard;
  readonly onChoose: (reader: string) => void;
}

/** What lies on each reader, and which card is the patient's. */
export function ReaderCards({ readers, which, onChoose }: ReaderCardsProps) {
  const texts = useTexts().cashier;
  const advice = useAdvice(which);
  const isAmong = (name: string): boolean =>
    which.advice === 'choose' && which.readers.some((reader) => reader.name === name);
  return (
    <section class="stack readers" aria-labelledby="readers-title">
      <h2 id="readers-title">{texts.card.title}</h2>
      <div aria-live="polite" class="stack">
        {advice === '' ? null : <p class="notice">{advice}</p>}
        <ul class="stack">
          {(readers ?? []).map((reader) => (
            <Reader
              key={reader.name}
              reader={reader}
              isUsed={which.advice === 'use' && which.reader.name === reader.name}
              onChoose={isAmong(reader.name) ? () => onChoose(reader.name) : undefined}
            />
          ))}
        </ul>
      </div>
    </section>
  );
}
