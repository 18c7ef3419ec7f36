import { logLevelSetting, portSetting } from '@medisettle/program';
import { z } from 'zod';

/** What the stand-in of a key server is started with. */
export const CONFIGURATION = z.object({
  HTTP_PORT: portSetting,
  /** Holds `key-service.key` and `operator.key`. */
  KEYS_DIR: z.string().min(1),
  LOG_LEVEL: logLevelSetting,
});
