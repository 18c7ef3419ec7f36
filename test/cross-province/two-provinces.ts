import { type ProvinceKind } from '@medisettle/national';
import { Inbox } from '../../apps/settlement/src/cross-province/inbox.js';
import { type Hub, type HubReply } from '../../apps/settlement/src/cross-province/hub.js';
import { sweep, violations } from '../../books/sweep.mjs';
import { openCentre, type CentreInProcess } from '../world/centre-in-process.js';

/** What happens to one message between two centres. */
export type Cut = 'request-lost' | 'answer-lost' | 'not-delivered';

/** A hub between two centres of this process, whose messages can be cut. */
class HubBetween implements Hub {
  /** Told before each message; what it returns happens to it. */
  cut: (kind: ProvinceKind) => Cut | undefined = () => undefined;
  /** Changes an answer on its way. */
  bend: (kind: ProvinceKind, answer: unknown) => unknown = (_, answer) => answer;
  readonly passed: ProvinceKind[] = [];
  private other: Inbox | undefined;
  /** The last request for a change that was lost. */
  private lost = '';

  constructor(
    private readonly from: string,
    private readonly to: string,
  ) {}

  connect(other: CentreInProcess): void {
    this.other = other.part(Inbox);
  }

  async ask(to: string, kind: ProvinceKind, body: object): Promise<HubReply> {
    this.passed.push(kind);
    const text = JSON.stringify({ number: '1', from: this.from, to: this.to, kind, body });
    const cut = this.cut(kind);
    if (cut === 'not-delivered') return { outcome: 'not-delivered' };
    if (cut === 'request-lost') {
      if (kind === 'settle' || kind === 'cancel') this.lost = text;
      return { outcome: 'unknown' };
    }
    const answer = await this.other?.take(text);
    if (cut === 'answer-lost' || !answer || to.slice(0, 2) !== this.to.slice(0, 2)) return { outcome: 'unknown' };
    const bent = JSON.parse(JSON.stringify(answer)) as typeof answer;
    if ('refused' in bent) return { outcome: 'refused', refusal: bent.refused };
    if ('notDelivered' in bent) return { outcome: 'not-delivered' };
    return { outcome: 'answered', answer: this.bend(kind, bent.answer) };
  }

  /** Lets the lost request arrive after all. */
  async arriveLate(): Promise<unknown> {
    return this.other?.take(this.lost);
  }
}

/** Shanghai and Hefei with a hub between them, each way its own. */
export interface TwoProvinces {
  readonly shanghai: CentreInProcess;
  readonly hefei: CentreInProcess;
  /** Messages of Hefei to Shanghai. */
  readonly toShanghai: HubBetween;
  readonly toHefei: HubBetween;
  /** Whether both ledgers agree, and what breaks a rule in either; in the words of the checks. */
  disagreements(): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * What is owed for each visit by the books of one side. What the place of care refused to book since it did not add up
 * stands at the insured place alone, with its cancellation, and comes to nothing.
 */
const OWED = (side: 'care' | 'insured'): string =>
  `SELECT s.visit_id, sum(o.owed_fen)::text FROM medisettle.province_settlement o
     JOIN medisettle.settlement s USING (person_id, settlement_id) WHERE o.side = '${side}'
    GROUP BY s.visit_id HAVING sum(o.owed_fen) <> 0 ORDER BY 1`;

const IN_LEDGER = `SELECT coalesce(sum(CASE WHEN debit_account = 'other-province' THEN amount_fen ELSE -amount_fen END), 0)::text AS sum
  FROM medisettle.transfer WHERE 'other-province' IN (debit_account, credit_account)`;

export async function openProvinces(settings: Readonly<Record<string, string>> = {}): Promise<TwoProvinces> {
  const toHefei = new HubBetween('310000', '340100');
  const toShanghai = new HubBetween('340100', '310000');
  const shanghai = await openCentre('shanghai', settings, undefined, { division: '310000', hub: toHefei });
  const hefei = await openCentre('hefei', settings, undefined, { division: '340100', hub: toShanghai });
  toHefei.connect(hefei);
  toShanghai.connect(shanghai);
  const rows = async <Row extends object>(centre: CentreInProcess, sql: string): Promise<Row[]> => {
    const client = await centre.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const compared = async (care: CentreInProcess, insured: CentreInProcess): Promise<string[]> => {
    const claims = JSON.stringify(await rows(care, OWED('care')));
    const debts = JSON.stringify(await rows(insured, OWED('insured')));
    return claims === debts ? [] : [`receivable ${claims} is not payable ${debts}`];
  };
  return {
    shanghai,
    hefei,
    toShanghai,
    toHefei,
    disagreements: async () => {
      const found = [...(await compared(hefei, shanghai)), ...(await compared(shanghai, hefei))];
      const sums = await Promise.all([shanghai, hefei].map((centre) => rows<{ sum: string }>(centre, IN_LEDGER)));
      if (sums.flat().reduce((total, { sum }) => total + Number(sum), 0) !== 0) found.push('the ledgers differ');
      for (const { url } of [shanghai, hefei]) {
        const checks = await sweep(url);
        if (violations(checks) > 0) {
          found.push(...checks.filter(({ count }) => count > 0).map(({ name, keys }) => `${name}: ${keys.join()}`));
        }
      }
      return found;
    },
    close: async () => {
      await Promise.all([shanghai.close(), hefei.close()]);
    },
  };
}
