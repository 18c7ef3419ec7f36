import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Registry1770000000001 } from './migrations/001-registry.js';
import { Visits1770000000002 } from './migrations/002-visits.js';
import { Ledger1770000000003 } from './migrations/003-ledger.js';
import { CardEvents1770000000004 } from './migrations/004-card-events.js';
import { Persons1770000000005 } from './migrations/005-persons.js';
import { CatalogueAndFilings1770000000006 } from './migrations/006-catalogue-and-filings.js';
import { ClosedNumbers1770000000008 } from './migrations/008-closed-numbers.js';
import { Vouchers1770000000009 } from './migrations/009-vouchers.js';
import { Stays1770000000011 } from './migrations/011-stays.js';
import { StayBills1770000000012 } from './migrations/012-stay-bills.js';
import { Restorations1770000000013 } from './migrations/013-restorations.js';
import { AcrossProvinces1770000000014 } from './migrations/014-across-provinces.js';
import { CareFilings1770000000015 } from './migrations/015-care-filings.js';
import { Files1770000000016 } from './migrations/016-files.js';
import { Reconciliation1770000000017 } from './migrations/017-reconciliation.js';
import { PurchaseOrders1770000000018 } from './migrations/018-purchase-orders.js';
import { Referrals1770000000019 } from './migrations/019-referrals.js';
import { Clearing1770000000020 } from './migrations/020-clearing.js';
import { Cures1770000000021 } from './migrations/021-cures.js';
import { Terminals1770000000022 } from './migrations/022-terminals.js';
import { ProvinceSettlementNumber1770000000023 } from './migrations/023-province-settlement-number.js';
import { DayClosers1770000000024 } from './migrations/024-day-closers.js';
import { PreparedClient } from './prepared-client.js';

const OID_INT8 = 20;
const OID_DATE = 1082;

/** Fen columns are int8: exact integers here, an error rather than a rounded amount if one ever were too large. */
pg.types.setTypeParser(OID_INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('int8 value is not exact');
  return value;
});
/** A date is a calendar day, not an instant: it stays text. */
pg.types.setTypeParser(OID_DATE, (text) => text);

const SCHEMA = 'medisettle';

/** Options of the centre's one data source. Migrations run before the first connection is handed out. */
export function dataSourceOptions(url: string, pool: number): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    schema: SCHEMA,
    poolSize: pool,
    applicationName: 'medisettle-settlement',
    extra: { Client: PreparedClient },
    migrations: [
      Registry1770000000001,
      Visits1770000000002,
      Ledger1770000000003,
      CardEvents1770000000004,
      Persons1770000000005,
      CatalogueAndFilings1770000000006,
      ClosedNumbers1770000000008,
      Vouchers1770000000009,
      Stays1770000000011,
      StayBills1770000000012,
      Restorations1770000000013,
      AcrossProvinces1770000000014,
      CareFilings1770000000015,
      Files1770000000016,
      Reconciliation1770000000017,
      PurchaseOrders1770000000018,
      Referrals1770000000019,
      Clearing1770000000020,
      Cures1770000000021,
      Terminals1770000000022,
      ProvinceSettlementNumber1770000000023,
      DayClosers1770000000024,
    ],
    migrationsRun: false,
    synchronize: false,
    logging: false,
  };
}

/** Connects, creates the schema where it is missing and brings it up to date. */
export async function openDatabase(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = new DataSource(options);
  await dataSource.initialize();
  await dataSource.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
  await dataSource.runMigrations({ transaction: 'all' });
  return dataSource;
}
