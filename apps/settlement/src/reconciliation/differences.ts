import { fen, formatYuan, type Fen } from '@medisettle/money';

/** What is different: a row that only one side has, or one whose amounts are not the same. */
export type DifferenceClass = 'only-at-institution' | 'only-at-centre' | 'amounts-differ';

/**
 * What the centre knows of a row that only the institution has: nothing, a row of other days or of another clearing
 * class, one that was reversed (2601), or, for a refund, a settlement that stands.
 */
export type Elsewhere = 'nowhere' | 'other-statement' | 'undone' | 'standing';

/** Total, fund total and account total, in fen. */
export interface RowAmounts {
  readonly total: Fen;
  readonly fund: Fen;
  readonly account: Fen;
}

/** One difference between what an institution said of its settlements and the books. */
export interface Difference {
  readonly class: DifferenceClass;
  readonly elsewhere: Elsewhere;
  /** Whether it is a refund's row. */
  readonly refund: boolean;
  readonly personId: string;
  readonly visitId: string;
  readonly settlementId: string;
  /** Number of the message that made it at the centre; null where the centre has no such row. */
  readonly msgid: string | null;
  readonly told: RowAmounts | null;
  readonly found: RowAmounts | null;
}

/**
 * What an institution does about a difference. The centre changes nothing by itself, since its books are what was settled;
 * what only it has an operator may have reversed (`Cures`).
 */
export interface Cure {
  readonly cure:
    'reverse-or-book' | 'book-refund' | 'void' | 'cancel-at-centre' | 'reconcile-on-its-day' | 'take-over-amounts';
  readonly zh: string;
  readonly en: string;
}

const CURES: Readonly<Record<Cure['cure'], Cure>> = {
  'reverse-or-book': {
    cure: 'reverse-or-book',
    zh: '中心已结算而机构无记录：患者未享受的，以本行msgid冲正（2601）；已享受的，补记本地结算',
    en: 'Settled at the centre only: reverse it by its msgid (2601) unless the patient had it, else book it',
  },
  'book-refund': {
    cure: 'book-refund',
    zh: '中心已撤销而机构无记录：补记退费',
    en: 'Cancelled at the centre only: book the refund',
  },
  void: {
    cure: 'void',
    zh: '中心无此结算：机构作废本地记录，按自费处理或重新结算',
    en: 'Not settled at the centre: void the local record, and settle anew or let the patient pay',
  },
  'cancel-at-centre': {
    cure: 'cancel-at-centre',
    zh: '机构已退费而中心未撤销：向中心办理撤销（2208、2305、2103）',
    en: 'Refunded at the institution only: cancel it at the centre (2208, 2305, 2103)',
  },
  'reconcile-on-its-day': {
    cure: 'reconcile-on-its-day',
    zh: '中心有此结算，但不属于本次日期或清算类别：按中心结算时间对账',
    en: 'Settled on another day or in another clearing class: reconcile it where the setl_time puts it',
  },
  'take-over-amounts': {
    cure: 'take-over-amounts',
    zh: '金额与中心不一致：以中心为准（5203查询）更正本地记录',
    en: 'The amounts differ: correct the local record by the centre (5203)',
  },
};

const CURE_OF_TOLD: Readonly<Record<Elsewhere, Cure['cure']>> = {
  nowhere: 'void',
  undone: 'void',
  'other-statement': 'reconcile-on-its-day',
  standing: 'cancel-at-centre',
};

/** The cure of a difference (national interface §5.4 and §5.5: 2601 by the msgid for what the institution lacks). */
export function cureOf({ class: kind, elsewhere, refund }: Pick<Difference, 'class' | 'elsewhere' | 'refund'>): Cure {
  switch (kind) {
    case 'only-at-centre':
      return CURES[refund ? 'book-refund' : 'reverse-or-book'];
    case 'amounts-differ':
      return CURES['take-over-amounts'];
    case 'only-at-institution':
      return CURES[CURE_OF_TOLD[elsewhere]];
  }
}

/** `stmt_rslt`: the result is not balanced. */
const NOT_BALANCED = '1';
/** How an empty value is written in a text (national interface §1.4). */
const EMPTY = 'null';

/**
 * A row of the result that an institution fetches, columns in the order of the interface, separated by TAB. Where the
 * institution has not what the centre has, visit and settlement are empty, and the msgid is the handle. Amounts are the
 * centre's, where it has any.
 */
export function resultRow(difference: Difference): string {
  const { class: kind, personId, visitId, settlementId, msgid, refund, told, found } = difference;
  const unknownThere = kind === 'only-at-centre';
  const amounts = found ?? told;
  const yuan = (amount: Fen | undefined): string => (amount === undefined ? EMPTY : formatYuan(fen(amount)));
  return [
    personId,
    unknownThere ? EMPTY : visitId,
    unknownThere ? EMPTY : settlementId,
    msgid ?? EMPTY,
    NOT_BALANCED,
    refund ? '1' : '0',
    `${kind}：${cureOf(difference).zh}`,
    yuan(amounts?.total),
    yuan(amounts?.fund),
    yuan(amounts?.account),
  ].join('\t');
}
