import { type ComponentChildren } from 'preact';
import { dayAsTyped } from './day.js';
import { type FieldMarks, useMarks } from './problems.js';

interface Labelled {
  /** Path in the question, under which problems of this field are reported. */
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
}

function Frame(props: {
  readonly marks: FieldMarks;
  readonly label: string;
  readonly hint: string | undefined;
  readonly children: ComponentChildren;
}) {
  const { marks, label, hint, children } = props;
  return (
    <div class="field">
      <label for={marks.id}>{label}</label>
      {children}
      {marks.problem === undefined ? null : (
        <span class="error" id={`${marks.id}-problem`}>
          {marks.problem}
        </span>
      )}
      {hint === undefined ? null : (
        <span class="hint" id={`${marks.id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

interface TextFieldProps extends Labelled {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** `figure`: amounts and counts, to the right, with a keyboard of digits. `day`: read leniently when it is left. */
  readonly kind?: 'text' | 'figure' | 'day';
  readonly placeholder?: string;
  /** Characters that can be typed at most. */
  readonly most?: number;
}

/** A field of one line. */
export function TextField({ path, label, hint, value, onChange, kind = 'text', placeholder, most }: TextFieldProps) {
  const marks = useMarks(path, hint !== undefined);
  return (
    <Frame marks={marks} label={label} hint={hint}>
      <input
        id={marks.id}
        class={kind === 'text' ? '' : kind === 'day' ? 'day' : 'figure'}
        type="text"
        inputMode={kind === 'text' ? 'text' : kind === 'day' ? 'numeric' : 'decimal'}
        autoComplete="off"
        spellcheck={false}
        value={value}
        placeholder={placeholder}
        maxLength={most}
        aria-invalid={marks.problem === undefined ? undefined : true}
        aria-describedby={marks.describedBy}
        onInput={(event) => onChange(event.currentTarget.value)}
        onBlur={kind === 'day' ? () => onChange(dayAsTyped(value)) : undefined}
      />
    </Frame>
  );
}

interface ChoiceProps<Value extends string> extends Labelled {
  readonly value: Value;
  /** What can be chosen, in order, with its name. */
  readonly names: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}

const entriesOf = <Value extends string>(names: Readonly<Record<Value, string>>) =>
  Object.entries(names) as [Value, string][];

/** A choice among many: a list that opens. */
export function SelectField<Value extends string>({ path, label, hint, value, names, onChange }: ChoiceProps<Value>) {
  const marks = useMarks(path, hint !== undefined);
  return (
    <Frame marks={marks} label={label} hint={hint}>
      <select
        id={marks.id}
        value={value}
        aria-invalid={marks.problem === undefined ? undefined : true}
        aria-describedby={marks.describedBy}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {entriesOf(names).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** A choice among few: all are seen at once, arrow keys move between them. */
export function ChoiceField<Value extends string>({ path, label, value, names, onChange }: ChoiceProps<Value>) {
  const { id, problem, describedBy } = useMarks(path, false);
  return (
    <fieldset class="choice" aria-describedby={describedBy}>
      <legend>{label}</legend>
      <div class="choice-row">
        {entriesOf(names).map(([key, name]) => (
          <label key={key}>
            <input
              type="radio"
              id={key === value ? id : undefined}
              name={id}
              checked={key === value}
              onChange={() => onChange(key)}
            />
            {name}
          </label>
        ))}
      </div>
      {problem === undefined ? null : (
        <span class="error" id={`${id}-problem`}>
          {problem}
        </span>
      )}
    </fieldset>
  );
}
