import { type DynamicModule, Module } from '@nestjs/common';
import { Behaviours } from './exchange/behaviour.js';
import { ExchangeController } from './exchange/exchange.controller.js';
import { Exchange } from './exchange/exchange.js';
import { Records } from './exchange/records.js';
import { PatientApplicationController } from './patient-application.controller.js';
import { VouchersController } from './vouchers.controller.js';

/** What is ready before the stand-in starts. */
export interface HubParts {
  readonly exchange: Exchange;
  readonly records: Records;
  readonly behaviours: Behaviours;
}

/**
 * The national hub's stand-in for demo and tests. It decodes electronic vouchers that it has shown itself, and passes
 * messages between provinces. It also plays the application in which a patient pays an order.
 */
@Module({})
export class NationalHubModule {
  static of({ exchange, records, behaviours }: HubParts): DynamicModule {
    return {
      module: NationalHubModule,
      controllers: [VouchersController, ExchangeController, PatientApplicationController],
      providers: [
        { provide: Exchange, useValue: exchange },
        { provide: Records, useValue: records },
        { provide: Behaviours, useValue: behaviours },
      ],
    };
  }
}
