import { fen, formatYuan, inCapitals, type Fen } from '@medisettle/money';
import { CHINA_ZONE, refuse, wireDate, wireTime, type CardOnReader } from '@medisettle/national';
import { DateTime } from 'luxon';
import { Subject, type Observable } from 'rxjs';
import { type DeskBook } from '../desk-book/desk-book.js';
import { type Row } from '../journal/journal-file.js';
import { type IntentName } from '../journal/intent.js';
import { type Journal } from '../journal/journal.js';
import { OPEN_STATES } from '../journal/life-cycle.js';
import { lastDayOfYear } from './insurance-years.js';
import {
  billTotal,
  givesCashBack,
  type KeepOutageBill,
  linesWithAmounts,
  type OutageBillState,
  type OutageBillView,
  type OutageWords,
  type Payer,
  type WithdrawOutageBill,
  type Withdrawal,
} from './outage-bill.js';

interface BillRow {
  readonly institution: string;
  readonly number: string;
  readonly operator: string;
  readonly made_at: number;
  readonly total_fen: number;
  readonly words: Uint8Array;
  readonly msgid: string | null;
  readonly settled_at: number | null;
  readonly withdrawn_at: number | null;
  readonly reason: Withdrawal | null;
}

/** Names a bill that was paid in full. */
export interface OutageBillName {
  readonly institution: string;
  readonly number: string;
}

/** Ended bills that are listed beside the open ones, and how long. */
const ENDED_SHOWN_MS = 24 * 3_600_000;
const SHOWN_MAX = 500;

const UNREADABLE: OutageWords = {
  name: '',
  cardNumber: '',
  citizenNumber: '',
  category: '11',
  accountFlag: '1',
  diagnosis: { code: '', name: '' },
  lines: [],
};

const placeOf = ({ institution, number }: OutageBillName): string => JSON.stringify([institution, number, 'outage']);

/** Who a card says that it belongs to; where it does not say a name, the typed one. */
function payerOf(onReader: CardOnReader | undefined, typed: string): Payer {
  const card = onReader !== undefined && 'card' in onReader ? onReader.card : undefined;
  const name = card?.name || typed;
  if (name === '') refuse('OUTAGE-BILL-NAME');
  return { name, cardNumber: card?.cardNumber ?? '', citizenNumber: card?.citizenNumber ?? '' };
}

/** Whether a card can be that of whoever paid; what one side does not know is not held against him. */
function isSamePerson(payer: Payer, onReader: CardOnReader | undefined): boolean {
  if (onReader === undefined || !('card' in onReader)) return true;
  const { cardNumber, citizenNumber, name } = onReader.card;
  if (payer.citizenNumber !== '' && citizenNumber !== '') return payer.citizenNumber === citizenNumber;
  if (payer.cardNumber !== '' && payer.cardNumber === cardNumber) return true;
  return name === '' || payer.name === name;
}

/**
 * Bills that patients paid in full while the centre could not be reached, until they are settled or withdrawn. They are
 * this desk's own notes: no settlement, nothing that the centre knows of.
 */
export class OutageBills {
  private readonly news = new Subject<OutageBillName>();

