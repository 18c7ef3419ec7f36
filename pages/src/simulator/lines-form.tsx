import { useEffect, useRef } from 'preact/hooks';
import { SelectField, TextField } from '../fields/fields.js';
import { idOf } from '../fields/problems.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { amountOf, type LineDraft, newLine, totalOf } from './bill-draft.js';

interface LineProps {
  readonly line: LineDraft;
  readonly path: string;
  readonly number: number;
  readonly onChange: (line: LineDraft) => void;
  /** Undefined for the only line, which stays. */
  readonly onRemove: (() => void) | undefined;
}

function Line({ line, path, number, onChange, onRemove }: LineProps) {
  const texts = useTexts().bill;
  const { amount: written } = useValues();
  const amount = amountOf(line);
  return (
    <li>
      <fieldset class="line">
        <legend>{texts.line(number)}</legend>
        <div class="line-row">
          <TextField
            path={`${path}.name`}
            label={texts.name}
            value={line.name}
            onChange={(name) => onChange({ ...line, name })}
          />
          <SelectField
            path={`${path}.class`}
            label={texts.class}
            value={line.class}
            names={texts.classes}
            onChange={(kind) => onChange({ ...line, class: kind })}
          />
          <TextField
            path={`${path}.pric`}
            kind="figure"
            label={texts.price}
            value={line.price}
            placeholder="0.00"
            onChange={(price) => onChange({ ...line, price })}
          />
          <TextField
            path={`${path}.cnt`}
            kind="figure"
            label={texts.count}
            value={line.count}
            onChange={(count) => onChange({ ...line, count })}
          />
        </div>
        <div class="line-row second">
          <SelectField
            path={`${path}.first`}
            label={texts.first}
            value={line.first}
            names={texts.firsts}
            onChange={(first) => onChange({ ...line, first })}
          />
          {line.first === 'none' ? (
            <span />
          ) : (
            <TextField
              path={`${path}.${line.first === 'ratio' ? 'selfpayRatio' : 'selfpayFixed'}`}
              kind="figure"
              label={texts.firstValue[line.first]}
              value={line.firstValue}
              onChange={(firstValue) => onChange({ ...line, firstValue })}
            />
          )}
          <TextField
            path={`${path}.priceLimit`}
            kind="figure"
            label={texts.limit}
            value={line.limit}
            placeholder="–"
            onChange={(limit) => onChange({ ...line, limit })}
          />
          <p class="line-amount">
            <span class="small soft">{texts.amount}</span>
            <span class="figure">{amount === null ? '–' : written(amount)}</span>
          </p>
        </div>
        {onRemove ? (
          <button type="button" class="line-remove" aria-label={texts.removeLine(number)} onClick={onRemove}>
            ×
          </button>
        ) : null}
      </fieldset>
    </li>
  );
}

interface LinesProps {
  readonly lines: readonly LineDraft[];
  readonly onChange: (lines: readonly LineDraft[]) => void;
}

/** The lines of a bill. A new line takes the focus, so that whoever types needs no mouse. */
export function LinesForm({ lines, onChange }: LinesProps) {
  const texts = useTexts().bill;
  const { amount: written } = useValues();
  const counted = useRef(lines.length);
  useEffect(() => {
    if (lines.length > counted.current) document.getElementById(idOf(`lines[${lines.length - 1}].name`))?.focus();
    counted.current = lines.length;
  }, [lines.length]);
  return (
    <>
      <ol class="lines">
        {lines.map((line, position) => (
          <Line
            key={line.id}
            line={line}
            path={`lines[${position}]`}
            number={position + 1}
            onChange={(changed) => onChange(lines.map((other) => (other.id === line.id ? changed : other)))}
            onRemove={lines.length > 1 ? () => onChange(lines.filter((other) => other.id !== line.id)) : undefined}
          />
        ))}
      </ol>
      <div class="lines-foot">
        <button type="button" class="button" onClick={() => onChange([...lines, newLine()])}>
          {texts.addLine}
        </button>
        <p>
          {texts.total} <strong class="figure">{written(totalOf(lines))}</strong>
        </p>
      </div>
    </>
  );
}
