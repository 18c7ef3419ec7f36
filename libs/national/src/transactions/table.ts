import type { z } from 'zod';
import { ACCOUNT_STATEMENT } from './account-statement.js';
import { CATALOGUE } from './catalogue.js';
import { CLEARING } from './clearing.js';
import { FILES } from './files.js';
import { FILINGS } from './filings.js';
import { INFORMATION } from './information.js';
import { INPATIENT } from './inpatient.js';
import { OUTPATIENT } from './outpatient.js';
import { PHARMACY } from './pharmacy.js';
import { RECONCILIATION } from './reconciliation.js';
import { REVERSAL } from './reversal.js';
import { SESSION } from './session.js';
import { STAY } from './stay.js';
import type { Transaction } from './transaction.js';
import { VISITOR_PURCHASES } from './visitor-purchases.js';

/** Every transaction that the programs take: number → names, paths, effect, schemas. The one table of its kind. */
export const TRANSACTIONS = {
  ...SESSION,
  ...INFORMATION,
  ...CATALOGUE,
  ...FILINGS,
  ...OUTPATIENT,
  ...PHARMACY,
  ...VISITOR_PURCHASES,
  ...REVERSAL,
  ...RECONCILIATION,
  ...CLEARING,
  ...FILES,
  ...INPATIENT,
  ...STAY,
  ...ACCOUNT_STATEMENT,
};

export type Infno = keyof typeof TRANSACTIONS;

/** What a transaction's handler gets. */
export type InputOf<Number_ extends Infno> = z.output<(typeof TRANSACTIONS)[Number_]['input']>;
/** What a transaction's handler gives, amounts in fen; the output schema writes them as yuan. */
export type OutputOf<Number_ extends Infno> = z.input<(typeof TRANSACTIONS)[Number_]['output']>;

export function isInfno(infno: string): infno is Infno {
  return Object.hasOwn(TRANSACTIONS, infno);
}

/** The row of a known number, with its schemas in their general form. */
export function transactionOf(infno: Infno): Transaction {
  return TRANSACTIONS[infno];
}

const byPath = new Map<string, Infno>(
  (Object.keys(TRANSACTIONS) as Infno[]).flatMap((infno) =>
    TRANSACTIONS[infno].paths.map((path): [string, Infno] => [path, infno]),
  ),
);

/** The transaction that has this path below `/fsi/api/`, or undefined. */
export function infnoOfPath(path: string): Infno | undefined {
  return byPath.get(path);
}
