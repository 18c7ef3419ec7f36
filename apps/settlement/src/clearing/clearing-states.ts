/**
 * How a month with another province stands. `differing`: the two tables are not the same; `agreed`: they are, to the fen;
 * `confirmed`: this province has said so; `paid`: the money is booked.
 */
export const CLEARING_STATES = ['open', 'differing', 'agreed', 'confirmed', 'paid'] as const;
export type ClearingState = (typeof CLEARING_STATES)[number];

/** `differs`, `agrees`: what a comparison with the other province's table has found. */
type ClearingHappening = 'differs' | 'agrees' | 'confirmed' | 'paid';

/**
 * States × happenings → next. What is confirmed is compared no more, and nothing is confirmed that was not agreed on; what
 * does not lead on is refused before it happens.
 */
export const CLEARING_CYCLE: Readonly<Record<ClearingState, Readonly<Record<ClearingHappening, ClearingState>>>> = {
  open: { differs: 'differing', agrees: 'agreed', confirmed: 'open', paid: 'open' },
  differing: { differs: 'differing', agrees: 'agreed', confirmed: 'differing', paid: 'differing' },
  agreed: { differs: 'differing', agrees: 'agreed', confirmed: 'confirmed', paid: 'agreed' },
  confirmed: { differs: 'confirmed', agrees: 'confirmed', confirmed: 'confirmed', paid: 'paid' },
  paid: { differs: 'paid', agrees: 'paid', confirmed: 'paid', paid: 'paid' },
};

/** How a hospital's month stands: what it has said of the settlements that other provinces pay (3261, 3262). */
export type SplitState = 'open' | 'partly' | 'disputed' | 'confirmed' | 'cleared';

type SplitHappening = 'nothing-said' | 'some-confirmed' | 'all-confirmed' | 'objected' | 'cleared';

const BY_WORD = {
  'nothing-said': 'open',
  'some-confirmed': 'partly',
  'all-confirmed': 'confirmed',
  objected: 'disputed',
  cleared: 'cleared',
} as const;

/**
 * States × happenings → next: the words that stand decide, until a province has confirmed the month. After that nothing
 * is said or taken back any more.
 */
export const SPLIT_CYCLE: Readonly<Record<SplitState, Readonly<Record<SplitHappening, SplitState>>>> = {
  open: BY_WORD,
  partly: BY_WORD,
  disputed: BY_WORD,
  confirmed: BY_WORD,
  cleared: {
    'nothing-said': 'cleared',
    'some-confirmed': 'cleared',
    'all-confirmed': 'cleared',
    objected: 'cleared',
    cleared: 'cleared',
  },
};

/** What the words that stand come to: of so many rows so many confirmed, so many objected to. */
export function splitHappening(rows: number, confirmed: number, objected: number): SplitHappening {
  if (objected > 0) return 'objected';
  if (confirmed === 0) return 'nothing-said';
  return confirmed >= rows ? 'all-confirmed' : 'some-confirmed';
}
