import { type Fen } from '@medisettle/money';
import { Settings } from 'luxon';
import { ClearingController } from '../../apps/settlement/src/clearing/clearing.controller.js';
import { type TwoProvinces } from '../cross-province/two-provinces.js';
import { type CentreInProcess } from '../world/centre-in-process.js';
import { demoCredential, demoPerson, now, type His } from '../world/his.js';
import { good, OutpatientVisit, settlementIdOf } from '../world/visit.js';

const [SHANGHAI, ANHUI] = ['310000', '340000'] as const;
/** The month in which the test settles. */
export const MONTH = now().slice(0, 7);

/** Goes to the tenth of the month after {@link MONTH}; undone by {@link backToNow}. */
export function goToNextMonth(): void {
  const [year = 0, month = 0] = MONTH.split('-').map(Number);
  const start = Date.now();
  const target = Date.UTC(year, month, 10);
  Settings.now = () => target + (Date.now() - start);
}

export function backToNow(): void {
  Settings.now = () => Date.now();
}

/** Settles an outpatient bill of a demo person, and takes it back again where that is asked for. @returns its number */
export async function settledBill(
  his: His,
  [person, card]: readonly [string, string],
  amount: Fen,
  { cancelled = false } = {},
): Promise<string> {
  const lines = [{ item: 'DEMO-A-001', price: '12.50', count: String(amount / 1_250), amount }];
  const visit = await OutpatientVisit.begin(his, demoPerson(person).psnNo, demoCredential(card));
  good(await visit.upload('B1', lines));
  const setl_id = settlementIdOf(good(await his.send('2207', visit.bill('B1', lines))));
  if (cancelled) good(await his.send('2208', { data: { ...visit.names, setl_id } }));
  return setl_id;
}

/** An operator's desk at a centre, which asks as the console does. */
export class ClearingDesk {
  private readonly controller: ClearingController;

  constructor(
    centre: CentreInProcess,
    private readonly other: string,
  ) {
    this.controller = centre.part(ClearingController);
  }

  private get named() {
    return { month: MONTH, province: this.other };
  }

  month(): Promise<object> {
    return this.controller.month({ month: MONTH });
  }

  months(): Promise<object> {
    return this.controller.months();
  }

  compare(): Promise<object> {
    return this.controller.compare(JSON.stringify(this.named));
  }

  differences(side: 'care' | 'insured'): Promise<object> {
    return this.controller.differences({ ...this.named, side });
  }

  confirm(side: 'care' | 'insured'): Promise<object> {
    return this.controller.confirm(JSON.stringify({ ...this.named, side, operator: 'clerk-1' }));
  }

  pay(): Promise<object> {
    return this.controller.pay(JSON.stringify({ ...this.named, operator: 'clerk-2' }));
  }

  advance(id: string, amount: string): Promise<object> {
    return this.controller.advance(JSON.stringify({ id, amount, province: this.other, operator: 'clerk-3' }));
  }
}

/** Statements on a centre's database, one after the other. @returns the rows of the last */
export async function inDatabase<Row extends object>(centre: CentreInProcess, ...statements: string[]): Promise<Row[]> {
  const client = await centre.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

export const desksOf = ({ shanghai, hefei }: TwoProvinces) => ({
  shanghai: new ClearingDesk(shanghai, ANHUI),
  hefei: new ClearingDesk(hefei, SHANGHAI),
});
