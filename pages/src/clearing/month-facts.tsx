import { WideTable } from '../design/table.js';
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
      <WideTable
        label={texts.title}
        tall
        rows={hospitals}
        keyOf={({ institutionCode }) => institutionCode}
        marks={({ institutionCode }) => ({ 'data-hospital': institutionCode })}
        columns={[
          { head: texts.institution, kind: 'name', cell: ({ institutionCode }) => institutionCode },
          {
            head: clearing.state,
            cell: ({ state }) => (
              <span class={state === 'disputed' ? 'badge caution' : 'badge'}>{texts.states[state]}</span>
            ),
          },
          { head: texts.confirmed, kind: 'figure', cell: ({ confirmed }) => number(confirmed) },
          { head: texts.objected, kind: 'figure', cell: ({ objected }) => number(objected) },
        ]}
      />
    </section>
  );
}
