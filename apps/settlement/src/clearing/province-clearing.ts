import { Inject, Injectable } from '@nestjs/common';
import { Refused, refuse, type ProvinceKind } from '@medisettle/national';
import { type DateTime } from 'luxon';
import { randomUUID } from 'node:crypto';
import { HUB, type Hub } from '../cross-province/hub.js';
import { Transactions } from '../database/transactions.js';
import { TablePage } from './clearing-bodies.js';
import { isOver } from './clearing-month.js';
import { ClearingRows, otherSide, SIDES, type ClearingKey } from './clearing-rows.js';
import { CLEARING_CYCLE } from './clearing-states.js';
import { Clearings, type Clearing } from './clearings.js';
import { ProvinceLedger } from './province-ledger.js';
import { SplitMonths } from './split-months.js';

/** What was told for a comparison that has not ended in so long is forgotten. */
const TOLD_FOR_HOURS = 24;

/** A clearing as it stands here, and whether the other province knows. */
export interface Told extends Clearing {
  /** False where the other province has not answered: asked again, it is told again. */
  readonly told: boolean;
}

/**
 * Clears a month with another province: both tables are compared row by row, each side confirms its own, and who owes
 * pays. What is done here is committed first and told afterwards, so that a crash or a hub that is deaf leaves something
 * to tell again, never something that only the other province knows.
 */
@Injectable()
export class ProvinceClearing {
  constructor(
    private readonly transactions: Transactions,
    private readonly rows: ClearingRows,
    private readonly clearings: Clearings,
    private readonly ledger: ProvinceLedger,
    private readonly splits: SplitMonths,
    @Inject(HUB) private readonly hub: Hub | null,
  ) {}

  /**
   * Compares both sides of a month with a province's tables. What is confirmed stays as it is. Refuses
   * CLEARING-MONTH-OPEN, PROVINCE-UNREACHABLE and what the other centre refuses.
   */
  async compare(month: string, province: string, at: DateTime): Promise<Clearing[]> {
    if (!isOver(month, at)) refuse('CLEARING-MONTH-OPEN', { month });
    const found: Clearing[] = [];
    for (const side of SIDES) found.push(await this.compareSide({ month, province, side }, at));
    return found;
  }

  /**
   * Confirms a table that agrees with the other province's, and tells it. The hospitals' word on the month ends with it.
   * Confirmed again, it is only told again. Refuses CLEARING-NOT-AGREED, and CLEARING-DIFFERS of the other centre.
   */
  async confirm(key: ClearingKey, operator: string, at: DateTime): Promise<Told> {
    const clearing = await this.transactions.run(async (db) => {
      const held = await this.clearings.hold(db, key);
      if (held.confirmedAt) return held;
      const { rows, owed } = await this.rows.sums(db, key);
      if (held.state !== 'agreed' || rows !== held.rows || owed !== held.owed) {
        refuse('CLEARING-NOT-AGREED', { month: key.month });
      }
      await this.clearings.confirmed(db, key, CLEARING_CYCLE[held.state].confirmed, operator, at.toJSDate());
      if (key.side === 'care') await this.splits.clear(db, key.month, await this.clearings.hospitalsOf(db, key));
      return this.clearings.hold(db, key);
    });
    return this.tell('clearing-confirm', clearing, clearing.confirmedAt ?? at.toJSDate());
  }

  /**
   * Pays what is owed for a month out of the advance fund, and tells the other province. Paid again, it is only told
   * again. Refuses CLEARING-NOT-CONFIRMED, CLEARING-ADVANCE-SHORT.
   */
  async pay(month: string, province: string, operator: string, at: DateTime): Promise<Told> {
    const key: ClearingKey = { month, province, side: 'insured' };
    const clearing = await this.transactions.run(async (db) => {
      const held = await this.clearings.hold(db, key);
      if (held.paidAt) return held;
      if (held.state !== 'confirmed' || !held.confirmedThereAt) refuse('CLEARING-NOT-CONFIRMED', { month });
      await this.ledger.pay(db, key, held.owed, operator, at.toJSDate());
      await this.clearings.paid(db, key, CLEARING_CYCLE[held.state].paid, operator, at.toJSDate());
      return this.clearings.hold(db, key);
    });
    return this.tell('clearing-paid', clearing, clearing.paidAt ?? at.toJSDate());
  }

  private async compareSide(key: ClearingKey, at: DateTime): Promise<Clearing> {
    const comparisonId = randomUUID();
    const { reader } = this.transactions;
    const now = at.toJSDate();
    // Page by page into the database, so that memory does not grow with the month.
    for (let after = ''; ;) {
      const body = { month: key.month, side: otherSide(key.side), after };
      const { page, last } = TablePage.parse(await this.ask(key.province, 'clearing-table', body));
      await this.clearings.tell(
        reader,
        comparisonId,
        page.map(([settlementId, owed]) => ({ settlementId, owed })),
        now,
      );
      after = page.at(-1)?.[0] ?? after;
      if (last || page.length === 0) break;
    }
    return this.transactions.run(async (db) => {
      const held = await this.clearings.hold(db, key);
      if (!held.confirmedAt) {
        const sums = await this.rows.sums(db, key);
        const differences = await this.clearings.compare(db, key, comparisonId);
        const state = CLEARING_CYCLE[held.state][differences === 0 ? 'agrees' : 'differs'];
        await this.clearings.compared(db, key, { state, sums, differences, at: now });
      }
      await this.clearings.forget(db, comparisonId, at.minus({ hours: TOLD_FOR_HOURS }).toJSDate());
      return this.clearings.hold(db, key);
    });
  }

  private async tell(kind: ProvinceKind, clearing: Clearing, at: Date): Promise<Told> {
    const { month, province, side, rows, owed } = clearing;
    const body = { month, side: otherSide(side), rows, owedFen: owed, at };
    const reply = (await this.hub?.ask(province, kind, body)) ?? { outcome: 'not-delivered' };
    if (reply.outcome === 'refused') throw new Refused(reply.refusal);
    return { ...clearing, told: reply.outcome === 'answered' };
  }

  private async ask(province: string, kind: ProvinceKind, body: object): Promise<unknown> {
    const reply = (await this.hub?.ask(province, kind, body)) ?? { outcome: 'not-delivered' };
    if (reply.outcome === 'refused') throw new Refused(reply.refusal);
    return reply.outcome === 'answered' ? reply.answer : refuse('PROVINCE-UNREACHABLE');
  }
}
