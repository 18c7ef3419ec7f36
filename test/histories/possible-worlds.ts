import { apply, type Happening, type World } from './settlement-life.js';

/** What HIS or the agent was told of something that happened. */
export interface Seen {
  /**
   * The code, '' for done; `not-done`: the centre says that it did nothing and keeps nothing; `unknown`: nobody answered,
   * so it was done or not.
   */
  readonly code: string;
  readonly paid?: { readonly account: number; readonly cash: number } | undefined;
}

type Answer = Pick<Seen, 'code' | 'paid'>;

interface Possible {
  readonly world: World;
  /** Numbers of what is on its way and has had no effect yet. */
  readonly open: readonly number[];
  /** Answers that are due to what has had its effect and was not heard of yet, by number. */
  readonly due: Readonly<Record<number, Answer>>;
}

/**
 * All worlds that what was seen so far allows. What is on its way may take effect at any moment until its answer is seen;
 * each answer rules out the worlds in which it could not have been given. When none is left, the centre has broken a rule.
 */
export class PossibleWorlds {
  private readonly happenings: Happening[] = [];
  private possible: Possible[];

  constructor(world: World) {
    this.possible = [{ world, open: [], due: {} }];
  }

  get worlds(): readonly World[] {
    return this.possible.map(({ world }) => world);
  }

  /** Something is on its way from now on. */
  begin(happening: Happening): number {
    const number = this.happenings.push(happening) - 1;
    this.possible = this.possible.map(({ open, ...state }) => ({ ...state, open: [...open, number] }));
    return number;
  }

  /** Its answer was seen, so it has happened by now, or never will. */
  end(number: number, seen: Seen): void {
    const after = this.possible.flatMap((state) => this.through(state, number, seen));
    this.possible = distinct(after);
  }

  /** Keeps the worlds for which something holds. */
  keep(holds: (world: World) => boolean): void {
    this.possible = this.possible.filter(({ world }) => holds(world));
  }

  /** Every way in which some of what is open happened, and this last, unless it had happened before. */
  private through(state: Possible, number: number, seen: Seen): Possible[] {
    const { [number]: answer, ...due } = state.due;
    if (answer) return isSeen(answer, seen) ? [{ ...state, due }] : [];
    const without = { ...state, open: state.open.filter((one) => one !== number) };
    const ways: Possible[] = seen.code === 'not-done' || seen.code === 'unknown' ? [without] : [];
    if (seen.code === 'not-done') return ways;
    for (const next of state.open) {
      const happening = this.happenings[next];
      if (!happening) throw new Error('nothing has begun under this number');
      const { world, code, paid } = apply(state.world, happening);
      const open = state.open.filter((one) => one !== next);
      if (next !== number) {
        ways.push(...this.through({ world, open, due: { ...state.due, [next]: { code, paid } } }, number, seen));
      } else if (isSeen({ code, paid }, seen)) ways.push({ world, open, due: state.due });
    }
    return ways;
  }
}

/** Whether what was seen is that answer; whoever was told nothing can have been given any. */
const isSeen = ({ code, paid }: Answer, seen: Seen): boolean =>
  seen.code === 'unknown' || (code === seen.code && (!seen.paid || same(paid, seen.paid)));

const same = (one: Seen['paid'], other: Seen['paid']): boolean =>
  one?.account === other?.account && one?.cash === other?.cash;

const distinct = (states: readonly Possible[]): Possible[] => [
  ...new Map(states.map((state) => [JSON.stringify(state), state])).values(),
];
