import { Module } from '@nestjs/common';
import { VouchersController } from './vouchers.controller.js';

/** The national hub's stand-in for demo and tests. It decodes electronic vouchers that it has shown itself. */
@Module({ controllers: [VouchersController] })
export class NationalHubModule {}
