import { sentenceOf } from '../door/answer.js';
import { useLanguage, useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { MoneyBar, PayerSign } from '../money-bar/money-bar.js';
import type { ComparedPeriod } from './comparison.js';
import { useSentence } from './result.js';

function Changes({ period }: { readonly period: ComparedPeriod }) {
  const { whatIf: texts, payers } = useTexts();
  const { difference } = useValues();
  if (period.differences.length === 0) return null;
  return (
    <>
      <h4>{texts.changed}</h4>
      <ul class="changes">
        {period.differences.map(({ payer, amount }) => (
          <li key={payer}>
            <PayerSign payer={payer} />
            {payers[payer]} <strong class="figure">{difference(amount)}</strong>
          </li>
        ))}
      </ul>
      {period.newRules.length === 0 ? (
        <p class="small soft">{texts.ageing}</p>
      ) : (
        <p class="small soft">
          {texts.rules}{' '}
          {period.newRules.map(({ rule, grade }) => (
            <code key={rule}>
              {rule} ({grade})
            </code>
          ))}
        </p>
      )}
    </>
  );
}

/** The periods one by one: who pays in each, and what is different from the one before. */
export function PeriodList({ periods }: { readonly periods: readonly ComparedPeriod[] }) {
  const { whatIf: texts } = useTexts();
  const { language } = useLanguage();
  const { day } = useValues();
  const sentence = useSentence();
  return (
    <ol class="periods">
      {periods.map((period) => (
        <li key={period.from}>
          <h3>{texts.period(day(period.from), day(period.to))}</h3>
          {period.outcome.outcome === 'answered' ? (
            <>
              {period.shares.length > 0 ? <MoneyBar shares={period.shares} thin /> : null}
              <p>{sentence(period.outcome.body)}</p>
              <Changes period={period} />
            </>
          ) : (
            <p class="notice">
              {texts.none}
              {language === 'zh' ? '：' : ': '}
              {sentenceOf(period.outcome.refusal, language)}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
