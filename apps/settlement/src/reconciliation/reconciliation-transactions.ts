import { Injectable } from '@nestjs/common';
import { refuse, wireTime, type InputOf } from '@medisettle/national';
import { DateTime } from 'luxon';
import { newIdentity } from '../database/identity.js';
import { FileShelf } from '../files/file-shelf.js';
import { zipOf, zippedText } from '../files/zipped-text.js';
import { namelessFile } from '../feeds/spool.js';
import { type Handler, type Occasion } from '../messages/occasion.js';
import { BookedRows, type DayRange } from './booked-rows.js';
import { DetailComparison } from './detail-comparison.js';
import { resultRow } from './differences.js';
import { Statements, type SaidWord, type Statement } from './statements.js';
import { asTold, matchRows, tellRows } from './told-table.js';
import { toldRows } from './told-rows.js';
import { compareTotals, foundInWords, sumOf, type DayGroup, type Sums, type ToldTotals } from './totals.js';

type Told = InputOf<'3201'>['data'] | InputOf<'3202'>['data'];

const DAYS_MAX = 366;
const PACKED_BYTES_MAX = 128 * 1024 * 1024;
/** `stmt_rslt`: balanced, or not. */
const [BALANCED, NOT_BALANCED] = ['0', '1'] as const;

/** 3201 and 3202: compares what an institution has with the books, and keeps what both said. */
@Injectable()
export class ReconciliationTransactions {
  constructor(
    private readonly rows: BookedRows,
    private readonly statements: Statements,
    private readonly comparison: DetailComparison,
    private readonly shelf: FileShelf,
  ) {}

  /** Refuses RECON-RANGE. A difference is an answer, no refusal. */
  readonly totals: Handler<'3201'> = async (occasion, { data }) => {
    const { db, institution } = occasion;
    const range = rangeOf(data);
    const key = { insuranceType: data.insutype, clearingClass: data.clr_type, clearingAgency: agencyOf(data) };
    const groups = (await this.rows.groups(db, institution, range)).filter(
      (group) =>
        group.insuranceType === key.insuranceType &&
        group.clearingClass === key.clearingClass &&
        group.clearingAgency === key.clearingAgency,
    );
    const told = { ...toldOf(data), account: data.acct_pay };
    const { equal, found, whole } = compareTotals(told, groups, data.refd_setl_flag);
    const statement: Statement = {
      ...this.statementOf(occasion, range, data),
      kind: 'totals',
      key,
      told,
      found,
      equal,
      differences: null,
      resultFile: null,
    };
    await this.statements.write(db, statement);
    // Totals of several days may be equal although the days are not: only those of one day are a word on it.
    if (whole && range.from === range.to) await this.say(occasion, statement, [{ ...key, day: range.from, found }]);
    return {
      output: {
        stmtinfo: {
          setl_optins: key.clearingAgency,
          stmt_rslt: equal ? BALANCED : NOT_BALANCED,
          stmt_rslt_dscr: foundInWords(equal, found),
        },
      },
    };
  };

  /**
   * All of it is one transaction: the rows of the upload, the differences, the result's file and the answer come
   * together, or nothing does. Refuses RECON-* for a range, a file or a row that is no good, and FILE-UNKNOWN.
   */
  readonly details: Handler<'3202'> = async (occasion, { data }) => {
    const { db, institution } = occasion;
    const { institutionCode } = institution;
    const range = rangeOf(data);
    const told = { ...toldOf(data), account: null };
    asTold(await this.tell(occasion, data.file_qury_no), told);
    await matchRows(db, institutionCode);
    const key = { insuranceType: '', clearingClass: data.clr_type, clearingAgency: agencyOf(data) };
    const groups = (await this.rows.groups(db, institution, range)).filter(
      (group) => group.clearingClass === key.clearingClass && group.clearingAgency === key.clearingAgency,
    );
    const base = this.statementOf(occasion, range, data);
    const differences = await this.comparison.compare(db, {
      institutionCode,
      statementId: base.statementId,
      range,
      categories: await this.rows.categoriesOf(db, institution, range, key),
      refundsOnly: data.refd_setl_flag === '1',
    });
    const name = `${institutionCode}-${range.from}-${range.to}-${key.clearingClass}`;
    const result = await this.shelve(occasion, base.statementId, name);
    const statement: Statement = {
      ...base,
      kind: 'details',
      key: { ...key, insuranceType: null },
      told,
      found: sumOf(groups),
      equal: differences === 0,
      differences,
      resultFile: result.fileId,
    };
    await this.statements.write(db, statement);
    if (data.refd_setl_flag !== '1' && (differences === 0 || range.from === range.to)) {
      await this.say(
        occasion,
        statement,
        daysOf(range).map((day) => ({ ...key, day, found: sumsOn(groups, day) })),
      );
    }
    return {
      output: {
        fileinfo: {
          file_qury_no: result.fileId,
          filename: result.filename,
          dld_endtime: wireTime(DateTime.fromJSDate(result.expiresAt)),
        },
      },
    };
  };

