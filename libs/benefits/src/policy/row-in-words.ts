import { formatDecimal, formatYuan, type Fen, type Rate } from '@medisettle/money';
import type {
  AccountRow,
  CalendarRow,
  CareFilingRow,
  CohortRow,
  CreditRow,
  ItemRow,
  PipelineRow,
  QuotaRow,
  RoundingRow,
  SchemeRow,
  ShareRow,
  Step,
  Tables,
} from './rows.js';
import type { PerLevel } from './values.js';

/** `1,500.00` */
const inYuan = (amount: Fen): string => formatYuan(amount).replace(/\B(?=(\d{3})+\.)/g, ',');

/** `85 %`, `2.5 %` */
const inPercent = ({ units }: Rate): string => `${formatDecimal({ units, places: 2 }).replace(/\.?0+$/, '')} %`;

const perLevel = <T>(values: PerLevel<T>, write: (value: T) => string): string =>
  values.length === 1 ? write(values[0]) : `${values.map(write).join(' / ')} at levels 1 / 2 / 3`;

const people = (cohorts: 'all' | readonly string[]): string => (cohorts === 'all' ? 'everybody' : cohorts.join(', '));

const ages = (from: number, to: number | null): string =>
  to === null ? (from === 0 ? 'of any age' : `aged ${from} and over`) : `aged ${from} to ${to}`;

function schemeInWords({ scheme, personalAccount, funds }: SchemeRow): string {
  const named = Object.entries(funds).map(([fund, { type, zh }]) => `${fund} fund ${type} ${zh}`);
  return `${scheme} scheme, ${personalAccount ? 'with' : 'without'} personal accounts; ${named.join(', ')}`;
}

const calendarInWords = ({ scheme, starts }: CalendarRow): string =>
  starts === 'once'
    ? `${scheme} scheme: one single insurance year over all these days`
    : `${scheme} scheme: an insurance year begins on each ${starts}`;

function cohortInWords(row: CohortRow): string {
  const conditions = [
    row.status === 'any' ? 'anybody' : row.status,
    ...(row.bornBy === undefined ? [] : [`born by ${row.bornBy}`]),
    ...(row.atWorkBy === undefined ? [] : [`at work by ${row.atWorkBy}`]),
    ...(row.retiredBy === undefined ? [] : [`retired by ${row.retiredBy}`]),
    ...(row.ageFrom === undefined ? [] : [ages(row.ageFrom, row.ageTo ?? null)]),
  ];
  return `${row.scheme} cohort ${row.cohort}: ${conditions.join(', ')} (asked in place ${row.precedence})`;
}

const ITEMS_IN_WORDS: Readonly<Record<ItemRow['item'], string>> = {
  'class-c': 'items of class C are self-funded',
  unknown: 'items that the catalogue does not have are self-funded',
  'price-limit': 'what is above the limit of an item is the person’s',
  fixed: 'a fixed amount per unit of an item is paid first by the person',
  ratio: 'a ratio of an item, within its limit, is paid first by the person',
};

function stepInWords(step: Step): string {
  if ('draw' in step) return 'current-year money pays until it is empty';
  if ('fill' in step) return `the person pays until “${step.fill}” is full`;
  if ('share' in step) {
    const part = step.upTo === 'ceiling' ? 'what is below the ceiling on expenses' : 'what is left';
    return `the ${step.fund} fund pays its share “${step.share}” of ${part}`;
  }
  const when = step.when === 'always' ? '' : ' if the illness is a listed one';
  return `the ${step.fund} fund pays its share “${step.relieve}” of what remains for the person${when}`;
}

const pipelineInWords = ({ scheme, settings, steps }: PipelineRow): string =>
  `${scheme} ${settings.join(', ')}: ${steps.map((step, place) => `${place + 1}. ${stepInWords(step)}`).join('; ')}`;

function quotaInWords({ scheme, quota, cohorts, amount, counts }: QuotaRow): string {
  const over = counts === 'stayDeductibleUsed' ? ', for each stay' : ' a year';
  return `${scheme} “${quota}” of ${people(cohorts)}: ${perLevel(amount, inYuan)}${over}`;
}

const shareInWords = ({ scheme, share, cohorts, fundPays }: ShareRow): string =>
  `${scheme} “${share}” of ${people(cohorts)}: the fund pays ${perLevel(fundPays, inPercent)}`;

function accountInWords(row: AccountRow): string {
  if (row.use === 'current-year') {
    return `${row.scheme}: current-year money pays what is in scope, whatever the flag, where the setting has that step`;
  }
  if (row.use === 'moved-out') {
    const who = row.status === 'any' ? 'anybody' : `a ${row.status} person`;
    return `${row.scheme}: the accounts of ${who} whose care relationship was moved out of the province pay nothing directly`;
  }
  const flags = Object.entries(row.flags).map(([flag, accounts]) => `${flag}: ${accounts.join(', then ') || 'none'}`);
  return `${row.scheme}: accounts pay the person’s parts in the order ${row.order.join(', ')}; by acct_used_flag ${flags.join('; ')}`;
}

const roundingInWords = ({ scheme }: RoundingRow): string =>
  `${scheme}: shares to the fen, half up, over the running total where one is kept; the person has the remainder`;

const creditInWords = ({ scheme, status, ageFrom, ageTo, perYear, ownContribution }: CreditRow): string =>
  `${scheme} account, ${status} ${ages(ageFrom, ageTo)}: ${inYuan(perYear)} a year` +
  (ownContribution.units > 0n ? `, and ${inPercent(ownContribution)} of the contribution base` : '');

const CARE_FILINGS_IN_WORDS: Readonly<Record<CareFilingRow['limit'], (months: number) => string>> = {
  'short-filing': (months) => `a filing that is not for good holds ${months} months unless it says otherwise`,
  'relocation-change': (months) => `a relocation is changed to another place after ${months} months, not before`,
  retroactive: (months) => `a filing begins up to ${months} months ago, for a stay that is not settled yet`,
};

/** For each table, how a row of it reads: a sentence without its days, source and grade, amounts in yuan. */
export const IN_WORDS: { readonly [Table in keyof Tables]: (row: Tables[Table][number]) => string } = {
  schemes: schemeInWords,
  calendar: calendarInWords,
  cohorts: cohortInWords,
  items: ({ item }) => ITEMS_IN_WORDS[item],
  pipelines: pipelineInWords,
  quotas: quotaInWords,
  shares: shareInWords,
  accounts: accountInWords,
  rounding: roundingInWords,
  credits: creditInWords,
  careFilings: ({ limit, months }) => `care in another province: ${CARE_FILINGS_IN_WORDS[limit](months)}`,
  bedFees: ({ ward, payable }) => `a bed in a ward “${ward}”: ${inYuan(payable)} a day`,
  interest: ({ scheme, rate }) => `${scheme}: a year adds ${inPercent(rate)} to accumulated money`,
};
