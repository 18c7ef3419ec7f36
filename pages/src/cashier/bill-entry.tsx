import { ChoiceField } from '../fields/fields.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { COMMON_DIAGNOSES, diagnosisOf } from './diagnoses.js';
import type { Sender } from './his.js';
import { ItemSearch } from './item-search.js';
import type { FoundItem } from './known-items.js';
import { lastPrice } from './prices.js';
import { amountOf, type Diagnosis, isPharmacy, type Sale, type SaleLine, totalOf } from './sale.js';
import type { SaleDesk } from './use-sale.js';

const focusOn = (id: string): void => document.getElementById(id)?.focus();

/** Back to the search after a price or quantity, as the hands expect. */
const onEnterSearch = (event: KeyboardEvent): void => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  focusOn('item');
};

interface LineProps {
  readonly line: SaleLine;
  readonly onChange: (line: SaleLine) => void;
  readonly onRemove: () => void;
}

function Line({ line, onChange, onRemove }: LineProps) {
  const { entry: texts } = useTexts().cashier;
  const { amount: written } = useValues();
  const amount = amountOf(line);
  const field = (name: 'price' | 'count') => (
    <input
      id={`${name}-${line.id}`}
      class="figure"
      type="text"
      inputMode="decimal"
      autoComplete="off"
      aria-label={texts[`${name}Of`](line.name)}
      aria-invalid={amount === null ? true : undefined}
      value={line[name]}
      onFocus={(event) => event.currentTarget.select()}
      onInput={(event) => onChange({ ...line, [name]: event.currentTarget.value })}
      onKeyDown={onEnterSearch}
    />
  );
  return (
    <tr>
      <td>
        {line.name} <code class="small soft">{line.item}</code>
      </td>
      <td class="field">{field('price')}</td>
      <td class="field">{field('count')}</td>
      <td class="figure">{amount === null ? '–' : written(amount)}</td>
      <td>
        <button type="button" class="button quiet" aria-label={texts.removeOf(line.name)} onClick={onRemove}>
          ×
        </button>
      </td>
    </tr>
  );
}

function DiagnosisFields({ diagnosis, onChange }: { diagnosis: Diagnosis; onChange: (told: Diagnosis) => void }) {
  const { entry: texts } = useTexts().cashier;
  return (
    <div class="diagnosis">
      <div class="field">
        <label for="diagnosis-code">{texts.diagnosisCode}</label>
        <input
          id="diagnosis-code"
          type="text"
          list="common-diagnoses"
          autoComplete="off"
          spellcheck={false}
          value={diagnosis.code}
          onInput={(event) => onChange(diagnosisOf(event.currentTarget.value, diagnosis))}
        />
        <datalist id="common-diagnoses">
          {Object.entries(COMMON_DIAGNOSES).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </datalist>
      </div>
      <div class="field">
        <label for="diagnosis-name">{texts.diagnosisName}</label>
        <input
          id="diagnosis-name"
          type="text"
          autoComplete="off"
          value={diagnosis.name}
          onInput={(event) => onChange({ ...diagnosis, name: event.currentTarget.value })}
        />
      </div>
    </div>
  );
}

interface BillEntryProps {
  readonly sender: Sender;
  readonly desk: Pick<SaleDesk, 'sale' | 'change' | 'busy'>;
  /** The bill is complete and shall be reckoned. */
  readonly onReckon: () => void;
}

let serial = 0;
const newLineId = (): string => `${Date.now()}-${(serial += 1)}`;

/** The bill of a small place without software of its own: diagnosis, items, quantities. */
export function BillEntry({ sender, desk: { sale, change, busy }, onReckon }: BillEntryProps) {
  const { entry: texts } = useTexts().cashier;
  const { amount } = useValues();
  const setLines = (lines: Sale['lines']): void => change({ lines });
  const add = (item: FoundItem): void => {
    const line = { id: newLineId(), item: item.code, name: item.name, price: lastPrice(sale.institution, item.code) };
    setLines([...sale.lines, { ...line, count: '1' }]);
    // The new line is in the document after this turn.
    setTimeout(() => focusOn(`${line.price === '' ? 'price' : 'count'}-${line.id}`));
  };
  return (
    <section class="card stack" aria-labelledby="entry-title">
      <h2 id="entry-title">{texts.title}</h2>
      {isPharmacy(sale.institution) ? null : (
        <div class="bill-kind">
          <ChoiceField
            path="category"
            label={texts.category}
            value={sale.category}
            names={texts.categories}
            onChange={(category) => change({ category })}
          />
          <DiagnosisFields diagnosis={sale.diagnosis} onChange={(diagnosis) => change({ diagnosis })} />
        </div>
      )}
      <ItemSearch sender={sender} onPick={add} onDone={onReckon} />
      {sale.lines.length === 0 ? null : (
        <table class="bill-lines">
          <thead>
            <tr>
              <th scope="col">{texts.item}</th>
              <th scope="col">{texts.price}</th>
              <th scope="col">{texts.count}</th>
              <th scope="col" class="figure">
                {texts.amount}
              </th>
              <th scope="col">
                <span class="unseen">{texts.remove}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sale.lines.map((line) => (
              <Line
                key={line.id}
                line={line}
                onChange={(changed) => setLines(sale.lines.map((other) => (other.id === line.id ? changed : other)))}
                onRemove={() => {
                  setLines(sale.lines.filter(({ id }) => id !== line.id));
                  focusOn('item');
                }}
              />
            ))}
          </tbody>
        </table>
      )}
      <ChoiceField
        path="accountFlag"
        label={texts.accounts}
        value={sale.accountFlag}
        names={texts.accountFlags}
        onChange={(accountFlag) => change({ accountFlag })}
      />
      <div class="buttons bill-foot">
        <p class="bill-total">
          {texts.total} <strong class="figure">{amount(totalOf(sale.lines))}</strong>
        </p>
        <button type="button" class="button first" aria-disabled={busy !== null} onClick={onReckon}>
          {busy === 'trial' ? texts.reckoning : texts.reckon}
        </button>
      </div>
    </section>
  );
}
