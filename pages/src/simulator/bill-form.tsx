import { ChoiceField, SelectField, TextField } from '../fields/fields.js';
import { isDay } from '../fields/day.js';
import { useTexts } from '../language/language.js';
import type { BillDraft, OverrideName, StateName } from './bill-draft.js';
import { LinesForm } from './lines-form.js';
import { type PersonDraft, personOf, type PresetName, presetsOf } from './presets.js';

export interface FormProps {
  readonly draft: BillDraft;
  readonly onChange: (draft: BillDraft) => void;
}

const BALANCES = ['currentYearBalance', 'accumulatedBalance', 'familyBalance'] as const satisfies StateName[];
const USED = [
  'outpatientSegmentUsed',
  'outpatientSharedUsed',
  'inpatientDeductibleUsed',
  'stayDeductibleUsed',
  'ceilingExpensesUsed',
] as const satisfies StateName[];
const OWN = ['deductible', 'ceiling'] as const satisfies OverrideName[];
const DATES = ['birthDate', 'workStartDate', 'retirementDate'] as const satisfies (keyof PersonDraft)[];

/** A group's dates fit the bill's day; whoever changes the day gets others, unless he has written his own. */
const withPreset = (draft: BillDraft, preset: BillDraft['preset']): BillDraft => ({
  ...draft,
  preset,
  ...(preset === 'own' || !isDay(draft.date) ? {} : { person: personOf(preset, draft.date) }),
});

const firstOf = (scheme: BillDraft['scheme']): PresetName => presetsOf(scheme)[0] ?? 'ACT44';

function BillSection({ draft, onChange }: FormProps) {
  const texts = useTexts().bill;
  return (
    <section class="card stack" aria-labelledby="section-bill">
      <h2 id="section-bill">{texts.sectionBill}</h2>
      <div class="columns">
        <TextField
          path="date"
          kind="day"
          label={texts.date}
          hint={texts.dateHint}
          value={draft.date}
          onChange={(date) => onChange(withPreset({ ...draft, date }, draft.preset))}
        />
        <SelectField
          path="setting"
          label={texts.setting}
          value={draft.setting}
          names={texts.settings}
          onChange={(setting) => onChange({ ...draft, setting })}
        />
        <ChoiceField
          path="scheme"
          label={texts.scheme}
          value={draft.scheme}
          names={texts.schemes}
          onChange={(scheme) => onChange(withPreset({ ...draft, scheme }, firstOf(scheme)))}
        />
        <ChoiceField
          path="institutionLevel"
          label={texts.level}
          value={draft.level}
          names={texts.levels}
          onChange={(level) => onChange({ ...draft, level })}
        />
        {draft.scheme === 'resident' && (
          <ChoiceField
            path="listedIllness"
            label={texts.listedIllness}
            value={draft.listedIllness}
            names={texts.yesOrNo}
            onChange={(listedIllness) => onChange({ ...draft, listedIllness })}
          />
        )}
      </div>
    </section>
  );
}

function PersonSection({ draft, onChange }: FormProps) {
  const texts = useTexts().bill;
  const presets = Object.fromEntries([
    ...presetsOf(draft.scheme).map((name) => [name, texts.presets[name]]),
    ['own', texts.presetOwn],
  ]) as Record<BillDraft['preset'], string>;
  return (
    <section class="card stack" aria-labelledby="section-person">
      <h2 id="section-person">{texts.sectionPerson}</h2>
      <SelectField
        path="person"
        label={texts.preset}
        value={draft.preset}
        names={presets}
        onChange={(preset) => onChange(withPreset(draft, preset))}
      />
      <div class="columns three">
        {DATES.map((name) => (
          <TextField
            key={name}
            path={`person.${name}`}
            kind="day"
            label={texts[name]}
            {...(name === 'birthDate' ? {} : { hint: texts.optional })}
            value={draft.person[name]}
            onChange={(day) =>
              day === draft.person[name]
                ? undefined
                : onChange({ ...draft, preset: 'own', person: { ...draft.person, [name]: day } })
            }
          />
        ))}
      </div>
    </section>
  );
}

function CostsSection({ draft, onChange }: FormProps) {
  const texts = useTexts().bill;
  return (
    <section class="card stack" aria-labelledby="section-costs">
      <h2 id="section-costs">{texts.sectionCosts}</h2>
      <ChoiceField
        path="kind"
        label={texts.kind}
        value={draft.kind}
        names={texts.kinds}
        onChange={(kind) => onChange({ ...draft, kind })}
      />
      {draft.kind === 'inScope' ? (
        <TextField
          path="inScope"
          kind="figure"
          label={texts.inScope}
          value={draft.inScope}
          placeholder="0.00"
          onChange={(inScope) => onChange({ ...draft, inScope })}
        />
      ) : (
        <LinesForm lines={draft.lines} onChange={(lines) => onChange({ ...draft, lines })} />
      )}
    </section>
  );
}

function AccountsSection({ draft, onChange }: FormProps) {
  const texts = useTexts().bill;
  const amountField = (name: StateName) => (
    <TextField
      key={name}
      path={`state.${name}`}
      kind="figure"
      label={texts[name]}
      value={draft.state[name] ?? ''}
      placeholder="0.00"
      onChange={(amount) => onChange({ ...draft, state: { ...draft.state, [name]: amount } })}
    />
  );
  const used = [...USED.map((name) => draft.state[name]), ...OWN.map((name) => draft.overrides[name])];
  return (
    <section class="card stack" aria-labelledby="section-accounts">
      <h2 id="section-accounts">{texts.sectionAccounts}</h2>
      <ChoiceField
        path="acctUsedFlag"
        label={texts.flag}
        value={draft.flag}
        names={texts.flags}
        onChange={(flag) => onChange({ ...draft, flag })}
      />
      <div class="columns three">{BALANCES.map(amountField)}</div>
      <details open={used.some((amount) => amount !== undefined && amount !== '')}>
        <summary>{texts.sectionYear}</summary>
        <p class="hint">{texts.sectionYearHint}</p>
        <div class="columns">
          {USED.map(amountField)}
          {OWN.map((name) => (
            <TextField
              key={name}
              path={`overrides.${name}`}
              kind="figure"
              label={texts[name]}
              value={draft.overrides[name] ?? ''}
              placeholder="–"
              onChange={(amount) => onChange({ ...draft, overrides: { ...draft.overrides, [name]: amount } })}
            />
          ))}
        </div>
      </details>
    </section>
  );
}

/** Everything that can be typed of a bill. */
export function BillForm(props: FormProps) {
  return (
    <>
      <BillSection {...props} />
      <PersonSection {...props} />
      <CostsSection {...props} />
      <AccountsSection {...props} />
    </>
  );
}
