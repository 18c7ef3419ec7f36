import { listSetting, logLevelSetting, portSetting } from '@medisettle/program';
import { z } from 'zod';

/** The agent's configuration, from its environment. */
export const AgentConfiguration = z
  .object({
    /** Number of this terminal, as the centre has registered it. */
    AGENT_TERMINAL: z.string().min(1).max(64),
    HTTP_PORT: portSetting,
    CENTRE_HOST: z.string().min(1),
    CENTRE_PORT: portSetting,
    KEYS_DIR: z.string().min(1),
    /** Institution codes that this terminal acts for. */
    INSTITUTIONS: listSetting.refine((codes) => codes.length > 0, 'at least one institution is needed'),
    /** `auto`: the readers of this machine's card service (PC/SC), as far as there are any; `off`: none of them. */
    PCSC: z.enum(['auto', 'off']).default('auto'),
    /** Names of virtual readers, beside the others. Demo and tests only. */
    VIRTUAL_READERS: listSetting.optional(),
    /** The demo world whose cards the virtual readers take. */
    DEMO_WORLD: z.string().optional(),
    /**
     * Where questions to the key service are posted. Without it a locked card tells only what it tells everybody, and its
     * holder comes from the registry. KEYS_DIR holds `key-service.key` for it.
     */
    KEY_SERVICE_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** How long a card waits for the key service, in milliseconds. */
    KEY_SERVICE_DEADLINE_MS: z.coerce.number().int().min(100).max(30_000).default(3_000),
    LOG_LEVEL: logLevelSetting,
    /** How long a message may wait for the centre's answer, in milliseconds. */
    CENTRE_DEADLINE_MS: z.coerce.number().int().min(100).max(600_000).default(30_000),
    HEARTBEAT_MS: z.coerce.number().int().min(10).max(60_000).default(2_000),
  })
  .refine(({ VIRTUAL_READERS, DEMO_WORLD }) => VIRTUAL_READERS === undefined || DEMO_WORLD !== undefined, {
    path: ['DEMO_WORLD'],
    message: 'virtual readers need a demo world',
  });

export type AgentConfiguration = z.output<typeof AgentConfiguration>;

/** Injection token of the configuration. */
export const CONFIGURATION = Symbol('AgentConfiguration');
