import { useRef, useState } from 'preact/hooks';
import type { NewCareFiling } from '../../../apps/settlement/src/filings/care-filing-desk.js';
import { dayAsTyped, isDay, today } from '../fields/day.js';
import { SelectField, TextField } from '../fields/fields.js';
import { type Problems, WithProblems } from '../fields/problems.js';
import { useTexts } from '../language/language.js';

/** A filing as it is typed, for the person that is shown. */
export type NewFiling = Omit<NewCareFiling, 'personId'>;

interface Draft {
  readonly kind: NewFiling['kind'];
  readonly destination: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly reason: string;
}

const newDraft = (): Draft => ({ kind: 'relocation', destination: '', validFrom: today(), validTo: '', reason: '' });

/** Path of a field → which sentence. */
type Wrong = Readonly<Record<string, 'day' | 'division' | 'required'>>;

/** What a draft says, or what is wrong in it. */
function filingOf(draft: Draft): { filing: NewFiling } | { wrong: Wrong } {
  const [validFrom, validTo] = [dayAsTyped(draft.validFrom), dayAsTyped(draft.validTo)];
  const destination = draft.destination.trim();
  const wrong = {
    ...(/^\d{6}$/.test(destination)
      ? {}
      : { destination: destination === '' ? ('required' as const) : ('division' as const) }),
    ...(isDay(validFrom) ? {} : { validFrom: 'day' as const }),
    ...(validTo === '' || isDay(validTo) ? {} : { validTo: 'day' as const }),
  };
  if (Object.keys(wrong).length > 0) return { wrong };
  return {
    filing: {
      kind: draft.kind,
      destination,
      validFrom,
      validTo: validTo === '' ? null : validTo,
      reason: draft.reason.trim() === '' ? null : draft.reason.trim(),
    },
  };
}

/** The form of a new filing; one that was filed leaves it empty. */
export function FilingForm({ onFile }: { readonly onFile: (filing: NewFiling) => Promise<boolean> }) {
  const { operator, problems: sentences } = useTexts();
  const texts = operator.filing;
  const [draft, setDraft] = useState(newDraft);
  const [wrong, setWrong] = useState<Wrong>({});
  /** While one is sent, a second press of the key is no second filing. */
  const filing = useRef(false);
  const problems: Problems = Object.fromEntries(
    Object.entries(wrong).map(([path, sentence]) => [path, sentences[sentence]]),
  );
  const file = async (): Promise<void> => {
    if (filing.current) return;
    const read = filingOf(draft);
    setWrong('wrong' in read ? read.wrong : {});
    if (!('filing' in read)) return;
    filing.current = true;
    if (await onFile(read.filing)) setDraft(newDraft());
    filing.current = false;
  };
  const typed = (name: Exclude<keyof Draft, 'kind'>) => (value: string) => setDraft({ ...draft, [name]: value });
  return (
    <WithProblems value={problems}>
      <form
        class="card stack"
        aria-labelledby="filing-title"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void file();
        }}
      >
        <h2 id="filing-title">{texts.make}</h2>
        <p class="hint">{texts.makeLead}</p>
        <div class="find">
          <SelectField
            path="kind"
            label={texts.kind}
            value={draft.kind}
            names={texts.kinds}
            onChange={(kind) => setDraft({ ...draft, kind })}
          />
          <TextField
            path="destination"
            label={texts.destination}
            value={draft.destination}
            onChange={typed('destination')}
          />
        </div>
        <div class="find">
          <TextField
            path="validFrom"
            label={texts.from}
            kind="day"
            value={draft.validFrom}
            onChange={typed('validFrom')}
          />
          <TextField path="validTo" label={texts.to} kind="day" value={draft.validTo} onChange={typed('validTo')} />
          <TextField path="reason" label={texts.reason} value={draft.reason} onChange={typed('reason')} />
        </div>
        <p class="hint">{texts.toHint}</p>
        <div class="buttons">
          <button type="submit" class="button first">
            {texts.file}
          </button>
        </div>
      </form>
    </WithProblems>
  );
}
