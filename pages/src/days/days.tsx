import { useState } from 'preact/hooks';
import type { DoorAnswer } from '../door/answer.js';
import '../design/panels.css';
import { dayAt, dayNumber, isDay, today } from '../fields/day.js';
import { FindForm } from '../fields/find-form.js';
import { SelectField, TextField } from '../fields/fields.js';
import { type Problems, WithProblems } from '../fields/problems.js';
import { PageTitle } from '../frame/page-title.js';
import { useInstitutions } from '../institutions/choice.js';
import { useTexts } from '../language/language.js';
import { useLatest } from '../session/latest.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { ClosingAll, ClosingDay } from './day-closing.js';
import { DayTable } from './day-table.js';
import type { DayRow } from './days-terms.js';
import { Differences } from './differences.js';

/** How many days are shown unless the address or the reader says otherwise. */
const DAYS_SHOWN = 31;

interface Range {
  readonly from: string;
  readonly to: string;
}

/** The days that the address names, as the console's calendar leads to one. */
function namedRange(): Range {
  const query = new URLSearchParams(location.search);
  const to = query.get('to') ?? today();
  return { from: query.get('from') ?? dayAt(dayNumber(today()) - DAYS_SHOWN + 1), to };
}

/** The days of an institution: how they stand, where they differ, and closing them. */
export function Days() {
  const { operator, problems: sentences } = useTexts();
  const texts = operator.days;
  const { ask } = useSession();
  const begin = useLatest();
  const [institution, setInstitution] = useState('');
  const [range, setRange] = useState(namedRange);
  const [days, setDays] = useState<DoorAnswer<{ days: DayRow[] }>>();
  const [looked, setLooked] = useState<string>();
  const [closing, setClosing] = useState<DayRow>();
  const problems: Problems = Object.fromEntries(
    (['from', 'to'] as const).filter((name) => !isDay(range[name])).map((name) => [name, sentences.day]),
  );
  const read = async (code: string): Promise<void> => {
    if (code === '' || !isDay(range.from) || !isDay(range.to)) return;
    const query = new URLSearchParams({ institution: code, ...range });
    const isLatest = begin();
    const answer = await ask<{ days: DayRow[] }>(`/api/reconciliation/days?${query}`);
    if (isLatest()) setDays(answer);
  };
  const find = async (code: string): Promise<void> => {
    setLooked(undefined);
    setClosing(undefined);
    await read(code);
  };
  const choose = (code: string): void => {
    setInstitution(code);
    // Days of another institution are none to close for this one.
    setDays(undefined);
    void find(code);
  };
  const institutions = useInstitutions(choose);
  return (
    <div class="stack">
      <PageTitle title={texts.title} lead={texts.lead} />
      <Trouble answer={institutions.answer} />
      <WithProblems value={problems}>
        <FindForm button={texts.find} onFind={() => void find(institution)}>
          <SelectField
            path="institution"
            label={texts.institution}
            value={institution}
            names={institutions.names}
            onChange={choose}
          />
          {(['from', 'to'] as const).map((name) => (
            <TextField
              key={name}
              path={name}
              label={texts[name]}
              kind="day"
              value={range[name]}
              onChange={(value) => setRange((known) => ({ ...known, [name]: value }))}
            />
          ))}
        </FindForm>
      </WithProblems>
      <Trouble answer={days} />
      {days?.outcome !== 'answered' ? null : (
        <DayTable days={days.body.days} looked={looked} onLook={setLooked} onClose={setClosing} />
      )}
      {closing === undefined ? null : (
        <ClosingDay
          key={closing.day}
          institution={institution}
          row={closing}
          onDone={() => void read(institution)}
          onClose={() => setClosing(undefined)}
        />
      )}
      {looked === undefined ? null : (
        <Differences institution={institution} day={looked} onCured={() => void read(institution)} />
      )}
      <ClosingAll onClosed={() => void find(institution)} />
    </div>
  );
}
