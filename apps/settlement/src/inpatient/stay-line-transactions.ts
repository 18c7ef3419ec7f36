import { Injectable } from '@nestjs/common';
import { refuse, wireDate } from '@medisettle/national';
import { type Db } from '../database/transactions.js';
import { Insured } from '../insured/insured.js';
import { type Handler, type Occasion } from '../messages/occasion.js';
import { FeeLineTransactions, lineAnswer, type SplitFeeLine } from '../visits/fee-line-transactions.js';
import { FeeLines, type FeeLine } from '../visits/fee-lines.js';
import { type Visit } from '../visits/visits.js';
import { isReturn, leftOf, takenBack, type SentStayLine } from './returned-lines.js';
import { StayLines } from './stay-lines.js';
import { openBatch, StayStandings, type StayStanding } from './stay-standing.js';
import { dayOf, Stays } from './stays.js';

/** `feedetl_sn` of 2302 that means every unsettled line. */
const EVERY_LINE = '0000';

type SentLine = SentStayLine & { readonly psn_no: string; readonly mdtrt_id: string; readonly med_type: string | null };

/** 2301 and 2302: fee lines of a stay come for as long as it is not settled, are returned, and are withdrawn. */
@Injectable()
export class StayLineTransactions {
  constructor(
    private readonly insured: Insured,
    private readonly stays: Stays,
    private readonly standings: StayStandings,
    private readonly uploads: FeeLineTransactions,
    private readonly feeLines: FeeLines,
    private readonly lines: StayLines,
  ) {}

  readonly upload: Handler<'2301'> = async (occasion, { feedetail }) => {
    const { db, at } = occasion;
    const { stay, standing } = await this.openStay(occasion, feedetail, 'feedetail');
    feedetail.forEach((line) => mustFit(line, stay, wireDate(at)));
    const numbers = feedetail.map(({ feedetl_sn }) => feedetl_sn);
    const standingLines = await this.feeLines.standing(db, stay.personId, stay.visitId);
    const taken = new Set(standingLines.map(({ lineNo }) => lineNo));
    for (const line of numbers) {
      if (taken.has(line)) refuse('LINE-TWICE', { line });
      taken.add(line);
    }
    const split = await this.splitAll(occasion, stay, standing, feedetail);
    const { personId, visitId } = stay;
    await this.feeLines.add(db, { personId, visitId, batchNo: openBatch(standing), uploadedAt: at.toJSDate() }, split);
    return { output: { result: split.map(lineAnswer) }, personId };
  };

  readonly withdraw: Handler<'2302'> = async (occasion, { data }) => {
    const { db, at } = occasion;
    const { stay, standing } = await this.openStay(occasion, data, 'data');
    const { personId } = stay;
    const numbers = [...new Set(data.map(({ feedetl_sn }) => feedetl_sn))];
    // "0000" is sent before every retry, also when nothing is there; a named line must be there.
    if (numbers.includes(EVERY_LINE)) {
      await this.lines.withdrawUnsettled(db, stay, standing.settledTo, at.toJSDate());
      return { output: {}, personId };
    }
    const found = await this.lines.find(db, stay, numbers);
    for (const line of numbers) {
      const { batchNo } = found.get(line) ?? refuse('LINE-UNKNOWN', { line });
      if (batchNo <= standing.settledTo) refuse('LINE-SETTLED', { line });
    }
    for (const [back, { line }] of await this.lines.returnsOf(db, stay, numbers)) {
      if (!numbers.includes(back)) refuse('LINE-RETURNED', { line: line.returns ?? '', back });
    }
    await this.lines.withdraw(db, stay, numbers, at.toJSDate());
    return { output: {}, personId };
  };

