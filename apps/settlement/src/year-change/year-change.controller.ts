import { Controller, HttpCode, Post } from '@nestjs/common';
import { For } from '@medisettle/program';
import { DateTime } from 'luxon';
import { YearChangeRun, type YearChangeReport } from './year-change-run.js';

/** Opens the running insurance year for everybody; whoever comes before is changed at his visit. */
@Controller('api/year-changes')
@For('operator')
export class YearChangeController {
  constructor(private readonly changes: YearChangeRun) {}

  @Post()
  @HttpCode(200)
  run(): Promise<YearChangeReport> {
    return this.changes.run(DateTime.now());
  }
}