  private async tell({ db, institution, at }: Occasion, fileId: string) {
    const bytes = this.shelf.read(db, institution.institutionCode, fileId, at.toJSDate());
    const packed = await namelessFile(bytes, PACKED_BYTES_MAX);
    try {
      return await tellRows(db, toldRows(zippedText(packed)));
    } finally {
      await packed.close();
    }
  }

  private async shelve({ db, institution, at }: Occasion, statementId: string, name: string) {
    const { institutionCode } = institution;
    const lines = rowsOf(this.comparison.differences(db, institutionCode, statementId));
    const taken = await this.shelf.take(zipOf(lines, `${name}.txt`, at.toJSDate()), at.toJSDate(), db);
    return this.shelf.finish(db, institutionCode, taken.uploadId, `${name}.zip`, at.toJSDate());
  }

  private say(
    { db, at }: Occasion,
    { institutionCode, statementId, equal }: Statement,
    days: readonly Omit<SaidWord, 'equal' | 'saidAt'>[],
  ): Promise<void> {
    const words = days.map((day) => ({ ...day, equal, saidAt: at.toJSDate() }));
    return this.statements.say(db, institutionCode, statementId, words);
  }

  private statementOf({ institution, envelope, at }: Occasion, range: DayRange, data: Told) {
    return {
      institutionCode: institution.institutionCode,
      statementId: newIdentity('R', at.toJSDate()),
      msgid: envelope.msgid ?? '',
      range,
      refundFlag: data.refd_setl_flag,
      madeAt: at.toJSDate(),
    };
  }
}

async function* rowsOf(differences: ReturnType<DetailComparison['differences']>): AsyncGenerator<string> {
  for await (const difference of differences) yield resultRow(difference);
}

const toldOf = (data: Told): Omit<ToldTotals, 'account'> => ({
  count: data.fixmedins_setl_cnt,
  total: data.medfee_sumamt,
  fund: data.fund_pay_sumamt,
  cash: data.cash_payamt,
});

const agencyOf = (data: Told): string =>
  data.setl_optins ?? data.clr_optins ?? refuse('MSG-FIELD-MISSING', { field: 'data.setl_optins' });

/** Refuses RECON-RANGE. */
function rangeOf({ stmt_begndate: from, stmt_enddate: to }: Told): DayRange {
  const days = DateTime.fromISO(to).diff(DateTime.fromISO(from), 'days').days;
  return days >= 0 && days < DAYS_MAX ? { from, to } : refuse('RECON-RANGE', { days: String(DAYS_MAX) });
}

/** Every day of a range, `yyyy-MM-dd`. */
function daysOf({ from, to }: DayRange): string[] {
  const days: string[] = [];
  for (let day = DateTime.fromISO(from); day <= DateTime.fromISO(to); day = day.plus({ days: 1 })) {
    days.push(day.toFormat('yyyy-MM-dd'));
  }
  return days;
}

const sumsOn = (groups: readonly DayGroup[], day: string): Sums => sumOf(groups.filter((group) => group.day === day));
