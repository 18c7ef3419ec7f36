import { Injectable } from '@nestjs/common';
import { negate, ZERO_FEN } from '@medisettle/money';
import { CHINA_ZONE, refuse, wireDate, wireTime, type InputOf, type OutputOf } from '@medisettle/national';
import { type YearChange } from '@medisettle/benefits';
import { DateTime } from 'luxon';
import { type Balances } from '../accounts/ledger.js';
import { YearAccumulators } from '../accounts/year-accumulators.js';
import { type Db } from '../database/transactions.js';
import { Credentials } from '../insured/credentials.js';
import { mustBeAlive } from '../insured/insured.js';
import { type Handler } from '../messages/occasion.js';
import { Policies } from '../policies/policies.js';
import { YearChanges } from '../year-change/year-changes.js';
import { AccountMovements, moved, type Movement } from './account-movements.js';

/** First and last day of a statement, `yyyy-MM-dd`. */
interface Span {
  readonly from: string;
  readonly to: string;
}

type Detail = OutputOf<'MS01'>['detail'][number];
type YearInfo = OutputOf<'MS01'>['yearinfo'][number];

/** Credentials that are in the hand of whoever shows them: card and electronic voucher. */
const IN_HAND: ReadonlySet<string> = new Set(['01', '03']);
const YEARS_MAX = 2;
const SHOWN_SIGNS = 4;

/** A number that is printed: its last signs, enough for its holder to know it again. */
const ending = (number: string): string =>
  number.length <= SHOWN_SIGNS
    ? '*'.repeat(number.length)
    : number.slice(-SHOWN_SIGNS).padStart(Math.min(number.length, 18), '*');

const dayStart = (day: string): DateTime => DateTime.fromISO(day, { zone: CHINA_ZONE });

const onAccounts = ({ currentYear, accumulated, family }: Balances) => ({
  crt_year: currentYear,
  cal_year: accumulated,
  mulaid: family,
});

/** MS01: how the balances of a person's accounts came about. */
@Injectable()
export class AccountStatements {
  constructor(
    private readonly credentials: Credentials,
    private readonly movements: AccountMovements,
    private readonly years: YearChanges,
    private readonly accumulators: YearAccumulators,
    private readonly policies: Policies,
  ) {}

  /**
   * The statement of whoever shows the credential. Opening balances and movements make the closing ones, which at the end
   * of today are the balances of 1101. Refuses as 1101, CARD-NOT-OWNERS, and ACCOUNT-STATEMENT-*.
   */
  readonly statement: Handler<'MS01'> = async ({ db, at, institution }, { data }) => {
    if (!IN_HAND.has(data.mdtrt_cert_type)) refuse('ACCOUNT-STATEMENT-CREDENTIAL');
    const { institutionCode } = institution;
    const person =
      data.psn_no === null
        ? await this.credentials.identify(db, data, institutionCode)
        : await this.credentials.confirm(db, data, data.psn_no, institutionCode);
    const today = wireDate(at);
    mustBeAlive(person, today);
    const span = this.spanOf(data, today);
    const end = dayStart(span.to).plus({ days: 1 }).toJSDate();
    const { personId } = person;
    const { opening, movements, kept } = await this.movements.within(db, personId, dayStart(span.from).toJSDate(), end);
    // What is due is in today's balances for everybody who reads them; a span that is over has only what was booked.
    const due = span.to < today ? [] : (await this.years.standingOn(db, personId, kept, today)).due;
    const detail: Detail[] = [];
    let balances = opening;
    for (const movement of [...movements, ...due.flatMap((change) => pendingOf(change, at.toJSDate()))]) {
      balances = moved(balances, movement.amounts);
      detail.push(detailOf(movement, balances));
    }
    return {
      output: {
        stmtinfo: {
          psn_no: personId,
          psn_name: person.name,
          certno: ending(person.certificateNumber),
          // A voucher's token is of no use to anybody afterwards.
          mdtrt_cert_no: data.mdtrt_cert_type === '03' ? ending(data.mdtrt_cert_no?.split('|', 1)[0] ?? '') : '',
          fixmedins_code: institutionCode,
          fixmedins_name: institution.name,
          begndate: span.from,
          enddate: span.to,
          acct_year_begndate: this.policies.accountYear(today).from,
          made_time: wireTime(at),
        },
        begnbalc: onAccounts(opening),
        detail,
        endbalc: onAccounts(balances),
        yearinfo: await this.yearsWithin(db, personId, span),
      },
    };
  };

  /** This insurance year up to today, unless the message names other days. Refuses ACCOUNT-STATEMENT-SPAN. */
  private spanOf({ begndate, enddate }: InputOf<'MS01'>['data'], today: string): Span {
    const to = enddate ?? today;
    const from = begndate ?? this.policies.accountYear(to).from;
    const isBounded = dayStart(to) < dayStart(from).plus({ years: YEARS_MAX });
    return from <= to && to <= today && isBounded ? { from, to } : refuse('ACCOUNT-STATEMENT-SPAN');
  }

  /** What counts up, as it stands now, of the insurance years that the span touches. */
  private async yearsWithin(db: Db, personId: string, { from, to }: Span): Promise<YearInfo[]> {
    const years = await this.accumulators.yearsOf(db, personId);
    return years.flatMap(({ key: { insuranceType, insuranceYearFrom }, used }) => {
      const year = this.policies.insuranceYear(insuranceType, insuranceYearFrom);
      if (year.to < from || year.from > to) return [];
      return {
        insutype: insuranceType,
        begndate: year.from,
        enddate: year.to,
        outpatient_segment_used: used.outpatientSegmentUsed,
        inpatient_deductible_used: used.inpatientDeductibleUsed,
        ceiling_expenses_used: used.ceilingExpensesUsed,
      };
    });
  }
}

/** What the change of a year will book. */
function pendingOf({ year, rolled, interest, credit }: YearChange, at: Date): Movement[] {
  const none: Balances = { currentYear: ZERO_FEN, accumulated: ZERO_FEN, family: ZERO_FEN };
  const common = { at, memo: year.from, pending: true, settlement: null };
  const all: Movement[] = [
    { ...common, type: 'year-change', amounts: { ...none, currentYear: negate(rolled), accumulated: rolled } },
    { ...common, type: 'interest', amounts: { ...none, accumulated: interest?.amount ?? ZERO_FEN } },
    { ...common, type: 'year-credit', amounts: { ...none, currentYear: credit?.amount ?? ZERO_FEN } },
  ];
  return all.filter(({ amounts }) => Object.values(amounts).some((amount: number) => amount !== 0));
}

function detailOf({ at, type, memo, pending, settlement, amounts }: Movement, balances: Balances): Detail {
  return {
    move_time: wireTime(DateTime.fromJSDate(at)),
    move_type: type,
    memo,
    pend_flag: pending ? '1' : '0',
    infno: settlement?.infno ?? null,
    setl_id: settlement?.settlementId ?? null,
    init_setl_id: settlement?.cancels ?? settlement?.restores ?? null,
    fixmedins_code: settlement?.institutionCode ?? null,
    fixmedins_name: settlement?.institutionName ?? null,
    mdtrtarea_admvs: settlement?.otherDivision ?? null,
    amt: onAccounts(amounts),
    balc: onAccounts(balances),
  };
}
