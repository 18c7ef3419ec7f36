import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { chinaTime, Refused } from '@medisettle/national';
import { For, httpRefusal, HttpRefusal } from '@medisettle/program';
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
    return answered(this.desk.of(person ?? ''));
  }

  @Post()
  @HttpCode(200)
  file(@Body() body: unknown): Promise<CareFiling> {
    return answered(this.desk.file(readFiling(body), now()));
  }

  @Post(':person/:filing/cancel')
  @HttpCode(204)
  cancel(@Param('person') person: string, @Param('filing') filing: string): Promise<void> {
    return answered(this.desk.cancel(person, filing, now()));
  }
}

/** Bodies come as text. Refuses MSG-NOT-JSON, MSG-FIELD-INVALID. */
function readFiling(body: unknown): NewCareFiling {
  const parsed = NewCareFiling.safeParse(jsonOf(body));
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? 'body';
  throw httpRefusal('MSG-FIELD-INVALID', { field, expectedZh: '见接口说明', expectedEn: 'see its documentation' });
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    throw httpRefusal('MSG-NOT-JSON');
  }
}

async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Refused ? new HttpRefusal(error.refusal) : error;
  }
}
