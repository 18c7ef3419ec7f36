import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { refuse } from '@medisettle/national';
import { type AgentConfiguration, CONFIGURATION } from '../configuration.js';
import { OutcomeDesk } from '../journal/outcome-desk.js';

/** Tells HIS what became of a message that it lost sight of. */
@Controller('api/outcomes')
export class OutcomesController {
  constructor(
    private readonly desk: OutcomeDesk,
    @Inject(CONFIGURATION) private readonly configuration: AgentConfiguration,
  ) {}

  @Get(':institution/:msgid')
  @Header('content-type', 'application/json; charset=utf-8')
  async outcome(@Param('institution') institution: string, @Param('msgid') msgid: string): Promise<string> {
    if (!this.configuration.INSTITUTIONS.includes(institution)) refuse('MSG-INSTITUTION-FOREIGN');
    return this.desk.outcomeOf({ institution, msgid });
  }
}
