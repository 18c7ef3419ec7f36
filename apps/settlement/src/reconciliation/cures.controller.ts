import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { checkValue, For, readJson } from '@medisettle/program';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { Cures, type KeptCure } from './cures.js';

const code = z.string().regex(/^[\w.-]{1,30}$/);
const OfStatement = z.object({ institution: code, statement: code });
const Order = OfStatement.extend({
  position: z.int().min(1).max(999_999_999),
  operator: code,
  reason: z.string().trim().min(1).max(500),
});

/** Cures of differences, for operators: order one, and see which were ordered. */
@Controller('api/reconciliation/cures')
@For('operator')
export class CuresController {
  constructor(private readonly cures: Cures) {}

  @Get()
  of(@Query() query: unknown): Promise<KeptCure[]> {
    const { institution, statement } = checkValue(query, OfStatement);
    return this.cures.of(institution, statement);
  }

  /** Takes back what only the centre has; ordered again, it answers as the first time. */
  @Post()
  @HttpCode(200)
  order(@Body() body: unknown): Promise<KeptCure> {
    const { institution, statement, position, operator, reason } = readJson(body, Order);
    const order = { institutionCode: institution, statementId: statement, position, operator, reason };
    return this.cures.order(order, DateTime.now().toJSDate());
  }
}
