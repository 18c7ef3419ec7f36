import { Controller, HttpCode, Post } from '@nestjs/common';
import { formatYuan } from '@medisettle/money';
import { For } from '@medisettle/program';
import { Recomputation } from './recomputation.js';

/** Starts a recomputation and answers with what differs; amounts in yuan, as strings. */
@Controller('api/recomputations')
@For('operator')
export class RecomputationController {
  constructor(private readonly recomputation: Recomputation) {}

  @Post()
  @HttpCode(200)
  async run(): Promise<object> {
    const { listed, ...counts } = await this.recomputation.run();
    return {
      ...counts,
      listed: listed.map(({ kept, recomputed, ...difference }) => ({
        ...difference,
        kept: formatYuan(kept),
        recomputed: formatYuan(recomputed),
      })),
    };
  }
}
