import { VirtualCard, virtualCardProfileSchema, type VirtualCardProfile } from '@medisettle/card';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const World = z.object({ cards: z.array(z.object({ key: z.string(), chip: virtualCardProfileSchema })) });

/** The cards of the demo world, by name. */
export class DemoCards {
  private readonly chips: ReadonlyMap<string, VirtualCardProfile>;

  private constructor(world: z.output<typeof World>) {
    this.chips = new Map(world.cards.map(({ key, chip }) => [key, chip]));
  }

  /** @throws Error when the file cannot be read or is no demo world */
  static fromFile(path: string): DemoCards {
    return new DemoCards(World.parse(JSON.parse(readFileSync(path, 'utf8'))));
  }

  /** A fresh card of this name, undefined when there is none. */
  make(name: string): VirtualCard | undefined {
    const chip = this.chips.get(name);
    return chip && new VirtualCard(chip);
  }
}
