import {
  type CardChanges,
  type FilePartAnswer,
  type FileReadAnswer,
  type HeartbeatAnswer,
  type LinkAnswer,
  type OutcomeAnswer,
} from '@medisettle/national';
import { z } from 'zod';

/** What the centre's answers must look like; one that looks otherwise is a fault of the centre, not an answer. */
export const LinkAnswerShape: z.ZodType<LinkAnswer> = z.object({ text: z.string().min(1) });

export const OutcomeAnswerShape: z.ZodType<OutcomeAnswer> = z.object({
  outcome: z.enum(['settled', 'refused', 'unknown', 'absent']),
  cancelled: z.boolean(),
  closed: z.boolean(),
  text: z.string().min(1).nullable(),
});

export const HeartbeatAnswerShape: z.ZodType<HeartbeatAnswer> = z.object({
  centre: z.string(),
  division: z.string(),
  at: z.string(),
});

export const CardChangesShape: z.ZodType<CardChanges> = z.object({ cardNumbers: z.array(z.string()) });

export const FilePartAnswerShape: z.ZodType<FilePartAnswer> = z.object({ taken: z.literal(true) });

export const FileReadAnswerShape: z.ZodType<FileReadAnswer> = z.object({ content: z.string().nullable() });
