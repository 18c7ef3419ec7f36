import { useEffect, useRef, useState } from 'preact/hooks';
import { parseYuan } from '@medisettle/money';
import type { ShiftTotals } from '../../../apps/terminal-agent/src/shifts/shift-totals.js';
import type { DeskView, HandOver, ShiftView } from '../../../apps/terminal-agent/src/shifts/shifts.js';
import { type Column, Table } from '../design/table.js';
import { TextField } from '../fields/fields.js';
import { WithProblems } from '../fields/problems.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { useSession } from '../session/session.js';
import { NotDone } from './not-done.js';
import { type Undone, whyNot } from './outage.js';

/** Who is at an institution's desk, as this counter knows it. */
export interface ShiftDesk {
  /** Undefined until it is first known. */
  readonly desk: DeskView | undefined;
  /** @returns why it was not done; null when it was, `unreachable` when nobody knows */
  readonly handOver: (wanted: HandOver) => Promise<Undone | null>;
}

/** @param moved changes when money may have moved, so that the totals are asked for again */
export function useShiftDesk(institution: string | undefined, moved: unknown): ShiftDesk {
  const { ask } = useSession();
  const [desk, setDesk] = useState<DeskView>();
  const [handOvers, setHandOvers] = useState(0);
  const at = useRef(institution);
  at.current = institution;
  const path = `/api/shifts/${institution}`;
  useEffect(() => setDesk(undefined), [institution]);
  useEffect(() => {
    if (institution === undefined) return undefined;
    let left = false;
    void ask<DeskView>(path).then((answer) => {
      if (!left && answer.outcome === 'answered') setDesk(answer.body);
    });
    return () => {
      left = true;
    };
  }, [institution, moved, handOvers]);
  return {
    desk,
    handOver: async (wanted) => {
      const answer = await ask<DeskView>(`${path}/hand-over`, wanted);
      if (answer.outcome !== 'answered') return whyNot(answer);
      if (at.current === institution) setDesk(answer.body);
      // What was asked before it may be answered after it.
      setHandOvers((count) => count + 1);
      return null;
    },
  };
}

const clock = (at: string): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(
    new Date(at),
  );

function Totals({ totals: { operators, all } }: { readonly totals: ShiftTotals }) {
  const { shift: texts } = useTexts().cashier;
  const { amount } = useValues();
  const rows = [
    ...operators.map((row) => ({ ...row, operator: row.operator || texts.unnamed })),
    { ...all, operator: texts.all },
  ];
  return (
    <Table
      rows={rows}
      keyOf={({ operator }) => operator}
      columns={[
        { head: texts.operator, cell: ({ operator }) => operator },
        { head: texts.counts, kind: 'figure', cell: ({ settled, undone }) => `${settled}/${undone}` },
        ...(['total', 'cash', 'accounts', 'funds'] as const).map((tender): Column<(typeof rows)[number]> => ({
          head: texts[tender],
          kind: 'figure',
          cell: (row) => amount(fenOf(row[tender])),
        })),
      ]}
    />
  );
}

/** What of the cash was taken for bills in full, and given back when they were settled or withdrawn. */
function InFullCash({ totals: { outage } }: { readonly totals: ShiftTotals }) {
  const { shift: texts } = useTexts().cashier;
  const { amount } = useValues();
  if (outage === undefined) return null;
  return <p>{texts.inFull(amount(fenOf(outage.taken)), amount(fenOf(outage.givenBack)))}</p>;
}

/** As many characters as a national message has for an operator. */
const TYPED_MOST = 30;

function Closed({ institution, shifts }: { readonly institution: string; readonly shifts: readonly ShiftView[] }) {
  const { shift: texts } = useTexts().cashier;
  const { amount, difference } = useValues();
  const { save } = useSession();
  const [why, setWhy] = useState<Undone | null>(null);
  if (shifts.length === 0) return null;
  const saveSheet = async (number: number): Promise<void> =>
    setWhy(whyNot(await save(`/api/shifts/${institution}/${number}/sheet.pdf`, `shift-${institution}-${number}.pdf`)));
  return (
    <>
      <h3>{texts.closed}</h3>
      <NotDone why={why} />
      <ul class="closed-shifts">
        {shifts.map(({ number, operator, counted, difference: beyond }) => (
          <li key={number}>
            {texts.closedOne(number, operator, amount(fenOf(counted ?? '0')), difference(fenOf(beyond ?? '0')))}{' '}
            <button type="button" class="button quiet" onClick={() => void saveSheet(number)}>
              {texts.sheet(number)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

interface ShiftPanelProps {
  readonly institution: string;
  readonly shift: ShiftDesk;
}

/** Counted cash as people type it: thousands may be parted by commas. Null for what is no amount. */
function countedAsTyped(typed: string): string | null {
  const plain = typed.replaceAll(/[\s,，¥]/g, '');
  return (parseYuan(plain) ?? -1) < 0 ? null : plain;
}

/** Who is on duty, what was taken since, and the hand-over to the next. */
export function ShiftPanel({ institution, shift: { desk, handOver } }: ShiftPanelProps) {
  const { cashier, problems } = useTexts();
  const texts = cashier.shift;
  const [isWrong, setIsWrong] = useState(false);
  const [counted, setCounted] = useState('');
  const [operator, setOperator] = useState('');
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Undone | null>(null);
  if (desk === undefined) return null;
  const { open } = desk;
  const submit = async (): Promise<void> => {
    if (busy) return;
    const comes = operator.trim() === '' ? null : { operator: operator.trim(), name: name.trim() };
    if (open === null && comes === null) return;
    const cash = open === null ? null : countedAsTyped(counted);
    setIsWrong(open !== null && cash === null);
    if (open !== null && cash === null) return;
    setBusy(true);
    const refused = await handOver({ ends: open?.number ?? 0, counted: cash, comes });
    setBusy(false);
    setWhy(refused);
    if (refused !== null) return;
    setCounted('');
    setOperator('');
    setName('');
  };
  return (
    <section class="card stack" aria-labelledby="shift-title">
      <h2 id="shift-title">{texts.title}</h2>
      <p role="status">{open === null ? texts.nobody : texts.onDuty(open.operator, open.name, clock(open.beganAt))}</p>
      <Totals totals={open?.totals ?? desk.uncounted} />
      <InFullCash totals={open?.totals ?? desk.uncounted} />
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <WithProblems value={isWrong ? { 'shift.counted': problems.amount } : {}}>
          <div class="where">
            {open === null ? null : (
              <TextField
                path="shift.counted"
                label={texts.counted}
                value={counted}
                most={TYPED_MOST}
                onChange={setCounted}
              />
            )}
            <TextField
              path="shift.operator"
              label={texts.comesNumber}
              value={operator}
              most={TYPED_MOST}
              onChange={setOperator}
            />
            <TextField path="shift.name" label={texts.comesName} value={name} most={TYPED_MOST} onChange={setName} />
          </div>
        </WithProblems>
        {open === null ? null : <p class="hint">{texts.noOne}</p>}
        <NotDone why={why} />
        <div class="buttons">
          <button type="submit" class="button" aria-disabled={busy}>
            {open === null ? texts.take : texts.handOver}
          </button>
        </div>
      </form>
      <Closed institution={institution} shifts={desk.closed} />
    </section>
  );
}
