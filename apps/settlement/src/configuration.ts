import { listSetting, logLevelSetting, portSetting } from '@medisettle/program';
import { z } from 'zod';

/** The centre's configuration, from its environment. */
export const CentreConfiguration = z.object({
  CENTRE_DIVISION: z.string().regex(/^\d{6}$/),
  CENTRE_NAME: z.string().min(1),
  HTTP_PORT: portSetting,
  LINK_PORT: portSetting,
  DATABASE_URL: z.string().min(1),
  /** Connections; messages beyond wait for one. */
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  /** Messages taken at a time; what comes beyond is answered CENTRE-BUSY. */
  MESSAGES_MAX: z.coerce.number().int().min(1).default(1000),
  /** Settlements that may wait for the writer; what comes beyond is answered CENTRE-BUSY. */
  SETTLEMENTS_WAITING_MAX: z.coerce.number().int().min(1).default(1000),
  KEYS_DIR: z.string().min(1),
  POLICY_DIR: z.string().min(1),
  /** The built pages. */
  PAGES_DIR: z.string().min(1),
  /** Which grades of policy rows may be used; production leaves C and D out. */
  ACCEPT_GRADES: listSetting.default(['A', 'B']),
  /** Where electronic vouchers are decoded; without it they are refused. Its key is `voucher-service.key`. */
  VOUCHER_SERVICE_URL: z.url().optional(),
  VOUCHER_SERVICE_DEADLINE_MS: z.coerce.number().int().min(100).max(60_000).default(3_000),
  /** The national hub; without it nobody from another province is taken. Its key is `hub-<division>.key`. */
  HUB_URL: z.url().optional(),
  /** How long the hub's answer is waited for, in milliseconds. */
  HUB_DEADLINE_MS: z.coerce.number().int().min(100).max(60_000).default(8_000),
  /** How often outcomes in other provinces that are not known are asked for, in milliseconds. */
  PROVINCE_INQUIRY_MS: z.coerce.number().int().min(50).max(600_000).default(2_000),
  /** After this long the number of such a message is closed there, unless it was done; in milliseconds. */
  PROVINCE_CLOSE_AFTER_MS: z.coerce.number().int().min(0).max(3_600_000).default(15_000),
  /** A demo world to load once; never set in production. */
  DEMO_WORLD: z.string().optional(),
  LOG_LEVEL: logLevelSetting,
});

export type CentreConfiguration = z.output<typeof CentreConfiguration>;

/** Injection token of the configuration. */
export const CONFIGURATION = Symbol('CentreConfiguration');
