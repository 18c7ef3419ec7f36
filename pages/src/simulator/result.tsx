import { minus, plus, ZERO_FEN, type Fen } from '@medisettle/money';
import type { SimulationAnswer, SimulationQuestion } from '../../../apps/settlement/src/simulator/simulation-terms.js';
import { type Column, Table, WideTable } from '../design/table.js';
import { useLanguage, useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { MoneyBar, PayerSign } from '../money-bar/money-bar.js';
import { fenOf, sharesOf, wholeOf } from '../money-bar/shares.js';
import { Why } from '../why/why.js';

/** A bill and who pays it, by an answer of the centre. */
export interface Calculated {
  readonly question: SimulationQuestion;
  readonly answer: SimulationAnswer;
}

interface Heads {
  readonly bill: Fen;
  readonly funds: Fen;
  readonly accounts: Fen;
  readonly cash: Fen;
}

/** The four figures that everybody asks for first; accounts and cash are what the funds leave. */
function headsOf({ split }: SimulationAnswer): Heads {
  const [bill, funds, cash] = [fenOf(split.medfee_sumamt), fenOf(split.fund_pay_sumamt), fenOf(split.psn_cash_pay)];
  return { bill, funds, cash, accounts: minus(bill, plus(funds, cash)) };
}

/** The result in one sentence, for whoever hears it. */
export function useSentence(): (answer: SimulationAnswer) => string {
  const { said } = useTexts().result;
  const { amount } = useValues();
  return (answer) => {
    const { bill, funds, accounts, cash } = headsOf(answer);
    return said(amount(bill), amount(funds), amount(accounts), amount(cash));
  };
}

/** The four figures: large over a result, small where space is short. */
export function Headline({ answer, small = false }: { readonly answer: SimulationAnswer; readonly small?: boolean }) {
  const { result: texts } = useTexts();
  const { amount, part } = useValues();
  const heads = headsOf(answer);
  return (
    <dl class={small ? 'heads small-heads' : 'heads'}>
      {(['bill', 'funds', 'accounts', 'cash'] as const).map((name) => (
        <div key={name} class={`head-${name}`}>
          <dt>{texts[name]}</dt>
          <dd class="figure">{amount(heads[name])}</dd>
          {name === 'bill' || small ? null : <dd class="small soft">{part(heads[name], heads.bill)}</dd>}
        </div>
      ))}
    </dl>
  );
}

function Shares({ answer }: { readonly answer: SimulationAnswer }) {
  const { result: texts, payers } = useTexts();
  const { amount: written, part } = useValues();
  const shares = sharesOf(answer.payers);
  if (shares.length === 0) return <p class="notice">{texts.zero}</p>;
  const whole = wholeOf(shares);
  return (
    <>
      <MoneyBar shares={shares} />
      <Table
        class="shares"
        rows={shares}
        keyOf={({ payer }) => payer}
        columns={[
          {
            head: texts.payer,
            cell: ({ payer }) => (
              <>
                <PayerSign payer={payer} />
                {payers[payer]}
              </>
            ),
          },
          { head: texts.amount, kind: 'figure', cell: ({ amount }) => written(amount) },
          { head: texts.part, kind: 'figure', cell: ({ amount }) => part(amount, whole) },
        ]}
      />
    </>
  );
}

/** A line of the bill and what the rules cut off it. */
interface CutLine {
  readonly cut: SimulationAnswer['lines'][number];
  readonly line: NonNullable<SimulationQuestion['lines']>[number] | undefined;
  readonly position: number;
}

function Lines({ question, answer }: Calculated) {
  const { result: texts, bill, segments } = useTexts();
  const { amount } = useValues();
  const lines = question.lines ?? [];
  if (lines.length === 0) return null;
  const shown = (text: string | undefined) =>
    text === undefined || fenOf(text) === ZERO_FEN ? '–' : amount(fenOf(text));
  const figure = (head: string, amountOf: (row: CutLine) => string | undefined): Column<CutLine> => ({
    head,
    kind: 'figure',
    cell: (row) => shown(amountOf(row)),
  });
  return (
    <details>
      <summary>{texts.lines}</summary>
      <WideTable
        label={texts.lines}
        rows={answer.lines.map((cut, position) => ({ cut, line: lines[position], position }))}
        keyOf={({ position }) => position}
        columns={[
          { head: bill.name, cell: ({ line, position }) => line?.name || bill.line(position + 1) },
          figure(texts.amount, ({ line }) => line?.amount),
          figure(segments['self-funded'].name, ({ cut }) => cut.fulamt_ownpay_amt),
          figure(segments['over-limit'].name, ({ cut }) => cut.overlmt_amt),
          figure(segments.classified.name, ({ cut }) => cut.preselfpay_amt),
          figure(texts.inScope, ({ cut }) => cut.inscp_scp_amt),
        ]}
      />
    </details>
  );
}

function WireFields({ answer }: Pick<Calculated, 'answer'>) {
  const { result: texts } = useTexts();
  return (
    <details>
      <summary>{texts.wire}</summary>
      <Table
        class="wire"
        rows={Object.entries(answer.split)}
        keyOf={([name]) => name}
        columns={[
          { head: texts.wireField, cell: ([name]) => <code>{name}</code> },
          { head: texts.amount, kind: 'figure', cell: ([, value]) => value },
        ]}
      />
    </details>
  );
}

/** How the policy calls a group of persons. */
function useCohortName(): (cohort: string) => string {
  const names: Readonly<Record<string, string>> = useTexts().cohorts;
  return (cohort) => names[cohort] ?? cohort;
}

/** Who pays what, as figures, as a bar and as sentences. */
export function Result({ question, answer }: Calculated) {
  const { result: texts } = useTexts();
  const { language } = useLanguage();
  const { day } = useValues();
  const cohortName = useCohortName();
  return (
    <>
      <p class="soft">
        {day(question.date)} · {texts.cohort(cohortName(answer.cohort))}
      </p>
      <Headline answer={answer} />
      <Shares answer={answer} />
      {answer.notes.map((note) => (
        <p key={note.code} class="notice">
          {note[language]}
        </p>
      ))}
      <Why answer={answer} />
      <Lines question={question} answer={answer} />
      <WireFields answer={answer} />
    </>
  );
}
