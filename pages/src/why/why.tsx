import { plus, ZERO_FEN } from '@medisettle/money';
import type { Grade, Segment } from '@medisettle/benefits';
import type { SimulationAnswer } from '../../../apps/settlement/src/simulator/simulation-terms.js';
import { useLanguage, useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { PayerSign } from '../money-bar/money-bar.js';
import { fenOf, sharesOf } from '../money-bar/shares.js';
import './why.css';

type Reason = SimulationAnswer['explanation'][number];

/** What an answer says of its reasons. */
type Explained = Pick<SimulationAnswer, 'payers' | 'explanation' | 'sources'>;

/** The letter of a grade says how well a rule is known; a sign behind it only refines it. */
const letterOf = (grade: Grade): 'A' | 'B' | 'C' | 'D' => grade.charAt(0) as 'A' | 'B' | 'C' | 'D';

const isWeak = (grade: Grade): boolean => letterOf(grade) > 'B';

function Rule({ reason, sources }: { readonly reason: Reason; readonly sources: SimulationAnswer['sources'] }) {
  const { result: texts, grades, gradeOf } = useTexts();
  const { day } = useValues();
  const { language } = useLanguage();
  const named = reason.source.split(' + ').map((key) => sources[key] ?? key);
  return (
    <li class="rule">
      <p>
        <span class={isWeak(reason.grade) ? 'badge caution' : 'badge good'}>
          {gradeOf(reason.grade, grades[letterOf(reason.grade)])}
        </span>{' '}
        <span class="soft">{texts.from(day(reason.from))}</span> <code>{reason.rule}</code>
      </p>
      <p class="small soft">
        {texts.source}
        {language === 'zh' ? '：' : ': '}
        <span lang="en">{named.join('; ')}</span>
      </p>
    </li>
  );
}

function Step({ segment, answer }: { readonly segment: Segment; readonly answer: Explained }) {
  const { result: texts, segments, payers } = useTexts();
  const { language } = useLanguage();
  const { amount: written } = useValues();
  const reasons = answer.explanation.filter((row) => row.segment === segment);
  const shares = sharesOf(answer.payers.filter((row) => row.segment === segment));
  const amount = plus(ZERO_FEN, ...reasons.map((row) => fenOf(row.amount)));
  const paid = shares.map((share) => texts.payment(payers[share.payer], written(share.amount)));
  return (
    <li class="step">
      <div class="step-head">
        <h3>
          {shares.map(({ payer }) => (
            <PayerSign key={payer} payer={payer} />
          ))}
          {segments[segment].name}
        </h3>
        <span class="figure">{written(amount)}</span>
      </div>
      <p>
        {segments[segment].why} <strong>{texts.paidBy(paid.join(language === 'zh' ? '，' : ', '))}</strong>
      </p>
      <ul>
        {reasons.map((reason, index) => (
          // A rule may be behind several parts of a segment.
          <Rule key={index} reason={reason} sources={answer.sources} />
        ))}
      </ul>
    </li>
  );
}

/** Why a bill is split as it is: each part of it with its payers, the rule behind it, and how well that is known. */
export function Why({ answer }: { readonly answer: Explained }) {
  const { result: texts } = useTexts();
  const segments = [...new Set(answer.explanation.map(({ segment }) => segment))];
  return (
    <section class="stack why" aria-labelledby="why-title">
      <h2 id="why-title">{texts.why}</h2>
      {answer.explanation.some(({ grade }) => isWeak(grade)) ? <p class="notice">{texts.weak}</p> : null}
      <ol>
        {segments.map((segment) => (
          <Step key={segment} segment={segment} answer={answer} />
        ))}
      </ol>
    </section>
  );
}
