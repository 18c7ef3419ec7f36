import { type Column, WideTable } from '../design/table.js';
import type { Texts } from '../language/zh.js';
import { useTexts } from '../language/language.js';
import { useValues, type Values } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import type { TableRow } from './clearing-terms.js';
import { STATE_BADGES } from './state-badges.js';

/** What an operator may want to do with a table. */
export type Step = 'compare' | 'look' | 'confirm' | 'pay' | 'csv' | 'pdf';

type ClearingTexts = Texts['operator']['clearing'];

/** How a table is called: who owes whom. */
export function useTableName(): (table: Pick<TableRow, 'side' | 'province'>) => string {
  const { clearing: texts } = useTexts().operator;
  const { division } = useValues();
  return ({ side, province }) => texts.sides[side](division(province));
}

/** What was done about a table so far, a sentence each. */
function doneOf(texts: ClearingTexts, { moment }: Values, row: TableRow): string[] {
  const { side, comparedAt, confirmedAt, confirmedBy, confirmedThereAt, paidAt, paidBy } = row;
  const said: string[] = [];
  if (comparedAt) said.push(texts.compared(moment(comparedAt)));
  if (confirmedAt) said.push(texts.confirmed(moment(confirmedAt), confirmedBy ?? ''));
  if (confirmedThereAt) said.push(texts.confirmedThere(moment(confirmedThereAt)));
  else if (confirmedAt) said.push(texts.notThere);
  if (paidAt) said.push(side === 'care' ? texts.paidIn(moment(paidAt)) : texts.paid(moment(paidAt), paidBy ?? ''));
  return said;
}

/** What comes next, by the state; what is told may be told again. */
function stepsOf(texts: ClearingTexts, row: TableRow): readonly (readonly [Step, string])[] {
  const { state, side, confirmedThereAt } = row;
  const compare = ['compare', texts.compare] as const;
  const again = ['confirm', texts.tellAgain] as const;
  if (state === 'open') return [compare];
  if (state === 'differing') return [['look', texts.look], compare];
  if (state === 'agreed') return [['confirm', texts.confirm], compare];
  if (side === 'care') return state === 'paid' ? [] : [again];
  if (state === 'paid') return [['pay', texts.tellAgain]];
  return confirmedThereAt ? [['pay', texts.pay], again] : [again];
}

const nameInDocument = ({ province, side }: TableRow): string => `${province} ${side}`;

interface TablesPanelProps {
  readonly month: string;
  readonly over: boolean;
  readonly rows: readonly TableRow[];
  readonly onStep: (step: Step, row: TableRow) => void;
}

/** Who owes whom in a month: every province both ways, how far it is, and what comes next. */
export function TablesPanel({ month, over, rows, onStep }: TablesPanelProps) {
  const { clearing: texts } = useTexts().operator;
  const values = useValues();
  const nameOf = useTableName();
  const { amount, number } = values;
  const title = texts.of(values.month(month));
  const standing = (row: TableRow) => (
    <>
      <span class={STATE_BADGES[row.state]} data-state={row.state}>
        {texts.states[row.state]}
      </span>{' '}
      {row.state === 'differing' ? texts.differ(number(row.differences ?? 0)) : ''}
      {doneOf(texts, values, row).map((sentence) => (
        <div key={sentence} class="small soft">
          {sentence}
        </div>
      ))}
    </>
  );
  const steps = (row: TableRow) => (
    <div class="steps">
      {[
        ...(over ? stepsOf(texts, row) : []),
        ...(['csv', 'pdf'] as const).map((step) => [step, texts.papers[step]] as const),
      ].map(([step, word]) => (
        <button
          key={`${step} ${word}`}
          type="button"
          class="button quiet"
          aria-label={texts.ofTable(word, nameOf(row))}
          onClick={() => onStep(step, row)}
        >
          {word}
        </button>
      ))}
    </div>
  );
  return (
    <section class="card stack" aria-labelledby="tables-title">
      <h2 id="tables-title">{title}</h2>
      {rows.length === 0 ? <p class="soft">{texts.none}</p> : null}
      {over ? null : <p class="hint">{texts.running}</p>}
      {rows.length === 0 ? null : (
        <WideTable
          label={title}
          rows={rows}
          keyOf={nameInDocument}
          marks={(row) => ({ 'data-table': nameInDocument(row) })}
          columns={[
            { head: texts.direction, kind: 'name', cell: nameOf },
            { head: texts.rows, kind: 'figure', cell: (row) => number(row.rows) },
            ...(['total', 'fund', 'account', 'owed'] as const).map((part): Column<TableRow> => ({
              head: texts[part],
              kind: 'figure',
              cell: (row) => amount(fenOf(row[part])),
            })),
            { head: texts.state, cell: standing },
            { head: texts.steps, cell: steps },
          ]}
        />
      )}
    </section>
  );
}
