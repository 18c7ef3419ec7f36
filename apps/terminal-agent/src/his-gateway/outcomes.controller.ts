import { Controller, Get, Inject, Param } from '@nestjs/common';
import { refuse, type OutcomeAnswer } from '@medisettle/national';
import { CentreLink } from '../centre-link/centre-link.js';
import { type AgentConfiguration, CONFIGURATION } from '../configuration.js';

const UNKNOWN: OutcomeAnswer = { outcome: 'unknown', cancelled: false, answer: null };

/** Tells HIS what became of a message that it lost sight of. */
@Controller('api/outcomes')
export class OutcomesController {
  constructor(
    private readonly link: CentreLink,
    @Inject(CONFIGURATION) private readonly configuration: AgentConfiguration,
  ) {}

  @Get(':institution/:msgid')
  async outcome(@Param('institution') institution: string, @Param('msgid') msgid: string): Promise<OutcomeAnswer> {
    if (!this.configuration.INSTITUTIONS.includes(institution)) refuse('MSG-INSTITUTION-FOREIGN');
    const reply = await this.link.outcome({ institution, msgid });
    // Whoever could not be asked did not say "absent": only the centre can say that a message never arrived.
    return reply.outcome === 'answered' ? reply.answer : UNKNOWN;
  }
}
