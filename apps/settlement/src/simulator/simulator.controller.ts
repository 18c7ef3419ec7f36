import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { type Policy } from '@medisettle/benefits';
import { parseWire, refuse } from '@medisettle/national';
import { For } from '@medisettle/program';
import { POLICY } from '../policies/policies.js';
import { simulate } from './simulation.js';
import { type SimulationAnswer } from './simulation-terms.js';

/** The cost-sharing simulator: a bill is typed, and who would pay what is answered with the rules. */
@Controller('api/benefit-simulations')
@For('operator')
export class SimulatorController {
  constructor(@Inject(POLICY) private readonly policy: Policy) {}

  @Post()
  @HttpCode(200)
  simulate(@Body() body: unknown): SimulationAnswer {
    const asked = parseWire(typeof body === 'string' ? body : '') ?? refuse('MSG-NOT-JSON');
    return simulate(this.policy, asked);
  }
}
