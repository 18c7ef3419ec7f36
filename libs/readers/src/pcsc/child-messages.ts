import { z } from 'zod';

const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/);

/** What the watching program tells. `lost` is its last word. */
export const WatchNews = z.discriminatedUnion('news', [
  z.object({ news: z.literal('service-there') }),
  z.object({ news: z.literal('service-absent'), code: z.number().nullable() }),
  z.object({ news: z.literal('lost'), code: z.number().nullable() }),
  z.object({ news: z.literal('module-unusable') }),
  z.object({ news: z.literal('reader-there'), reader: z.string() }),
  z.object({ news: z.literal('reader-gone'), reader: z.string() }),
  z.object({ news: z.literal('state'), reader: z.string(), state: z.number(), atr: hex }),
]);
export type WatchNews = z.output<typeof WatchNews>;

/** What the program at one reader is told to do. */
export const CardOrder = z.discriminatedUnion('order', [
  z.object({ id: z.number(), order: z.literal('power-up') }),
  z.object({ id: z.number(), order: z.literal('transmit'), command: hex }),
  z.object({ id: z.number(), order: z.literal('power-down') }),
]);
export type CardOrder = z.output<typeof CardOrder>;

/** How an order ended: with the card's answer, or with a code of the service. */
export const CardReply = z.discriminatedUnion('outcome', [
  z.object({ id: z.number(), outcome: z.literal('done'), answer: hex }),
  z.object({ id: z.number(), outcome: z.literal('failed'), code: z.number().nullable() }),
]);
export type CardReply = z.output<typeof CardReply>;