  constructor(
    private readonly book: DeskBook,
    private readonly journal: Journal,
    private readonly years: ReadonlyMap<string, string>,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Which bill was just kept, or has ended or changed, after it is on disk. */
  get changes(): Observable<OutageBillName> {
    return this.news;
  }

  /**
   * Keeps a bill. It is on disk when this resolves; a crash before leaves nothing, and the same bill may be sent again.
   * @param onReader the card on the reader that the cashier named
   * @throws Refused OUTAGE-BILL-NAME, MSG-FIELD-INVALID; MSG-MSGID-REUSED for another bill under a number that is taken
   */
  async keep(
    institution: string,
    { number, operator, reader: _, name, ...bill }: KeepOutageBill,
    onReader: CardOnReader | undefined,
  ): Promise<OutageBillView> {
    const words: OutageWords = { ...bill, ...payerOf(onReader, name) };
    const paid = billTotal(words);
    const sealed = this.journal.seals.seal(JSON.stringify(words), placeOf({ institution, number }));
    await this.book.write(() =>
      this.book.run(
        `INSERT INTO outage_bill (institution, number, operator, made_at, total_fen, words) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (institution, number) DO NOTHING`,
        [institution, number, operator, this.clock(), paid, sealed],
      ),
    );
    const kept = await this.row({ institution, number });
    const { category, accountFlag, diagnosis, lines } = this.wordsOf(kept);
    if (JSON.stringify({ category, accountFlag, diagnosis, lines }) !== JSON.stringify(bill))
      refuse('MSG-MSGID-REUSED');
    this.news.next({ institution, number });
    return this.view(kept);
  }

  /** Those that are open, and those that ended within a day, the newest first. */
  async list(institution: string): Promise<OutageBillView[]> {
    const ended = this.clock() - ENDED_SHOWN_MS;
    const rows = await this.book.rows(
      `SELECT * FROM outage_bill
        WHERE institution = ? AND (settled_at IS NULL AND withdrawn_at IS NULL OR settled_at >= ? OR withdrawn_at >= ?)
        ORDER BY made_at DESC, number DESC LIMIT ?`,
      [institution, ended, ended, SHOWN_MAX],
    );
    const views: OutageBillView[] = [];
    for (const row of rows) views.push(await this.view(billRow(row)));
    return views;
  }

  /** @throws Refused OUTAGE-BILL-UNKNOWN */
  async find(name: OutageBillName): Promise<OutageBillView> {
    return this.view(await this.row(name));
  }

  /**
   * Notes which message settles a bill, before that message is noted or sent: there is never a second one that may be
   * done. A crash after it leaves a name that the journal does not know, and such a message was never sent.
   * @param settles what the message says of bill, person and day
   * @throws Refused OUTAGE-BILL-UNKNOWN, -WITHDRAWN, -SETTLED, -SETTLING, -CHANGED, -OTHER-PERSON, -YEAR-OVER
   */
  async claim(
    name: OutageBillName,
    msgid: string,
    settles: {
      readonly total: Fen | null;
      readonly insuranceType: string;
      readonly onReader: CardOnReader | undefined;
    },
  ): Promise<void> {
    const row = await this.row(name);
    if (row.msgid === msgid) return;
    const state = await this.stateOf(row);
    if (state === 'withdrawn') refuse('OUTAGE-BILL-WITHDRAWN');
    if (state === 'settled') refuse('OUTAGE-BILL-SETTLED');
    if (state === 'settling') refuse('OUTAGE-BILL-SETTLING');
    if (settles.total !== row.total_fen) refuse('OUTAGE-BILL-CHANGED', { paid: formatYuan(fen(row.total_fen)) });
    if (!isSamePerson(this.wordsOf(row), settles.onReader)) refuse('OUTAGE-BILL-OTHER-PERSON');
    const until = lastDayOfYear(this.years, wireDate(this.madeAt(row)), settles.insuranceType);
    if (wireDate(this.now()) > until) refuse('OUTAGE-BILL-YEAR-OVER', { until });
    await this.change(name, row, 'msgid = ?', [msgid]);
  }

  /**
   * Ends a bill that is not to be settled.
   * @throws Refused OUTAGE-BILL-UNKNOWN, -SETTLED, -SETTLING
   */
  async withdraw(name: OutageBillName, { operator, reason }: WithdrawOutageBill): Promise<OutageBillView> {
    const row = await this.row(name);
    const state = await this.stateOf(row);
    if (state === 'settled') refuse('OUTAGE-BILL-SETTLED');
    if (state === 'settling') refuse('OUTAGE-BILL-SETTLING');
    if (state === 'open') {
      const set = 'msgid = NULL, withdrawn_at = ?, withdrawn_by = ?, reason = ?';
      await this.change(name, row, set, [this.clock(), operator, reason]);
    }
    return this.find(name);
  }

  /** The bill that a message settles; undefined for every other message. */
  async settledBy({ institution, msgid }: IntentName): Promise<OutageBillView | undefined> {
    const [row] = await this.book.rows('SELECT * FROM outage_bill WHERE institution = ? AND msgid = ?', [
      institution,
      msgid,
    ]);
    return row === undefined ? undefined : this.view(billRow(row));
  }

  close(): void {
    this.news.complete();
  }

  /** Changes a bill that is as it was read; somebody else may have been quicker. @throws Refused OUTAGE-BILL-SETTLING */
  private async change(name: OutageBillName, before: BillRow, set: string, values: readonly unknown[]): Promise<void> {
    let changed = false;
    await this.book.write(async () => {
      const rows = await this.book.rows(
        `UPDATE outage_bill SET ${set}
          WHERE institution = ? AND number = ? AND withdrawn_at IS NULL AND settled_at IS NULL AND msgid IS ?
         RETURNING number`,
        [...values, name.institution, name.number, before.msgid],
      );
      changed = rows.length > 0;
    });
    if (!changed) refuse('OUTAGE-BILL-SETTLING');
    this.news.next(name);
  }

  private async stateOf(row: BillRow): Promise<OutageBillState> {
    if (row.withdrawn_at !== null) return 'withdrawn';
    if (row.settled_at !== null) return 'settled';
    if (row.msgid === null) return 'open';
    const noted = await this.journal.find({ institution: row.institution, msgid: row.msgid });
    if (noted === undefined) return 'open';
    if (OPEN_STATES.includes(noted.state)) return 'settling';
    if (noted.state !== 'settled') return 'open';
    await this.book.write(() =>
      this.book.run('UPDATE outage_bill SET settled_at = ? WHERE institution = ? AND msgid = ?', [
        noted.changedAt,
        row.institution,
        row.msgid,
      ]),
    );
    return 'settled';
  }

  private async row({ institution, number }: OutageBillName): Promise<BillRow> {
    const [row] = await this.book.rows('SELECT * FROM outage_bill WHERE institution = ? AND number = ?', [
      institution,
      number,
    ]);
    return row === undefined ? refuse('OUTAGE-BILL-UNKNOWN') : billRow(row);
  }

  private opened(row: BillRow): OutageWords | undefined {
    const text = this.journal.seals.open(row.words, placeOf(row));
    return text === null ? undefined : (JSON.parse(text) as OutageWords);
  }

  private wordsOf(row: BillRow): OutageWords {
    return this.opened(row) ?? refuse('OUTAGE-BILL-UNREADABLE', { number: row.number });
  }

  private async view(row: BillRow): Promise<OutageBillView> {
    // One that cannot be opened is shown all the same, by its number and sum, and keeps no other from being shown.
    const words = this.opened(row) ?? UNREADABLE;
    const { name, cardNumber, category, accountFlag, diagnosis } = words;
    const paid = fen(row.total_fen);
    const at = this.madeAt(row);
    return {
      institution: row.institution,
      number: row.number,
      at: wireTime(at),
      operator: row.operator,
      name,
      cardNumber,
      category,
      accountFlag,
      diagnosis,
      lines: linesWithAmounts(words),
      paid: formatYuan(paid),
      capitals: inCapitals(paid),
      until: lastDayOfYear(this.years, wireDate(at)),
      state: await this.stateOf(row),
      msgid: row.msgid,
      withdrawn: row.reason === null ? null : { reason: row.reason, cashBack: givesCashBack(row.reason) },
    };
  }

  private madeAt = ({ made_at }: BillRow): DateTime => DateTime.fromMillis(made_at, { zone: CHINA_ZONE });

  private now = (): DateTime => DateTime.fromMillis(this.clock(), { zone: CHINA_ZONE });
}

const billRow = (row: Row): BillRow => row as unknown as BillRow;
