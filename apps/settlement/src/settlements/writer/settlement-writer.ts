import { Inject, Injectable } from '@nestjs/common';
import { refusal, Refused } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { CONFIGURATION, type CentreConfiguration } from '../../configuration.js';
import { CommitUnknown } from '../../database/transactions.js';
import { MsgidTaken } from '../../messages/reservations.js';
import { Batch, type BatchOutcome } from './batch.js';
import { type Ended, type Kept, type SettlementUnderWay } from './settlement-under-way.js';
import { WaitingLine } from './waiting-line.js';

/** Members of one batch; more would let each wait longer than a commit takes. */
const BATCH_MAX = 64;
/** Batches under way at a time: one is decided here while the database commits the other. */
const BATCHES_MAX = 2;
/** Persons waited for at a time, because somebody else holds them. */
const PATIENT_MAX = 4;
/** How often a batch is done again because a copy of one of its messages was faster elsewhere. */
const TAKEN_MAX = 3;

type Member = SettlementUnderWay & {
  readonly person: string;
  readonly end: (ended: Ended) => void;
};

/**
 * Writes settlements together. There is no timer: a batch is what waited while the ones before it were committed, so that
 * a settlement that comes alone is written alone, at once. Each caller gets his own outcome and meets nobody else's.
 */
@Injectable()
export class SettlementWriter {
  private readonly line: WaitingLine<Member>;
  /** Those who wait for somebody else to let go of their person, together with others of that person. */
  private readonly patients: Member[][] = [];
  private batches = 0;
  private patientsUnderWay = 0;

  constructor(
    private readonly batch: Batch,
    private readonly log: Log,
    @Inject(CONFIGURATION) { SETTLEMENTS_WAITING_MAX }: Pick<CentreConfiguration, 'SETTLEMENTS_WAITING_MAX'>,
  ) {
    this.line = new WaitingLine(SETTLEMENTS_WAITING_MAX);
  }

  /** How many wait for a batch. */
  get waiting(): number {
    return this.line.length;
  }

  /** How many batches are under way. */
  get batchesUnderWay(): number {
    return this.batches;
  }

  /**
   * Settles a bill once. Business refusals are kept outcomes and do not throw.
   * @throws Refused for what leaves no trace, such as CENTRE-BUSY when too many wait; CommitUnknown when the settlement
   *   is done or not and nobody can say which; any other error when nothing was done
   */
  async settle(settlement: SettlementUnderWay): Promise<Kept> {
    const ended = await new Promise<Ended>((end) => {
      if (this.line.join({ ...settlement, person: settlement.data.psn_no, end })) this.start();
      else end({ why: new Refused(refusal('CENTRE-BUSY')) });
    });
    if ('kept' in ended) return ended.kept;
    throw ended.why;
  }

  /** Begins a batch unless enough are under way; what else arrives in this turn of the event loop joins it. */
  private start(): void {
    if (this.batches >= BATCHES_MAX) return;
    this.batches += 1;
    setImmediate(() => void this.flush());
  }

  /** One batch after the other for as long as somebody waits whose turn it is. */
  private async flush(): Promise<void> {
    for (let members = this.line.next(BATCH_MAX); members.length > 0; members = this.line.next(BATCH_MAX)) {
      await this.serve(members, false);
    }
    this.batches -= 1;
  }

  /** Those whose person somebody else holds are left out; they go on by themselves and hold up nobody. */
  private async serve(members: readonly Member[], patient: boolean): Promise<void> {
    const { ended, held } = await this.outcome(members, patient);
    const left: Member[] = [];
    for (const member of members) {
      const its = ended.get(member);
      if (its) member.end(its);
      else left.push(member);
    }
    this.line.done(members.map(({ person }) => person).filter((person) => !held.has(person)));
    for (const person of held) this.patients.push(left.filter((member) => member.person === person));
    this.startPatients();
  }

  private startPatients(): void {
    while (this.patientsUnderWay < PATIENT_MAX) {
      const members = this.patients.shift();
      if (!members) return;
      this.patientsUnderWay += 1;
      void this.serve(members, true).then(() => {
        this.patientsUnderWay -= 1;
        this.startPatients();
        // Others of that person may have waited meanwhile.
        this.start();
      });
    }
  }

  /** Never throws: what goes wrong is the outcome of whom it befell. */
  private async outcome(members: readonly Member[], patient: boolean): Promise<BatchOutcome> {
    try {
      return await this.written(members, patient);
    } catch (error) {
      // Whether a lost commit was done is the same for all, and trying again would be guessing.
      if (members.length === 1 || error instanceof CommitUnknown) {
        return { ended: new Map(members.map((member) => [member, { why: error }])), held: new Set() };
      }
      this.log.fault('a batch of settlements was undone; each is tried by itself', error, { count: members.length });
      return this.oneByOne(members, patient);
    }
  }

  /** Nothing of the batch was done, because of one of its members or of the database; only whom it befalls again fails. */
  private async oneByOne(members: readonly Member[], patient: boolean): Promise<BatchOutcome> {
    const ended = new Map<SettlementUnderWay, Ended>();
    const held = new Set<string>();
    for (const member of members) {
      // Once one of a person has to wait, those after it do too: their order is kept.
      if (held.has(member.person)) continue;
      const its = await this.outcome([member], patient);
      for (const [one, end] of its.ended) ended.set(one, end);
      for (const person of its.held) held.add(person);
    }
    return { ended, held };
  }

  /** A batch, again when a copy of one of its messages was faster elsewhere: its answer is found then. */
  private async written(members: readonly Member[], patient: boolean): Promise<BatchOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.batch.write(members, patient);
      } catch (error) {
        if (!(error instanceof MsgidTaken) || attempt === TAKEN_MAX) throw error;
      }
    }
  }
}
