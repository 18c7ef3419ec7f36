import { z } from 'zod';
import { listSetting, logLevelSetting, portSetting } from '@medisettle/program';

const CENTRE = /^(?<division>\d{6})=(?<url>https?:\/\/\S+)$/;

/** What the stand-in of the national hub is started with. */
export const CONFIGURATION = z.object({
  HTTP_PORT: portSetting,
  /** Holds `operator.key`, `voucher-service.key`, and `hub-<division>.key` for each centre. */
  KEYS_DIR: z.string().min(1),
  /** Keeps the messages and the clearing tables. */
  RECORDS_FILE: z.string().min(1),
  /** `<division>=<url>` of each centre; without any nothing is passed on. */
  CENTRES: listSetting.default([]).transform((list, context) =>
    list.map((item) => {
      const { division, url } = CENTRE.exec(item)?.groups ?? {};
      if (division !== undefined && url !== undefined) return { division, url };
      context.addIssue({ code: 'custom', message: `"${item}" is not <division>=<url>` });
      return z.NEVER;
    }),
  ),
  /** How long a centre's answer is waited for, in milliseconds. */
  DEADLINE_MS: z.coerce.number().int().min(100).max(60_000).default(6_000),
  LOG_LEVEL: logLevelSetting,
});
