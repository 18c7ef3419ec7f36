import { formatYuan, parseYuan, type Fen } from '@medisettle/money';
import { ACCOUNT_MOVEMENTS, isWireObject, type AccountMovement, type WireObject } from '@medisettle/national';
import { objectIn, textIn } from '../journal/kept-words.js';

/** Amounts in yuan with two places on the three accounts of a person; money that goes is below 0. */
export interface OnAccounts {
  readonly currentYear: string;
  readonly accumulated: string;
  readonly family: string;
}

/** One movement, and the balances after it. */
export interface MovementView {
  /** As the centre wrote it, `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai. */
  readonly at: string;
  readonly type: AccountMovement;
  /** The agency's words of a credit; the first day of the insurance year for what belongs to one. */
  readonly memo: string;
  /** Counted already, and not booked yet. */
  readonly pending: boolean;
  readonly settlementId: string;
  /** The settlement that is undone by it, or stands again; empty for every other movement. */
  readonly ofSettlement: string;
  /** Its name; its code where the centre knows no name. */
  readonly institution: string;
  readonly amounts: OnAccounts;
  readonly balances: OnAccounts;
}

/** What counts up in an insurance year, in yuan. */
interface YearView {
  readonly insuranceType: string;
  readonly from: string;
  readonly to: string;
  readonly segmentUsed: string;
  readonly deductibleUsed: string;
  readonly ceilingUsed: string;
}

/** A person's account statement as the centre gave it. Numbers of papers and cards show their last signs only. */
export interface AccountStatementView {
  readonly name: string;
  readonly certificate: string;
  readonly card: string;
  readonly institution: string;
  readonly operator: string;
  readonly from: string;
  readonly to: string;
  /** First day of the account's year that runs now. */
  readonly yearFrom: string;
  readonly madeAt: string;
  readonly opening: OnAccounts;
  readonly movements: readonly MovementView[];
  readonly closing: OnAccounts;
  /** Whether any family money is in it; else that account is left out. */
  readonly withFamily: boolean;
  readonly years: readonly YearView[];
}

const rowsIn = (node: WireObject, field: string): WireObject[] => {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isWireObject) : [];
};

function amountIn(node: WireObject, field: string): Fen {
  const amount = parseYuan(textIn(node, field));
  if (amount === null) throw new Error('The answer has an amount that is none.');
  return amount;
}

const yuanIn = (node: WireObject, field: string): string => formatYuan(amountIn(node, field));

const onAccounts = (node: WireObject): OnAccounts => ({
  currentYear: yuanIn(node, 'crt_year'),
  accumulated: yuanIn(node, 'cal_year'),
  family: yuanIn(node, 'mulaid'),
});

function typeIn(node: WireObject): AccountMovement {
  const type = textIn(node, 'move_type');
  const known = ACCOUNT_MOVEMENTS.find((one) => one === type);
  if (known === undefined) throw new Error('The answer has a movement of an unknown kind.');
  return known;
}

const movementIn = (row: WireObject): MovementView => ({
  at: textIn(row, 'move_time'),
  type: typeIn(row),
  memo: textIn(row, 'memo'),
  pending: textIn(row, 'pend_flag') === '1',
  settlementId: textIn(row, 'setl_id'),
  ofSettlement: textIn(row, 'init_setl_id'),
  institution: textIn(row, 'fixmedins_name') || textIn(row, 'fixmedins_code'),
  amounts: onAccounts(objectIn(row['amt'])),
  balances: onAccounts(objectIn(row['balc'])),
});

/** The statement in an answer to MS01. @param operator who asked for it */
export function accountStatementIn(output: WireObject, operator: string): AccountStatementView {
  const info = objectIn(output['stmtinfo']);
  const opening = onAccounts(objectIn(output['begnbalc']));
  const movements = rowsIn(output, 'detail').map(movementIn);
  return {
    name: textIn(info, 'psn_name'),
    certificate: textIn(info, 'certno'),
    card: textIn(info, 'mdtrt_cert_no'),
    institution: textIn(info, 'fixmedins_name'),
    operator,
    from: textIn(info, 'begndate'),
    to: textIn(info, 'enddate'),
    yearFrom: textIn(info, 'acct_year_begndate'),
    madeAt: textIn(info, 'made_time'),
    opening,
    movements,
    closing: onAccounts(objectIn(output['endbalc'])),
    withFamily: [opening, ...movements.map(({ amounts }) => amounts)].some(({ family }) => family !== '0.00'),
    years: rowsIn(output, 'yearinfo').map((row) => ({
      insuranceType: textIn(row, 'insutype'),
      from: textIn(row, 'begndate'),
      to: textIn(row, 'enddate'),
      segmentUsed: yuanIn(row, 'outpatient_segment_used'),
      deductibleUsed: yuanIn(row, 'inpatient_deductible_used'),
      ceilingUsed: yuanIn(row, 'ceiling_expenses_used'),
    })),
  };
}
