import { formatYuan, type Fen } from '@medisettle/money';
import { textOf } from '@medisettle/national';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { CardEvent } from '../../apps/settlement/src/cards/card-event.js';
import { CardEvents } from '../../apps/settlement/src/cards/card-events.js';
import { Outcomes } from '../../apps/settlement/src/messages/outcomes.js';
import { type CentreInProcess } from '../world/centre-in-process.js';
import { fenOf, now, objectOf, type His, type HisAnswer } from '../world/his.js';
import { type Breakdown, type Faults } from './faults.js';
import { PossibleWorlds, type Seen } from './possible-worlds.js';
import { beginning, isKept, outcomeOf, type Card, type Message, type World } from './settlement-life.js';

/** How a step is taken: its answer awaited, its answer left for later, or two copies of its message sent at once. */
export type Manner = 'awaited' | 'late' | 'twice';

/** What is done next. Numbers choose among what there is by then; a step that finds nothing is left out. */
export interface Step {
  readonly act:
    | 'register'
    | 'unregister'
    | 'upload'
    | 'withdraw'
    | 'settle'
    | 'cancel'
    | 'reverse'
    | 'repeat'
    | 'alter'
    | 'close'
    | 'activate'
    | 'await';
  readonly which: number;
  readonly batch: 'A' | 'B';
  readonly card: Card;
  /** Packs of the one item. */
  readonly count: number;
  readonly manner: Manner;
  readonly breakdown: Breakdown | null;
}

/** A person of a history of his own. */
export interface Patient {
  readonly personId: string;
  readonly oldCard: string;
  readonly newCard: string;
  readonly balanceFen: number;
}

const PRICE_FEN = 1_250;
const REVERSIBLE = ['2207', '2208'];
/** More at once than this would make the possible worlds many. */
const LATE_MAX = 3;

interface Sent {
  readonly message: Message;
  readonly text: string;
}

/** Plays one history against a centre, beside a model that knows all worlds that the answers allow. */
export class History {
  private readonly worlds: PossibleWorlds;
  private readonly sent: Sent[] = [];
  private readonly under: Promise<void>[] = [];
  /** What HIS knows: identities out of answers, by the msgid of their message, and the answers' texts. */
  private readonly identities = new Map<string, string>();
  private readonly texts = new Map<string, string>();
  private readonly amounts = new Map<string, number>();
  private readonly told: string[] = [];

  constructor(
    private readonly centre: CentreInProcess,
    private readonly his: His,
    private readonly faults: Faults,
    private readonly database: pg.Client,
    private readonly patient: Patient,
  ) {
    this.worlds = new PossibleWorlds(beginning(patient.balanceFen));
  }

  /** Takes the steps, waits for every answer, and compares what is left in the books. Throws what does not fit. */
  async play(steps: readonly Step[]): Promise<void> {
    try {
      for (const step of steps) await this.take(step);
      await this.awaitAll();
      await this.compare();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error([why, ...this.told].join('\n  '), { cause: error });
    }
  }

  private async take(step: Step): Promise<void> {
    if (step.act === 'await') return this.awaitAll();
    if (step.act === 'activate') return this.activate(step);
    if (step.act === 'close') return this.close(step);
    const next = step.act === 'repeat' ? pick(this.sent, step.which) : this.written(this.messageOf(step));
    if (!next) return;
    if (this.under.length >= LATE_MAX) await this.awaitAll();
    this.sent.push(next);
    await this.faults.plan(step.breakdown);
    const copies = step.manner === 'twice' ? 2 : 1;
    const answers = Array.from({ length: copies }, () => this.send(next));
    if (step.manner === 'late') this.under.push(...answers);
    else await Promise.all(answers);
  }

  private async send({ message, text }: Sent): Promise<void> {
    const number = this.worlds.begin({ kind: 'message', message });
    const answer = await this.his.post(text);
    const seen = seenIn(answer);
    this.told.push(
      `${message.infno} ${JSON.stringify(message)} → ${seen.code || 'done'} ${JSON.stringify(seen.paid ?? '')}`,
    );
    if (seen.code === '') this.learn(message, answer);
    if (seen.code !== 'not-done' && seen.code !== 'unknown') this.same(text, answer, seen.code);
    this.worlds.end(number, seen);
    this.mustBePossible();
  }

