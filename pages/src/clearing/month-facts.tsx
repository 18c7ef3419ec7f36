import { today } from '../fields/day.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import type { MonthAnswer } from './clearing-terms.js';

/** Until when what of the month is due, and what has not been done in time. */
export function Deadlines({ month }: { readonly month: MonthAnswer }) {
  const { calendar: texts, late, noCalendar } = useTexts().operator.clearing;
  const { day: written } = useValues();
  const { calendar, provinces } = month;
  const unconfirmed = provinces.some(({ state }) => state !== 'confirmed' && state !== 'paid');
  const unpaid = provinces.some(({ side, state }) => side === 'insured' && state !== 'paid');
  const isLate = (name: keyof typeof texts, day: string): boolean =>
    day < today() && ((name === 'confirmation' && unconfirmed) || (name === 'payment' && unpaid));
  return (
    <section class="card stack" aria-labelledby="deadlines-title">
      <h2 id="deadlines-title">{texts.title}</h2>
      {calendar === null ? <p class="soft">{noCalendar}</p> : null}
      {calendar === null ? null : (
        <dl class="deadlines">
          {(['cutOff', 'tables', 'confirmation', 'notice', 'payment'] as const).map((name) => (
            <div key={name}>
              <dt>{texts[name]}</dt>
              <dd>
                {written(calendar[name])}{' '}
                {isLate(name, calendar[name]) ? <span class="badge caution">{late}</span> : null}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** What hospitals have said of their part of the month; nothing where none has said anything. */
export function HospitalsPanel({ hospitals }: Pick<MonthAnswer, 'hospitals'>) {
  const { clearing } = useTexts().operator;
  const { number } = useValues();
  const texts = clearing.hospitals;
  if (hospitals.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="hospitals-title">
      <h2 id="hospitals-title">{texts.title}</h2>
      <div class="wide tall" tabIndex={0} role="region" aria-label={texts.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.institution}</th>
              <th scope="col">{clearing.state}</th>
              <th scope="col" class="figure">
                {texts.confirmed}
              </th>
              <th scope="col" class="figure">
                {texts.objected}
              </th>
            </tr>
          </thead>
          <tbody>
            {hospitals.map(({ institutionCode, state, confirmed, objected }) => (
              <tr key={institutionCode} data-hospital={institutionCode}>
                <th scope="row">{institutionCode}</th>
                <td>
                  <span class={state === 'disputed' ? 'badge caution' : 'badge'}>{texts.states[state]}</span>
                </td>
                <td class="figure">{number(confirmed)}</td>
                <td class="figure">{number(objected)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
