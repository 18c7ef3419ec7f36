import { z } from 'zod';
import type { Refusal } from './refusals/refusal.js';

/**
 * What a terminal agent and its centre say to each other. The names are message patterns of the transport; every
 * request carries the agent's terminal number and its link key (mutual TLS replaces the key where it is switched on).
 */
export const CENTRE_LINK = {
  message: 'national.message',
  verdict: 'card.verdict',
  outcome: 'national.outcome',
  close: 'national.close',
  heartbeat: 'terminal.heartbeat',
  /** Files travel beside their messages, in parts. */
  filePart: 'file.part',
  fileRead: 'file.read',
  /** Answered by a stream that stays open; asked again on the same connection, it takes the place of the one before. */
  changes: 'card.changes',
} as const;

/** Who calls: checked by the centre before anything else. */
export interface LinkCaller {
  readonly terminal: string;
  readonly linkKey: string;
}

/** What a card gave the counter for the credential fields of a message. Items that a card does not have are empty. */
export interface CardCredential {
  readonly cardNumber: string;
  readonly cardIdentifier: string;
  readonly citizenNumber: string;
  readonly name: string;
  /** Agents of before do not say it. */
  readonly generation?: string;
}

/** The card that fills an empty credential, or why there is none; absent when the message names its credential. */
export type CardOnReader = { readonly card: CardCredential } | { readonly missing: Refusal };

/** A message as HIS sent it. The centre takes its identity (once only) from `text`, never from what a card filled in. */
export interface LinkMessage extends LinkCaller {
  readonly text: string;
  /** The transaction's own path below `/fsi/api/`, absent for the dispatcher. */
  readonly path?: string;
  readonly onReader?: CardOnReader;
}

/** The answer's exact text, the same bytes for every repetition. */
export interface LinkAnswer {
  readonly text: string;
}

export interface VerdictRequest extends LinkCaller {
  readonly cardNumber: string;
  /** Empty for Shanghai's old cards. */
  readonly cardIdentifier: string;
  readonly generation: string;
}

/** A card on a reader of the counter, and the code of the verdict that the counter shows for it. */
export interface WatchedCard {
  readonly cardNumber: string;
  readonly cardIdentifier: string;
  readonly code: string;
}

export interface ChangesRequest extends LinkCaller {
  readonly cards: readonly WatchedCard[];
}

/** Cards whose verdict is no longer the one that the counter named: it should ask again. */
export interface CardChanges {
  readonly cardNumbers: readonly string[];
}

/** Whether a card may be used now. `usable` has no refusal; `unknown` means that the registry could not be asked. */
export interface Verdict {
  readonly outcome: 'usable' | 'refused' | 'unknown';
  readonly code: string;
  readonly actor: string | null;
  readonly zh: string;
  readonly en: string;
  readonly hotline: string | null;
}

/** The holder as the registry knows him; dates `yyyy-MM-dd`. */
export interface Holder {
  readonly personNumber: string;
  readonly name: string;
  readonly citizenNumber: string;
  readonly gender: string;
  readonly birthDate: string;
}

export interface VerdictAnswer {
  readonly verdict: Verdict;
  readonly holder: Holder | null;
}

/** What a verdict of another program must look like; one that looks otherwise is its fault, not an answer. */
export const VerdictAnswerShape: z.ZodType<VerdictAnswer> = z.object({
  verdict: z.object({
    outcome: z.enum(['usable', 'refused', 'unknown']),
    code: z.string().min(1),
    actor: z.string().nullable(),
    zh: z.string(),
    en: z.string(),
    hotline: z.string().nullable(),
  }),
  holder: z
    .object({
      personNumber: z.string(),
      name: z.string(),
      citizenNumber: z.string(),
      gender: z.string(),
      birthDate: z.string(),
    })
    .nullable(),
});

export interface OutcomeRequest extends LinkCaller {
  readonly institution: string;
  readonly msgid: string;
}

/**
 * What became of a message. `absent`: it has not arrived, or was refused without a trace (transient); unless it is
 * `closed`, it may still be on its way.
 */
export interface OutcomeAnswer {
  readonly outcome: 'settled' | 'refused' | 'unknown' | 'absent';
  readonly cancelled: boolean;
  /** Whether the number is closed: the message was not done and never will be, however late it arrives. */
  readonly closed: boolean;
  /** The stored answer to the letter; null when there is none. */
  readonly text: string | null;
}

/**
 * Asks for what became of a message, and closes its number if nothing has: a message that still is on its way is
 * refused from then on.
 */
export interface CloseRequest extends OutcomeRequest {
  readonly infno: string;
  /** Fingerprint of the content that was sent. */
  readonly fingerprint: string;
}

/** A part of a file on its way to the centre, ahead of its message (9101). Sent again, it is taken once. */
export interface FilePartRequest extends LinkCaller {
  /** A random number of the upload's own. */
  readonly uploadId: string;
  /** From 0. */
  readonly position: number;
  /** Base64, of at most 512 KiB. */
  readonly content: string;
}

export interface FilePartAnswer {
  readonly taken: true;
}

/** Asks for a part of a file whose download (9102) was answered. */
export interface FileReadRequest extends LinkCaller {
  readonly institution: string;
  readonly fileId: string;
  readonly position: number;
}

/** Base64; null behind the last part. */
export interface FileReadAnswer {
  readonly content: string | null;
}

/** What a terminal says of itself with its heartbeat: for whom it acts, and which of its messages have no end yet. */
export interface TerminalReport {
  readonly institutions: readonly string[];
  readonly unknown: {
    readonly count: number;
    /** Without an end for so long that a person should look after them. */
    readonly overdue: number;
    /** When the oldest was made, ISO 8601; null without any. */
    readonly since: string | null;
  };
}

/** Terminals that were made before there was a report bring none. */
export interface HeartbeatRequest extends LinkCaller {
  readonly report?: TerminalReport;
}

/** What a report must look like; one that looks otherwise is left out, and the heartbeat is answered all the same. */
export const TerminalReportShape: z.ZodType<TerminalReport> = z.object({
  institutions: z.array(z.string().max(30)).max(1_000),
  unknown: z.object({
    count: z.number().int().min(0).max(1_000_000_000),
    overdue: z.number().int().min(0).max(1_000_000_000),
    since: z.iso.datetime().nullable(),
  }),
});

export interface HeartbeatAnswer {
  readonly centre: string;
  readonly division: string;
  /** Time at the centre, ISO 8601. */
  readonly at: string;
}

export const USABLE: Verdict = {
  outcome: 'usable',
  code: 'CARD-USABLE',
  actor: null,
  zh: '可以使用。',
  en: 'The card may be used.',
  hotline: null,
};

/** A refusal as a verdict; a code that begins `UNKNOWN-` gives the outcome `unknown`. */
export function verdictOf(refusal: Refusal): Verdict {
  return {
    outcome: refusal.code.startsWith('UNKNOWN-') ? 'unknown' : 'refused',
    code: refusal.code,
    actor: refusal.actor,
    zh: refusal.zh,
    en: refusal.en,
    hotline: refusal.hotline ?? null,
  };
}
