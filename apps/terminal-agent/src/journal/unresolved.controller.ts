import { Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { httpRefusal } from '@medisettle/program';
import { Inquiries } from './inquiries.js';
import { Journal } from './journal.js';
import { type UnresolvedView } from './open-intent.js';
import { OutcomeDesk } from './outcome-desk.js';

/** What was lost when a damaged journal was saved, as a person sees it; times ISO 8601. */
interface DamageView {
  readonly foundAt: string;
  readonly file: string;
  readonly kept: number;
  readonly lost: number;
  readonly endLost: boolean;
  readonly after: string | null;
  readonly before: string | null;
}

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** What at this counter has no end yet, for a person who looks after it. */
@Controller('api/unresolved')
export class UnresolvedController {
  constructor(
    private readonly inquiries: Inquiries,
    private readonly journal: Journal,
    private readonly desk: OutcomeDesk,
  ) {}

  @Get()
  async unresolved(): Promise<{ unresolved: UnresolvedView[]; damages: DamageView[] }> {
    const damages = await this.journal.damages();
    return {
      unresolved: this.inquiries.unresolved,
      damages: damages.map((damage) => ({
        ...damage,
        foundAt: new Date(damage.foundAt).toISOString(),
        after: time(damage.after),
        before: time(damage.before),
      })),
    };
  }

  /** Gives a message up: it was done, or never will be. Answers its outcome by then, as `/api/outcomes` does. */
  @Post(':institution/:msgid/give-up')
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  async giveUp(@Param('institution') institution: string, @Param('msgid') msgid: string): Promise<string> {
    if (!(await this.inquiries.giveUp({ institution, msgid }))) throw httpRefusal('DOOR-NOT-FOUND');
    return this.desk.outcomeOf({ institution, msgid });
  }
}
