import { z } from 'zod';
import { logLevelSetting, portSetting } from '@medisettle/program';

/** What the stand-in of the national hub is started with. */
export const CONFIGURATION = z.object({
  HTTP_PORT: portSetting,
  /** Holds `operator.key` and `voucher-service.key`. */
  KEYS_DIR: z.string().min(1),
  LOG_LEVEL: logLevelSetting,
});