  /** What is kept is given to the letter. */
  private same(text: string, answer: HisAnswer, code: string): void {
    if (!isKept(code)) return;
    const before = this.texts.get(text) ?? answer.text;
    this.texts.set(text, before);
    if (before !== answer.text) throw new Error('a repetition got another text');
  }

  private learn(message: Message, { output }: HisAnswer): void {
    if (message.infno === '2201') this.identities.set(message.msgid, textOf(objectOf(output.data).mdtrt_id) ?? '');
    if (message.infno === '2207') this.identities.set(message.msgid, textOf(objectOf(output.setlinfo).setl_id) ?? '');
  }

  private mustBePossible(): void {
    if (this.worlds.worlds.length === 0) throw new Error('no order of events allows these answers');
  }

  private async activate(step: Step): Promise<void> {
    const number = this.worlds.begin({ kind: 'activation' });
    await this.faults.plan(step.breakdown);
    const event = CardEvent.parse({
      eventId: randomUUID(),
      type: 'activated',
      cardNumber: this.patient.newCard,
      at: new Date().toISOString(),
    });
    // The issuing side tells it until somebody has heard.
    for (;;) {
      try {
        await this.centre.part(CardEvents).take([event]);
        break;
      } catch (error) {
        this.told.push(`activation again after ${String(error)}`);
      }
    }
    this.told.push('activated');
    this.worlds.end(number, { code: '' });
    this.mustBePossible();
  }

  private async close(step: Step): Promise<void> {
    const chosen = pick(this.sent, step.which);
    if (!chosen) return;
    const { msgid, infno } = chosen.message;
    const number = this.worlds.begin({ kind: 'closing', msgid });
    await this.faults.plan(step.breakdown);
    const asked = { institution: this.his.institution, msgid, infno, fingerprint: '', terminal: 'T1', linkKey: '' };
    const said = await this.stubborn(() => this.centre.part(Outcomes).close(asked));
    this.told.push(`closing ${msgid} → ${said.outcome}`);
    this.worlds.end(number, { code: '' });
    this.worlds.keep((world) => fits(outcomeOf(world, msgid), said));
    this.mustBePossible();
  }

  /** Asked again until there is an answer, as the agent does. */
  private async stubborn<Result>(ask: () => Promise<Result>): Promise<Result> {
    for (let left = 20; ; left -= 1) {
      try {
        return await ask();
      } catch (error) {
        if (left === 0) throw error;
      }
    }
  }

  private async awaitAll(): Promise<void> {
    await Promise.all(this.under.splice(0));
  }

  /** What the books say in the end is one of the worlds: balance, and the outcome of every message. */
  private async compare(): Promise<void> {
    const { personId } = this.patient;
    const database = this.centre.part(Outcomes);
    for (const msgid of new Set(this.sent.map(({ message }) => message.msgid))) {
      const said = await this.stubborn(() => database.of(this.his.institution, msgid));
      this.worlds.keep((world) => fits(outcomeOf(world, msgid), said));
      if (this.worlds.worlds.length === 0) throw new Error(`the outcome of ${msgid} is ${JSON.stringify(said)}`);
    }
    const balance = await balanceOf(this.database, personId);
    this.worlds.keep((world: World) => world.account === balance);
    if (this.worlds.worlds.length === 0) throw new Error(`the balance is ${balance}`);
  }

  /** The message of a step, or undefined where HIS has nothing to say. */
  private messageOf(step: Step): Message | undefined {
    const msgid = randomUUID().replaceAll('-', '').slice(0, 30);
    const visit = pick(this.known('2201'), step.which)?.msgid;
    const { batch, card } = step;
    if (step.act === 'register') return { infno: '2201', msgid, card };
    if (step.act === 'cancel') {
      const settlement = pick(this.known('2207'), step.which)?.msgid;
      return settlement === undefined ? undefined : { infno: '2208', msgid, settlement };
    }
    if (step.act === 'reverse') {
      const original = pick(
        this.sent.filter(({ message }) => REVERSIBLE.includes(message.infno)),
        step.which,
      )?.message;
      return original && { infno: '2601', msgid, original: original.msgid, of: original.infno };
    }
    if (step.act === 'alter') {
      const bills = this.sent.flatMap(({ message }) => (message.infno === '2207' ? [message] : []));
      const bill = pick(bills, step.which);
      return bill && { ...bill, invoice: 'altered' };
    }
    if (visit === undefined) return undefined;
    if (step.act === 'unregister') return { infno: '2202', msgid, visit };
    if (step.act === 'withdraw') return { infno: '2205', msgid, visit, batch };
    if (step.act === 'upload') {
      const amount = step.count * PRICE_FEN;
      this.amounts.set(`${visit} ${batch}`, amount);
      return { infno: '2204', msgid, visit, batch, amount };
    }
    return { infno: '2207', msgid, visit, batch, card, amount: this.amounts.get(`${visit} ${batch}`) ?? PRICE_FEN };
  }

