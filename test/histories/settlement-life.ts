import { REFUSALS } from '@medisettle/national';

/**
 * The life of settlements as it must be, in a page of plain rules: what each message does to what there is, and which code
 * it is answered with. It shares no line with the centre. One person at one hospital; all items are fully in scope and all
 * bills together stay within the deductible, so that the account pays what it has and cash the rest.
 */
export type Card = 'old' | 'new';

/** What is sent. Visits and settlements are named by the msgid of the message that made them. Amounts in fen. */
export type Message = { readonly msgid: string } & (
  | { readonly infno: '2201'; readonly card: Card }
  | { readonly infno: '2202'; readonly visit: string }
  | { readonly infno: '2204'; readonly visit: string; readonly batch: string; readonly amount: number }
  | { readonly infno: '2205'; readonly visit: string; readonly batch: string }
  | {
      readonly infno: '2207';
      readonly visit: string;
      readonly batch: string;
      readonly card: Card;
      readonly amount: number;
      /** Makes a message another one under the same number. */
      readonly invoice?: string;
    }
  | { readonly infno: '2208'; readonly settlement: string }
  | { readonly infno: '2601'; readonly original: string; readonly of: string }
);

/** What happens: a message arrives, the new card is activated, or the agent has a number closed. */
export type Happening =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'activation' }
  | { readonly kind: 'closing'; readonly msgid: string };

/** A settlement and what became of it. `undoneBy`: the msgid that took it back last, null while it stands. */
interface Settlement {
  readonly visit: string;
  readonly batch: string;
  readonly amount: number;
  readonly account: number;
  readonly undoneBy: string | null;
}

/** What stands under a number. `code` is '' for what was done, null for a closed number. */
interface Kept {
  readonly content: string;
  readonly infno: string;
  readonly code: string | null;
  /** The settlement that it made, took back or let stand again, and whether that one stood afterwards. */
  readonly made?: { readonly settlement: string; readonly stands: boolean } | undefined;
}

/** Everything that matters, as plain data. */
export interface World {
  readonly oldCardEnded: boolean;
  readonly account: number;
  readonly visits: Readonly<Record<string, 'open' | 'cancelled'>>;
  /** Lines that stand, by visit and batch. */
  readonly lines: Readonly<Record<string, number>>;
  readonly settlements: Readonly<Record<string, Settlement>>;
  readonly kept: Readonly<Record<string, Kept>>;
}

export interface Applied {
  readonly world: World;
  /** '' for done. */
  readonly code: string;
  /** For a settlement: what account and cash pay, fen. */
  readonly paid?: { readonly account: number; readonly cash: number };
  readonly made?: Kept['made'];
}

export const beginning = (account: number): World => ({
  oldCardEnded: false,
  account,
  visits: {},
  lines: {},
  settlements: {},
  kept: {},
});

const lot = (visit: string, batch: string): string => `${visit} ${batch}`;
const contentOf = ({ msgid: _, ...content }: Message): string => JSON.stringify(content);
/** A refusal on the merits is an outcome; any other leaves the number free. */
export const isKept = (code: string): boolean =>
  code === '' || REFUSALS[code as keyof typeof REFUSALS].class === 'business';

/** What stands in the books of a settlement that a message has made: whether it was undone since. */
export function outcomeOf(world: World, msgid: string): { outcome: string; cancelled: boolean; closed: boolean } {
  const kept = world.kept[msgid];
  if (!kept) return { outcome: 'absent', cancelled: false, closed: false };
  if (kept.code === null) return { outcome: 'absent', cancelled: false, closed: true };
  if (kept.code !== '') return { outcome: 'refused', cancelled: false, closed: false };
  const stands = kept.made && world.settlements[kept.made.settlement]?.undoneBy === null;
  return { outcome: 'settled', cancelled: stands !== kept.made?.stands, closed: false };
}

const settledLot = (world: World, visit: string, batch: string): boolean =>
  Object.values(world.settlements).some((one) => one.visit === visit && one.batch === batch && one.undoneBy === null);

/** What comes of something that happens. Pure. */
export function apply(world: World, happening: Happening): Applied {
  if (happening.kind === 'activation') return { world: { ...world, oldCardEnded: true }, code: '' };
  if (happening.kind === 'closing') return { world: closed(world, happening.msgid, 'closing'), code: '' };
  const { message } = happening;
  const kept = world.kept[message.msgid];
  if (kept) {
    if (kept.code === null) return { world, code: 'MSG-CLOSED' };
    if (kept.content !== contentOf(message)) return { world, code: 'MSG-MSGID-REUSED' };
    const made = world.settlements[message.msgid];
    return { world, code: kept.code, ...(made && kept.code === '' ? { paid: paidBy(made) } : {}) };
  }
  const applied = first(world, message);
  if (!isKept(applied.code)) return applied;
  const row = { content: contentOf(message), infno: message.infno, code: applied.code, made: applied.made };
  return { ...applied, world: { ...applied.world, kept: { ...applied.world.kept, [message.msgid]: row } } };
}

const paidBy = ({ amount, account }: Settlement) => ({ account, cash: amount - account });