  /** The stay that all rows of a message are about, held and not settled for good. */
  private async openStay(
    { db, institution }: Occasion,
    rows: readonly { readonly psn_no: string; readonly mdtrt_id: string }[],
    node: string,
  ): Promise<{ stay: Visit; standing: StayStanding }> {
    const [first] = rows;
    if (!first) throw new Error('the schema lets no empty message through');
    rows.forEach((row, index) => {
      if (row.psn_no !== first.psn_no) refuse('LINES-OF-SEVERAL', { field: `${node}[${index}].psn_no` });
      if (row.mdtrt_id !== first.mdtrt_id) refuse('LINES-OF-SEVERAL', { field: `${node}[${index}].mdtrt_id` });
    });
    const { personId } = await this.insured.hold(db, first.psn_no);
    const stay = await this.stays.standing(db, personId, first.mdtrt_id, institution.institutionCode);
    const standing = await this.standings.of(db, stay);
    return standing.final ? refuse('VISIT-SETTLED') : { stay, standing };
  }

  /** Charges by the catalogue of their day, returns by what their originals were split by, in the order of the message. */
  private async splitAll(
    { db, institution, division, at }: Occasion,
    stay: Visit,
    standing: StayStanding,
    sent: readonly SentLine[],
  ): Promise<SplitFeeLine[]> {
    const enrolments = await this.insured.enrolments(db, stay.personId, wireDate(at));
    const enrolment = enrolments.find(({ insuranceType }) => insuranceType === stay.insuranceType);
    const charges = sent.filter((line) => !isReturn(line));
    const split = await this.uploads.split(db, charges, {
      insuranceType: stay.insuranceType,
      division: enrolment?.division ?? division,
      institutionLevel: institution.level,
    });
    const done = new Map(split.map((line) => [line.lineNo, line]));
    const left = await this.left(db, stay, standing, sent, done);
    for (const line of sent) {
      if (line.init_feedetl_sn === null) continue;
      const original = left.get(line.init_feedetl_sn) ?? refuse('LINE-UNKNOWN', { line: line.init_feedetl_sn });
      const back = takenBack(original, line);
      left.set(line.init_feedetl_sn, leftOf(original, [back]));
      done.set(line.feedetl_sn, { ...back, limitText: null });
    }
    return sent.flatMap(({ feedetl_sn }) => done.get(feedetl_sn) ?? []);
  }

  /** What is left of the lines that are returned, whether they were sent before or come with their returns. */
  private async left(
    db: Db,
    stay: Visit,
    standing: StayStanding,
    sent: readonly SentLine[],
    fresh: ReadonlyMap<string, FeeLine>,
  ): Promise<Map<string, FeeLine>> {
    const originals = [...new Set(sent.flatMap(({ init_feedetl_sn }) => init_feedetl_sn ?? []))];
    const left = new Map(fresh);
    if (originals.length === 0) return left;
    const before = await this.lines.find(db, stay, originals);
    const returns = [...(await this.lines.returnsOf(db, stay, originals)).values()];
    for (const [lineNo, { line, batchNo }] of before) {
      // A bill that was paid is mended by cancelling it, not by a negative one.
      if (batchNo <= standing.settledTo) refuse('LINE-SETTLED', { line: lineNo });
      if (line.returns !== null) refuse('LINE-UNKNOWN', { line: lineNo });
      const back = returns.filter((one) => one.line.returns === lineNo).map((one) => one.line);
      left.set(lineNo, leftOf(line, back));
    }
    return left;
  }
}

/** A line is of the stay's own category, and of one of its days. Refuses VISIT-MED-TYPE, LINE-OUTSIDE-STAY. */
function mustFit(line: SentLine, stay: Visit, today: string): void {
  if (line.med_type !== null && line.med_type !== stay.medicalCategory) refuse('VISIT-MED-TYPE');
  const day = wireDate(line.fee_ocur_time);
  const from = dayOf(stay.beganAt);
  const to = stay.endedAt === null ? today : dayOf(stay.endedAt);
  if (day < from || day > to) refuse('LINE-OUTSIDE-STAY', { line: line.feedetl_sn, from, to });
}
