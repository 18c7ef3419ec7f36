import { type ProvinceKind } from '@medisettle/national';
import { z } from 'zod';

const DELAY_MAX_MS = 120_000;

/**
 * How the stand-in behaves. `slow`: passes on after a while. `deaf`: keeps the message, passes nothing on and answers
 * nothing. `mute`: passes on and loses the answer. `down`: says that it delivers nothing.
 */
export const Behaviour = z.object({
  mode: z.enum(['good', 'slow', 'deaf', 'mute', 'down']),
  delayMs: z.int().min(0).max(DELAY_MAX_MS).default(0),
  /** Only for these kinds of messages; all unless given. */
  kinds: z.array(z.string()).optional(),
  /** How often; until further notice unless given. */
  times: z.int().min(1).optional(),
});

export type Behaviour = z.output<typeof Behaviour>;

const GOOD: Behaviour = { mode: 'good', delayMs: 0 };

/** What was told to the stand-in, used up as messages come. */
export class Behaviours {
  private told: Behaviour = GOOD;
  private left = Infinity;

  tell(behaviour: Behaviour): void {
    this.told = behaviour;
    this.left = behaviour.times ?? Infinity;
  }

  /** How to behave towards the next message of a kind. */
  next(kind: ProvinceKind): Behaviour {
    if (this.left === 0 || this.told.kinds?.includes(kind) === false) return GOOD;
    this.left -= 1;
    return this.told;
  }
}
