import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { chinaTime } from '@medisettle/national';
import { For, readJson } from '@medisettle/program';
import { DateTime } from 'luxon';
import { CareFilingDesk, NewCareFiling } from './care-filing-desk.js';
import { type CareFiling } from './care-filings.js';

const now = (): DateTime => chinaTime(DateTime.now().toMillis());

/** Filings of care in another province, for operators: see, file, cancel. */
@Controller('api/filings')
@For('operator')
export class CareFilingsController {
  constructor(private readonly desk: CareFilingDesk) {}

  /** Of the person whom `?person=` names. */
  @Get()
  of(@Query('person') person: string | undefined): Promise<readonly CareFiling[]> {
    return this.desk.of(person ?? '');
  }

  @Post()
  @HttpCode(200)
  file(@Body() body: unknown): Promise<CareFiling> {
    return this.desk.file(readJson(body, NewCareFiling), now());
  }

  @Post(':person/:filing/cancel')
  @HttpCode(204)
  cancel(@Param('person') person: string, @Param('filing') filing: string): Promise<void> {
    return this.desk.cancel(person, filing, now());
  }
}
