import { VirtualCard, virtualCardProfileSchema } from '@medisettle/card';
import { z } from 'zod';
import { VpcdSlot } from './vpcd-slot.js';

// Plugs virtual cards into the two slots of vpcd, by remote control over the process channel: for tests and measurements.

const PORTS = [0x8c7b, 0x8c7c];

const slotNumber = z
  .number()
  .int()
  .min(0)
  .max(PORTS.length - 1);
const Order = z.discriminatedUnion('order', [
  z.object({
    id: z.number(),
    order: z.literal('insert'),
    slot: slotNumber,
    chip: virtualCardProfileSchema,
    oddities: z.strictObject({ shortAnswerAt: z.number().int().min(1).optional() }).default({}),
  }),
  z.object({ id: z.number(), order: z.literal('remove'), slot: slotNumber }),
  z.object({ id: z.number(), order: z.literal('wait-for-power-down'), slot: slotNumber }),
]);

const slots = PORTS.map((port) => new VpcdSlot(port));

process.once('disconnect', () => process.exit(0));
process.on('message', (message) => void obey(Order.parse(message)));

async function obey(order: z.output<typeof Order>): Promise<void> {
  const slot = slots[order.slot];
  if (!slot) return;
  const { commands } = slot;
  switch (order.order) {
    case 'insert':
      slot.insert(new VirtualCard(order.chip), order.oddities);
      break;
    case 'remove':
      slot.remove();
      break;
    case 'wait-for-power-down':
      await slot.poweredDown();
      break;
  }
  process.send?.({ done: order.id, commands });
}
