import { useEffect, useRef, useState } from 'preact/hooks';
import type { RefusalView } from '../../../apps/terminal-agent/src/cashier-page/refusals.controller.js';
import type { SettlementRow } from '../../../apps/terminal-agent/src/cashier-page/settlement-rows.js';
import { useSession } from '../session/session.js';
import { type Message, messageOf, newMsgid, type Said, send, type Sender } from './his.js';
import type { Patient } from './patient.js';
import { keepSale, keptSale } from './kept-sale.js';
import { dropOrder, dropping, isOrdered, orderBill } from './order-steps.js';
import { isBegun, newSale, type Sale } from './sale.js';
import { giveUpBill, type Halt, haltOf, settleBill, type Tools, tryBill, type Went } from './sale-steps.js';

export type Busy = 'trial' | 'settling' | null;

/** The bill at work and what can be done with it. */
export interface SaleDesk {
  readonly sale: Sale;
  readonly busy: Busy;
  /** Why the last step did not go through. */
  readonly halt: Halt | null;
  readonly change: (part: Partial<Pick<Sale, 'lines' | 'diagnosis' | 'category' | 'accountFlag' | 'returned'>>) => void;
  /** Gives the bill the number under which it is taken in full, kept before it is sent; one that it has stays. */
  readonly number: () => Sale;
  /** Begins with a bill that is made from another one, in the place of the one on the desk. */
  readonly begin: (sale: Sale) => void;
  readonly reckon: (patient: Patient) => Promise<boolean>;
  readonly settle: () => Promise<boolean>;
  /** Cancels an order that waits for its payment; the bill of one that is on the desk stays there. */
  readonly drop: (order: string) => Promise<boolean>;
  /**
   * Leaves this bill for the next patient. One that is not settled is taken back, unless a settlement of it may be under
   * way: that is brought to its end by the journal, and shown in the list.
   */
  readonly next: () => void;
}

/** What the page needs to send in somebody's name. */
export function useTools(sender: Sender): Pick<Tools, 'sender' | 'send' | 'ends'> {
  const { ask } = useSession();
  return {
    sender,
    send: <Output>(message: Message): Promise<Said<Output>> => send<Output>(ask, message),
    ends: async (code) => {
      // Without the catalogue nothing is taken for an end: sending the same message again is always safe.
      const row = await ask<RefusalView>(`/api/refusals/${encodeURIComponent(code)}`);
      return row.outcome === 'answered' && row.body.class !== 'transient';
    },
  };
}

const ENDED: ReadonlySet<SettlementRow['state']> = new Set(['settled', 'refused', 'not-done']);

/** @param rows what this counter's books say, so that a settlement that was unknown is taken up when it is known */
export function useSale(sender: Sender, rows: readonly SettlementRow[] | undefined): SaleDesk {
  const { institution } = sender;
  const common = useTools(sender);
  const [sale, setSale] = useState<Sale>(() => keptSale(institution));
  const [busy, setBusy] = useState<Busy>(null);
  const [halt, setHalt] = useState<Halt | null>(null);

  const latest = useRef(sale);
  const keep = (changed: Sale): void => {
    latest.current = changed;
    keepSale(changed);
    setSale(changed);
  };
  /** What a step has brought; what was typed while it ran stays. */
  const keepStep = (brought: Sale): void => {
    const { lines, diagnosis, category, accountFlag, returned } = latest.current;
    keep({ ...brought, lines, diagnosis, category, accountFlag, returned });
  };
  // What is busy is seen with the next painting; a second click may come before it.
  const running = useRef(false);
  const run = async (what: Exclude<Busy, null>, step: (tools: Tools) => Promise<Went>): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(what);
    setHalt(null);
    try {
      const went = await step({ ...common, keep: keepStep });
      keepStep(went.sale);
      setHalt(went.halt);
      return went.halt === null;
    } finally {
      running.current = false;
      setBusy(null);
    }
  };
  const settle = (): Promise<boolean> => run('settling', (tools) => settleBill(tools, sale));

  // The same message once more brings the stored answer. So it goes on after a reload, and once an outcome is known.
  const kept = sale.kept.settle;
  const state = rows?.find((row) => row.msgid === kept?.msgid && row.institution === institution)?.state;
  const isEnded = kept !== undefined && state !== undefined && ENDED.has(state);
  const takenUp = useRef('');
  useEffect(() => {
    const end = `${kept?.msgid} ${state}`;
    // Once for each end: a message that could not be sent again stays for the cashier to send.
    if (!isEnded || busy !== null || takenUp.current === end) return;
    takenUp.current = end;
    void settle();
  }, [isEnded, busy]);

  // The patient pays elsewhere, and perhaps another tab has cancelled: the list of today says what came of the order.
  const { order } = sale;
  const ordered = rows?.find(({ order: known }) => known !== undefined && known.number === order?.number)?.order?.state;
  useEffect(() => {
    if (order === null || ordered === undefined || ordered === 'waiting' || sale.settled !== null) return;
    if (ordered === 'cancelled') keep({ ...latest.current, order: null });
    else keep({ ...latest.current, kept: {}, settled: { msgid: order.msgid, setlinfo: {} } });
  }, [ordered]);

  return {
    sale,
    busy,
    halt,
    begin: (made) => {
      setHalt(null);
      keep(made);
    },
    // What is changed is another bill than the one that may have been taken in full.
    change: (part) => keep({ ...latest.current, ...part, inFull: null }),
    number: () => {
      keep({ ...latest.current, inFull: latest.current.inFull ?? newMsgid(institution) });
      return latest.current;
    },
    reckon: (patient) =>
      run('trial', (tools) =>
        isOrdered(tools, latest.current, patient)
          ? orderBill(tools, latest.current, patient)
          : tryBill(tools, latest.current, patient),
      ),
    settle,
    drop: async (number) => {
      if (number === latest.current.order?.number) return run('trial', (tools) => dropOrder(tools, latest.current));
      const said = await common.send<unknown>(messageOf(sender, '2167', dropping(number)));
      setHalt(haltOf(said));
      return said.outcome === 'good';
    },
    next: () => {
      if (sale.settled === null && sale.kept.settle === undefined && isBegun(sale))
        void (sale.order === null ? giveUpBill : dropOrder)({ ...common, keep: () => undefined }, sale);
      setHalt(null);
      keep(newSale(institution));
    },
  };
}
