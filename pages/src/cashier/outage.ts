import { useEffect, useState } from 'preact/hooks';
import type { RefusalBody } from '@medisettle/national';
import type { DoorAnswer, Missed } from '../door/answer.js';
import type {
  KeepOutageBill,
  OutageBillView,
  Withdrawal,
} from '../../../apps/terminal-agent/src/outage-bills/outage-bill.js';
import type { ReaderView } from '../../../apps/terminal-agent/src/counter/counter-reader.js';
import { useSession } from '../session/session.js';
import { newMsgid, type Sender } from './his.js';
import type { Sale } from './sale.js';
import type { ReadCard } from './which-card.js';

/** Why something with a bill in full was not done; `unreachable` when this machine's own program does not answer. */
export type Undone = RefusalBody | 'unreachable';

/** Why something was not done, of its answer; null where it was. */
export function whyNot(answer: Missed): Undone;
export function whyNot(answer: DoorAnswer<unknown> | null): Undone | null;
export function whyNot(answer: DoorAnswer<unknown> | null): Undone | null {
  if (answer === null || answer.outcome === 'answered') return null;
  return answer.outcome === 'refused' ? answer.refusal : 'unreachable';
}

/** Where the agent has what belongs to a bill in full. */
export const outagePlace = (institution: string, number: string): string =>
  `/api/outage-bills/${institution}/${encodeURIComponent(number)}`;

/** The bills in full of an institution, and what can be done with them. */
export interface OutageDesk {
  readonly bills: readonly OutageBillView[];
  /** Keeps the bill on the desk under a number that the bill already has. */
  readonly keep: (sale: Sale, reader: string | null, name: string) => Promise<OutageBillView | Undone>;
  readonly withdraw: (number: string, reason: Withdrawal) => Promise<Undone | null>;
}

/** @param changed is another one whenever something at this counter has changed */
export function useOutageBills({ institution, operator }: Sender, changed: unknown): OutageDesk {
  const { ask } = useSession();
  const [bills, setBills] = useState<readonly OutageBillView[]>([]);
  const path = `/api/outage-bills/${institution}`;
  useEffect(() => {
    let left = false;
    void ask<{ bills: OutageBillView[] }>(path).then((answer) => {
      if (!left && answer.outcome === 'answered') setBills(answer.body.bills);
    });
    return () => {
      left = true;
    };
  }, [path, changed]);
  const tell = async (where: string, what: object): Promise<OutageBillView | Undone> => {
    const answer = await ask<OutageBillView>(where, what);
    if (answer.outcome !== 'answered') return whyNot(answer);
    const { body } = answer;
    setBills((known) => [body, ...known.filter(({ number }) => number !== body.number)]);
    return body;
  };
  return {
    bills,
    keep: ({ inFull, category, accountFlag, diagnosis, lines }, reader, name) => {
      const bill: KeepOutageBill = {
        number: inFull ?? newMsgid(institution),
        operator,
        reader,
        name,
        category,
        accountFlag,
        diagnosis,
        lines: lines.map(({ item, name: called, price, count }) => ({ code: item, name: called, price, count })),
      };
      return tell(path, bill);
    },
    withdraw: async (number, reason) => {
      const said = await tell(`${outagePlace(institution, number)}/withdrawal`, { operator, reason });
      return isUndone(said) ? said : null;
    },
  };
}

export const isUndone = (said: OutageBillView | Undone): said is Undone => said === 'unreachable' || 'code' in said;

/**
 * The card of whoever pays in full: the only one that was read and is not refused. Whether it may be used is not known
 * while the centre is away.
 */
export function cardInFull(readers: readonly ReaderView[]): ReadCard | null {
  const cards = readers.filter(
    (reader): reader is ReadCard => reader.card !== null && reader.card.verdict.outcome !== 'refused',
  );
  const [only, ...others] = cards;
  return only === undefined || others.length > 0 ? null : only;
}
