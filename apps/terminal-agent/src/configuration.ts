import { listSetting, logLevelSetting, portSetting } from '@medisettle/program';
import { z } from 'zod';
import { insuranceYearsSetting } from './outage-bills/insurance-years.js';
import { operatorsSetting } from './shifts/operators.js';

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
    /**
     * Who works at this counter and may cancel, as JSON: `[{"number":"0001","name":"…","mayCancel":true}]`. Without it
     * everybody may do everything.
     */
    OPERATORS: operatorsSetting.optional(),
    /**
     * On which day the insurance year begins, by insurance type (`insutype:MM-dd`), as the centre's policy has it: until
     * the day before, a bill that was paid in full during an outage can be settled.
     */
    INSURANCE_YEARS: insuranceYearsSetting.default(insuranceYearsSetting.parse('310:07-01,390:01-01')),
    LOG_LEVEL: logLevelSetting,
    /** The built pages; without it this agent serves none. */
    PAGES_DIR: z.string().min(1).optional(),
    /** The file in which this agent notes what it sends; its own, on a local disk, kept as long as records are. */
    JOURNAL_FILE: z.string().min(1),
    /** Name of the key file in KEYS_DIR that opens the journal; kept as long as the journal. */
    JOURNAL_KEY: z.string().min(1).default('journal.key'),
    /** The file in which printings, shifts and bills that were paid in full are remembered; beside the journal unless given. */
    DESK_FILE: z.string().min(1).optional(),
    /** The journal takes no new message when it is this large, in bytes. */
    JOURNAL_BYTES_MAX: z.coerce
      .number()
      .int()
      .min(65_536)
      .default(16 * 1024 ** 3),
    /** How long after the centre first had not seen a message its number is closed, in milliseconds. */
    CLOSE_AFTER_MS: z.coerce.number().int().min(0).max(86_400_000).default(60_000),
    /** How long the outcome of a message may be unknown before a person should look after it, in milliseconds. */
    UNKNOWN_HORIZON_MS: z.coerce.number().int().min(1_000).default(600_000),
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
