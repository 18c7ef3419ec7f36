import { minus } from '@medisettle/money';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { OrderPanel } from '../order/order-panel.js';
import { useSession } from '../session/session.js';
import type { AdvanceRow, TableRow, ToldAnswer } from './clearing-terms.js';
import { useTableName } from './tables-panel.js';

interface TableOrderProps {
  readonly month: string;
  readonly row: TableRow;
  /** Told when something was done, so that the month is read anew. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Confirms a table that agrees; what is confirmed already is told again. */
export function Confirming({ month, row, onDone, onClose }: TableOrderProps) {
  const { clearing } = useTexts().operator;
  const { amount, number } = useValues();
  const { ask } = useSession();
  const nameOf = useTableName();
  const texts = clearing.confirming;
  const { province, side, rows, owed } = row;
  const order = async (operator: string) => {
    const answer = await ask<ToldAnswer>('/api/clearing/confirmations', { month, province, side, operator });
    if (answer.outcome === 'answered') onDone();
    return answer;
  };
  return (
    <OrderPanel
      title={texts.title(nameOf(row))}
      consequences={[
        texts.what(number(rows), amount(fenOf(owed))),
        texts.then,
        ...(side === 'care' ? [texts.hospitals] : []),
        texts.tells,
      ]}
      button={texts.button}
      onOrder={order}
      said={({ told }) => (told ? texts.told : texts.untold)}
      onClose={onClose}
    />
  );
}

/** Pays what is owed to a province for the month; what is paid already is told again. */
export function Paying({
  month,
  row,
  advance,
  onDone,
  onClose,
}: TableOrderProps & { readonly advance: AdvanceRow | undefined }) {
  const { clearing } = useTexts().operator;
  const { amount, division } = useValues();
  const { ask } = useSession();
  const nameOf = useTableName();
  const texts = clearing.paying;
  const { province } = row;
  const [owed, balance] = [fenOf(row.owed), fenOf(advance?.balance ?? '0.00')];
  const order = async (operator: string) => {
    const answer = await ask<ToldAnswer>('/api/clearing/payments', { month, province, operator });
    if (answer.outcome === 'answered') onDone();
    return answer;
  };
  const left =
    row.state === 'paid'
      ? []
      : [owed > balance ? texts.short(amount(balance)) : texts.left(amount(balance), amount(minus(balance, owed)))];
  return (
    <OrderPanel
      title={texts.title(nameOf(row))}
      consequences={[texts.what(amount(owed), division(province)), ...left, texts.then]}
      button={row.state === 'paid' ? clearing.tellAgain : texts.button}
      onOrder={order}
      said={({ told }) => (told ? texts.told : texts.untold)}
      onClose={onClose}
    />
  );
}