const closed = (world: World, msgid: string, infno: string): World =>
  world.kept[msgid] ? world : { ...world, kept: { ...world.kept, [msgid]: { content: '', infno, code: null } } };

function first(world: World, message: Message): Applied {
  const refused = (code: string): Applied => ({ world, code });
  switch (message.infno) {
    case '2201': {
      const why = cardRefusal(world, message.card);
      if (why) return refused(why);
      return { world: { ...world, visits: { ...world.visits, [message.msgid]: 'open' } }, code: '' };
    }
    case '2202': {
      if (world.visits[message.visit] !== 'open') return refused('VISIT-CANCELLED');
      const settled = Object.values(world.settlements).some(
        ({ visit, undoneBy }) => visit === message.visit && undoneBy === null,
      );
      if (settled) return refused('VISIT-SETTLED');
      return { world: { ...world, visits: { ...world.visits, [message.visit]: 'cancelled' } }, code: '' };
    }
    case '2204': {
      const key = lot(message.visit, message.batch);
      if (world.visits[message.visit] !== 'open') return refused('VISIT-CANCELLED');
      if (world.lines[key] !== undefined || settledLot(world, message.visit, message.batch)) {
        return refused('BATCH-UPLOADED');
      }
      return { world: { ...world, lines: { ...world.lines, [key]: message.amount } }, code: '' };
    }
    case '2205': {
      const key = lot(message.visit, message.batch);
      if (world.visits[message.visit] !== 'open') return refused('VISIT-CANCELLED');
      if (settledLot(world, message.visit, message.batch)) return refused('VISIT-SETTLED');
      if (world.lines[key] === undefined) return refused('LINES-MISSING');
      const { [key]: _, ...lines } = world.lines;
      return { world: { ...world, lines }, code: '' };
    }
    case '2207': {
      const why = cardRefusal(world, message.card);
      if (why) return refused(why);
      if (world.visits[message.visit] !== 'open') return refused('VISIT-CANCELLED');
      if (settledLot(world, message.visit, message.batch)) return refused('BILL-SETTLED');
      const amount = world.lines[lot(message.visit, message.batch)];
      if (amount === undefined) return refused('LINES-MISSING');
      if (amount !== message.amount) return refused('TOTAL-MISMATCH');
      const account = Math.min(amount, world.account);
      const made = { visit: message.visit, batch: message.batch, amount, account, undoneBy: null };
      return {
        world: {
          ...world,
          account: world.account - account,
          settlements: { ...world.settlements, [message.msgid]: made },
        },
        code: '',
        paid: paidBy(made),
        made: { settlement: message.msgid, stands: true },
      };
    }
    case '2208': {
      const made = world.settlements[message.settlement];
      if (!made) throw new Error('a settlement is cancelled that nobody can know');
      return made.undoneBy === null
        ? takeBack(world, message.settlement, message.msgid)
        : refused('SETTLEMENT-CANCELLED');
    }
    case '2601':
      return reversed(world, message);
  }
}

const cardRefusal = ({ oldCardEnded }: World, card: Card): string | null => {
  if (card === 'old') return oldCardEnded ? 'CARD-VOID-REPLACED' : null;
  return oldCardEnded ? null : 'CARD-NOT-ACTIVE';
};

function changed(world: World, settlement: string, undoneBy: string | null, account: number): World {
  const made = world.settlements[settlement];
  if (!made) throw new Error('no such settlement');
  return { ...world, account, settlements: { ...world.settlements, [settlement]: { ...made, undoneBy } } };
}

const takeBack = (world: World, settlement: string, by: string): Applied => ({
  world: changed(world, settlement, by, world.account + (world.settlements[settlement]?.account ?? 0)),
  code: '',
  made: { settlement, stands: false },
});

function reversed(world: World, { original, of, msgid }: Message & { infno: '2601' }): Applied {
  const done = (next: World): Applied => ({ world: next, code: '' });
  const refused = (code: string): Applied => ({ world, code });
  const kept = world.kept[original];
  if (!kept) return done(closed(world, original, of));
  if (kept.code === null) return done(world);
  if (kept.infno !== of) return refused('REVERSAL-OTHER-MESSAGE');
  if (kept.code !== '') return done(world);
  const made = world.settlements[original];
  if (made) {
    if (made.undoneBy === null) return takeBack(world, original, msgid);
    return world.kept[made.undoneBy]?.infno === '2208' ? refused('SETTLEMENT-CANCELLED') : done(world);
  }
  const taken = kept.made?.settlement ?? '';
  const settlement = world.settlements[taken];
  if (!settlement) throw new Error(`${of} cannot be reversed here`);
  if (settlement.undoneBy !== original) return done(world);
  const { visit, batch, amount, account } = settlement;
  if (world.visits[visit] !== 'open') return refused('VISIT-CANCELLED');
  if (settledLot(world, visit, batch)) return refused('BILL-SETTLED');
  if (world.lines[lot(visit, batch)] !== amount) return refused('REVERSAL-BILL-CHANGED');
  if (account > world.account) return refused('REVERSAL-MONEY-GONE');
  const next = changed(world, taken, null, world.account - account);
  return { world: next, code: '', made: { settlement: taken, stands: true } };
}
