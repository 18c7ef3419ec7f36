import { useEffect, useRef, useState } from 'preact/hooks';
import type { RefusalBody } from '@medisettle/national';
import type { SimulationAnswer } from '../../../apps/settlement/src/simulator/simulation-terms.js';
import { sentenceOf } from '../door/answer.js';
import { today } from '../fields/day.js';
import { idOf, type Problems, WithProblems } from '../fields/problems.js';
import { type Language, useLanguage, useTexts } from '../language/language.js';
import type { Texts } from '../language/zh.js';
import { useLatest } from '../session/latest.js';
import { useSession } from '../session/session.js';
import { type BillDraft, type DraftProblem, newDraft, questionOf } from './bill-draft.js';
import { BillForm } from './bill-form.js';
import { EXAMPLES } from './examples.js';
import { type Calculated, Headline, Result, useSentence } from './result.js';
import { WhatIf } from './what-if-panel.js';
import './simulator.css';

/** What keeps the form from having a result: fields by what is wrong with them, or the centre's refusal. */
type Hindrance =
  | { readonly kind: 'fields'; readonly problems: Readonly<Record<string, DraftProblem>> }
  | { readonly kind: 'refused'; readonly refusal: RefusalBody }
  | { readonly kind: 'unreachable' };

/** Names that the centre has for fields that are typed under another. */
const TYPED_AS: Readonly<Record<string, string>> = { quantity: 'cnt', price: 'pric', amount: 'pric' };

/** Where a field that the centre names is typed. */
const typedAt = (field: string): string =>
  field.replace(
    /^(lines\[\d+\]\.)(\w+)$/,
    (whole, line: string, name: string) => `${line}${TYPED_AS[name] ?? name}` || whole,
  );

/** Problems by field, in the reader's language; they follow when he changes it. */
function problemsOf(hindrance: Hindrance | undefined, texts: Texts['problems'], language: Language): Problems {
  if (hindrance?.kind === 'fields') {
    return Object.fromEntries(Object.entries(hindrance.problems).map(([path, kind]) => [path, texts[kind]]));
  }
  if (hindrance?.kind !== 'refused' || hindrance.refusal.field === undefined) return {};
  const { field } = hindrance.refusal;
  // The sentence stands at its field, which needs not be named once more.
  const sentence = sentenceOf(hindrance.refusal, language).replace(`${field}: `, '').replace(`${field} `, '');
  return { [typedAt(field)]: sentence };
}

function useSimulation() {
  const { ask } = useSession();
  const begin = useLatest();
  const [draft, setDraft] = useState<BillDraft>(() => newDraft(today()));
  const [calculated, setCalculated] = useState<Calculated & { readonly draft: BillDraft }>();
  const [hindrance, setHindrance] = useState<Hindrance>();
  const [busy, setBusy] = useState(false);

  const calculate = async (wanted: BillDraft): Promise<void> => {
    const asked = questionOf(wanted);
    if (!asked.ok) {
      setHindrance({ kind: 'fields', problems: asked.problems });
      return;
    }
    const isLatest = begin();
    setBusy(true);
    const answer = await ask<SimulationAnswer>('/api/benefit-simulations', asked.question);
    if (!isLatest()) return;
    setBusy(false);
    if (answer.outcome === 'answered') {
      setHindrance(undefined);
      setCalculated({ question: asked.question, answer: answer.body, draft: wanted });
    } else {
      setHindrance(
        answer.outcome === 'refused' ? { kind: 'refused', refusal: answer.refusal } : { kind: 'unreachable' },
      );
    }
  };
  return { draft, setDraft, calculated, hindrance, busy, calculate };
}

/** The simulator: a bill on the left, who pays it on the right, and the same bill on other days beneath. */
export function Simulator() {
  const { bill: texts, result: resultTexts, problems: problemTexts } = useTexts();
  const { language } = useLanguage();
  const { draft, setDraft, calculated, hindrance, busy, calculate } = useSimulation();
  const sentence = useSentence();
  const form = useRef<HTMLFormElement>(null);
  const problems = problemsOf(hindrance, problemTexts, language);
  const wrong = Object.keys(problems);

  // Whoever is told that something is wrong is taken to the first place that is.
  useEffect(() => {
    const field =
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
      document.getElementById(idOf(wrong[0] ?? ''));
    field?.closest('details')?.setAttribute('open', '');
    field?.focus();
  }, [hindrance]);

  const isStale = calculated !== undefined && calculated.draft !== draft;
  const announced =
    hindrance?.kind === 'unreachable'
      ? problemTexts.unreachable
      : wrong.length > 0
        ? problemTexts.several(wrong.length)
        : hindrance?.kind === 'refused'
          ? sentenceOf(hindrance.refusal, language)
          : '';

  return (
    <>
      <div class="title">
        <h1>{texts.title}</h1>
        <p class="soft">{texts.lead}</p>
      </div>
      <div class="simulator">
        <WithProblems value={problems}>
          <form
            ref={form}
            class="stack"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              if (!busy) void calculate(draft);
            }}
          >
            <BillForm draft={draft} onChange={setDraft} />
            <div class="bar">
              <div class="bar-row">
                <button type="submit" class="button first" aria-disabled={busy}>
                  {busy ? texts.calculating : texts.calculate}
                </button>
                <div class="bar-words">
                  <p role="alert" class={announced === '' ? 'unseen' : 'error'}>
                    {announced}
                  </p>
                  {announced !== '' ? null : (
                    <p class={isStale ? 'stale' : 'hint'}>{isStale ? resultTexts.stale : texts.keys}</p>
                  )}
                </div>
                {calculated ? <Headline answer={calculated.answer} small /> : null}
              </div>
            </div>
          </form>
        </WithProblems>
        <section class={isStale ? 'card stack result is-stale' : 'card stack result'} aria-labelledby="result-title">
          <h2 id="result-title">{resultTexts.title}</h2>
          <p role="status" class="unseen">
            {calculated ? sentence(calculated.answer) : ''}
          </p>
          {calculated ? (
            <Result question={calculated.question} answer={calculated.answer} />
          ) : (
            <div class="empty">
              <p>
                <strong>{resultTexts.emptyTitle}</strong>
              </p>
              <p>{resultTexts.empty}</p>
              <ul>
                {(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[]).map((name) => (
                  <li key={name}>
                    <button
                      type="button"
                      class="button"
                      onClick={() => {
                        const example = EXAMPLES[name]();
                        setDraft(example);
                        void calculate(example);
                      }}
                    >
                      {resultTexts.examples[name]}
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </section>
      </div>
      <WhatIf question={calculated?.question} />
    </>
  );
}
