import { AMOUNT_MAX, fen, formatYuan, parseYuan, ZERO_FEN, type Fen } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { MONEY_MOVING } from '../cashier-page/settlement-rows.js';
import { type DeskBook } from '../desk-book/desk-book.js';
import { outageCash, paidBefore } from '../outage-bills/outage-cash.js';
import { IntentUnreadable, type Journal, type ReadIntent } from '../journal/journal.js';
import { type Operators } from './operators.js';
import { differenceOf, movementsOf, reversedBy, type ShiftTotals, totalsOf } from './shift-totals.js';

/** Who was at the desk, from when to when (ISO 8601), and what was there at the end. Amounts in yuan. */
export interface ShiftView {
  readonly number: number;
  readonly operator: string;
  readonly name: string;
  readonly beganAt: string;
  readonly endedAt: string | null;
  readonly totals: ShiftTotals;
  /** Cash that was counted, without the float; null while the shift lasts. */
  readonly counted: string | null;
  /** What was counted beyond what the settlements say; null while the shift lasts. */
  readonly difference: string | null;
}

/** The desk of an institution: the shift that lasts, and the last ones that ended, the newest first. */
export interface DeskView {
  readonly open: ShiftView | null;
  /** What was settled while nobody had taken the desk; it is counted in the next shift. */
  readonly uncounted: ShiftTotals;
  readonly closed: readonly ShiftView[];
}

/** Somebody takes the desk, or gives it up. */
export interface HandOver {
  /** Number of the shift that ends; 0 where none lasts. Somebody else may have handed over meanwhile. */
  readonly ends: number;
  /** Cash counted at its end, in yuan. */
  readonly counted: string | null;
  /** Who comes; null for nobody. */
  readonly comes: { readonly operator: string; readonly name: string } | null;
}

/** Clocks are put right and ends are noted late: what ended shortly before a shift began is looked at, too. */
const MARGIN_MS = 24 * 3_600_000;
const CLOSED_SHOWN = 10;

interface ShiftRow {
  readonly number: number;
  readonly operator: string;
  readonly name: string;
  readonly began_at: number;
  readonly ended_at: number | null;
  readonly counted_fen: number | null;
  readonly totals: string | null;
}

/**
 * The shifts at this counter's desks. A message is counted in the shift in which its end was noted, and in no other: one
 * whose outcome was unknown at a hand-over is counted by whoever is there when it is known.
 */
export class Shifts {
  constructor(
    private readonly book: DeskBook,
    private readonly journal: Journal,
    private readonly operators: Operators,
    private readonly clock: () => number = Date.now,
  ) {}

  async deskOf(institution: string): Promise<DeskView> {
    const open = await this.openShift(institution);
    const { totals } = await this.uncounted(institution);
    const closed = (await this.book.rows(
      'SELECT * FROM shift WHERE institution = ? AND ended_at IS NOT NULL ORDER BY number DESC LIMIT ?',
      [institution, CLOSED_SHOWN],
    )) as unknown as ShiftRow[];
    return { open: open ? viewOf(open, totals) : null, uncounted: totals, closed: closed.map((row) => viewOf(row)) };
  }

  /** A shift that has ended; undefined where there is none of this number. */
  async closed(institution: string, number: number): Promise<ShiftView | undefined> {
    const [row] = await this.book.rows('SELECT * FROM shift WHERE institution = ? AND number = ?', [
      institution,
      number,
    ]);
    const shift = row as unknown as ShiftRow | undefined;
    return shift?.totals ? viewOf(shift) : undefined;
  }

  /**
   * Ends a shift with what was counted and begins another, both or neither. The same hand-over once more changes nothing.
   * @throws Refused OPERATOR-UNKNOWN, SHIFT-CHANGED, or MSG-FIELD-INVALID where the shift ends and nothing was counted
   */
  async handOver(institution: string, { ends, counted, comes }: HandOver): Promise<DeskView> {
    const coming = comes && { ...comes, ...named(this.operators.find(comes.operator), comes.name) };
    if (await this.isWhere(institution, ends)) await this.change(institution, ends, counted, coming);
    const open = await this.openShift(institution);
    return open?.operator === coming?.operator ? this.deskOf(institution) : refuse('SHIFT-CHANGED');
  }