  /** Messages of a kind whose answer brought an identity. */
  private known(infno: string): Message[] {
    const found = this.sent.map(({ message }) => message).filter((one) => one.infno === infno);
    return found.filter(({ msgid }) => this.identities.has(msgid));
  }

  private written(message: Message | undefined): Sent | undefined {
    if (!message) return undefined;
    return { message, text: this.his.message(message.infno, this.inputOf(message), { msgid: message.msgid }) };
  }

  private inputOf(message: Message): object {
    const psn_no = this.patient.personId;
    const identity = (msgid: string): string => this.identities.get(msgid) ?? '';
    const credential = (card: Card): object => ({
      mdtrt_cert_type: '03',
      mdtrt_cert_no: card === 'old' ? this.patient.oldCard : this.patient.newCard,
    });
    const yuan = (amount: number): string => formatYuan(amount as Fen);
    switch (message.infno) {
      case '2201':
        return {
          data: { psn_no, insutype: '310', begntime: now(), ...credential(message.card), ipt_otp_no: message.msgid },
        };
      case '2202':
        return { data: { psn_no, mdtrt_id: identity(message.visit), ipt_otp_no: 'O1' } };
      case '2204':
        return {
          feedetail: [
            {
              psn_no,
              mdtrt_id: identity(message.visit),
              chrg_bchno: message.batch,
              feedetl_sn: message.msgid,
              fee_ocur_time: now(),
              med_list_codg: 'DEMO-A-001',
              medins_list_codg: 'DEMO-A-001',
              det_item_fee_sumamt: yuan(message.amount),
              cnt: String(message.amount / PRICE_FEN),
              pric: '12.5',
            },
          ],
        };
      case '2205':
        return {
          data: { psn_no, mdtrt_id: identity(message.visit), chrg_bchno: message.batch, feedetl_sn: '0000' },
        };
      case '2207':
        return {
          data: {
            psn_no,
            mdtrt_id: identity(message.visit),
            ...credential(message.card),
            med_type: '11',
            medfee_sumamt: yuan(message.amount),
            psn_setlway: '01',
            chrg_bchno: message.batch,
            acct_used_flag: '1',
            insutype: '310',
            ...(message.invoice === undefined ? {} : { invono: message.invoice }),
          },
        };
      case '2208': {
        const settled = this.sent.find(({ message: { msgid } }) => msgid === message.settlement)?.message;
        const visit = settled?.infno === '2207' ? settled.visit : '';
        return { data: { psn_no, mdtrt_id: identity(visit), setl_id: identity(message.settlement) } };
      }
      case '2601':
        return { data: { psn_no, omsgid: message.original, oinfno: message.of } };
    }
  }
}

async function balanceOf(database: pg.Client, personId: string): Promise<number> {
  const { rows } = await database.query<{ balance: string }>(
    'SELECT sum(balance_fen) AS balance FROM medisettle.account WHERE person_id = $1',
    [personId],
  );
  return Number(rows[0]?.balance);
}

const pick = <T>(from: readonly T[], which: number): T | undefined => from[which % Math.max(from.length, 1)];

const fits = (
  expected: { outcome: string; cancelled: boolean; closed: boolean },
  said: { outcome: string; cancelled: boolean; closed: boolean },
): boolean =>
  expected.outcome === said.outcome && expected.cancelled === said.cancelled && expected.closed === said.closed;

function seenIn(answer: HisAnswer): Seen {
  if (answer.infcode === 0) {
    const { setlinfo } = answer.output;
    if (!setlinfo) return { code: '' };
    const of = objectOf(setlinfo);
    const account = fenOf(of, 'acct_pay');
    return account < 0 ? { code: '' } : { code: '', paid: { account, cash: fenOf(of, 'psn_cash_pay') } };
  }
  if (answer.code === 'CENTRE-FAULT' || answer.code === 'CENTRE-BUSY') return { code: 'not-done' };
  return { code: answer.code.startsWith('UNKNOWN-') ? 'unknown' : answer.code };
}
