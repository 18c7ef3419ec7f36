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
]);

const slots = PORTS.map((port, slot) => new VpcdSlot(port, () => process.send?.({ left: slot })));

process.once('disconnect', () => process.exit(0));
process.on('message', (message) => {
  const order = Order.parse(message);
  const slot = slots[order.slot];
  if (!slot) return;
  const { commands } = slot;
  if (order.order === 'insert') slot.insert(new VirtualCard(order.chip), order.oddities);
  else slot.remove();
  process.send?.({ done: order.id, commands });
});