  private async change(
    institution: string,
    ends: number,
    counted: HandOver['counted'],
    coming: HandOver['comes'],
  ): Promise<void> {
    const cash = ends === 0 ? null : countedCash(counted);
    const { totals, names } = await this.uncounted(institution);
    const now = this.clock();
    await this.book.write(async () => {
      // Handed over at once from two tabs: the first has it.
      if (!(await this.isWhere(institution, ends))) return;
      if (cash !== null) {
        await this.book.run(
          'UPDATE shift SET ended_at = ?, counted_fen = ?, totals = ? WHERE institution = ? AND number = ? AND ended_at IS NULL',
          [now, cash, JSON.stringify(totals), institution, ends],
        );
        for (const msgid of names) {
          await this.book.run('INSERT INTO counted (institution, msgid, shift) VALUES (?, ?, ?)', [
            institution,
            msgid,
            ends,
          ]);
        }
      }
      if (coming !== null) {
        await this.book.run(
          `INSERT INTO shift (institution, number, operator, name, began_at)
           SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM shift WHERE institution = ?`,
          [institution, coming.operator, coming.name, now, institution],
        );
      }
    });
  }

  /** Whether the shift that lasts is the one of this number; 0 where none does. */
  private async isWhere(institution: string, number: number): Promise<boolean> {
    return ((await this.openShift(institution))?.number ?? 0) === number;
  }

  private async openShift(institution: string): Promise<ShiftRow | undefined> {
    const [row] = await this.book.rows('SELECT * FROM shift WHERE institution = ? AND ended_at IS NULL', [institution]);
    return row as unknown as ShiftRow | undefined;
  }

  /** What has ended since the last hand-over, or shortly before it, and is counted in no shift. */
  private async uncounted(institution: string): Promise<{ totals: ShiftTotals; names: readonly string[] }> {
    const [last] = await this.book.rows(
      'SELECT max(coalesce(ended_at, began_at)) AS at FROM shift WHERE institution = ?',
      [institution],
    );
    const since = Number(last?.['at'] ?? this.clock()) - MARGIN_MS;
    const done = await this.journal.settledSince(institution, since, MONEY_MOVING);
    const rows = await this.book.rows(
      `SELECT msgid FROM counted
         JOIN shift ON shift.institution = counted.institution AND shift.number = counted.shift
        WHERE counted.institution = ? AND ended_at >= ?`,
      [institution, since - MARGIN_MS],
    );
    const counted = new Set(rows.map(({ msgid }) => msgid));
    const messages: ReadIntent[] = [];
    for (const noted of done.filter(({ msgid }) => !counted.has(msgid))) messages.push(await this.readable(noted));
    const before = new Map<string, ReadIntent>();
    for (const message of messages) {
      const msgid = reversedBy(message);
      if (msgid) before.set(message.msgid, await this.readable({ ...message, msgid }));
    }
    const inFull = (await outageCash(this.book, institution, since)).filter(({ key }) => !counted.has(key));
    const paid = await paidBefore(this.book, institution);
    return {
      totals: totalsOf(
        movementsOf(messages, ({ msgid }) => before.get(msgid), paid),
        inFull,
      ),
      names: [...messages.map(({ msgid }) => msgid), ...inFull.map(({ key }) => key)],
    };
  }

  private async readable(noted: ReadIntent): Promise<ReadIntent> {
    try {
      return await this.journal.read(noted);
    } catch (error) {
      if (!(error instanceof IntentUnreadable)) throw error;
      return { ...noted, content: undefined, answer: undefined };
    }
  }
}

const named = (listed: { readonly name: string }, typed: string): { readonly name: string } => ({
  name: listed.name || typed,
});

function countedCash(text: string | null): Fen {
  const cash = text === null ? null : parseYuan(text.trim());
  if (cash !== null && cash >= ZERO_FEN && cash <= AMOUNT_MAX) return cash;
  return refuse('MSG-FIELD-INVALID', {
    field: 'counted',
    expectedZh: '不小于0的金额',
    expectedEn: 'an amount of at least 0',
  });
}

/** @param running totals of a shift that lasts */
function viewOf(row: ShiftRow, running?: ShiftTotals): ShiftView {
  const totals = row.totals === null ? running : (JSON.parse(row.totals) as ShiftTotals);
  if (!totals) throw new Error('a shift that has ended has totals');
  const counted = row.counted_fen === null ? null : fen(row.counted_fen);
  return {
    number: row.number,
    operator: row.operator,
    name: row.name,
    beganAt: new Date(row.began_at).toISOString(),
    endedAt: row.ended_at === null ? null : new Date(row.ended_at).toISOString(),
    totals,
    counted: counted === null ? null : formatYuan(counted),
    difference: counted === null ? null : differenceOf(counted, parseYuan(totals.all.cash) ?? fen(0)),
  };
}
