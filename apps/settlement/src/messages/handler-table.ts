import { Injectable } from '@nestjs/common';
import { InstitutionTransactions } from '../institutions/institution-transactions.js';
import { PersonTransactions } from '../insured/person-transactions.js';
import { OutpatientTransactions } from '../settlements/outpatient-transactions.js';
import { PharmacyTransactions } from '../settlements/pharmacy-transactions.js';
import { SettlementQueries } from '../settlements/settlement-queries.js';
import { FeeLineTransactions } from '../visits/fee-line-transactions.js';
import { VisitTransactions } from '../visits/visit-transactions.js';
import { type Handlers } from './occasion.js';

/** Transaction number → who does it; 2207 is the writer's. Schemas and paths are in the table of the national interface. */
@Injectable()
export class HandlerTable {
  readonly handlers: Handlers;

  constructor(
    institutions: InstitutionTransactions,
    persons: PersonTransactions,
    visits: VisitTransactions,
    lines: FeeLineTransactions,
    outpatient: OutpatientTransactions,
    pharmacy: PharmacyTransactions,
    queries: SettlementQueries,
  ) {
    this.handlers = {
      '9001': institutions.signIn,
      '9002': institutions.signOut,
      '1101': persons.identify,
      '1201': institutions.query,
      '2101': pharmacy.trial,
      '2102': pharmacy.settle,
      '2103': pharmacy.cancel,
      '2201': visits.register,
      '2202': visits.cancel,
      '2203': visits.describe,
      '2204': lines.upload,
      '2205': lines.withdraw,
      '2206': outpatient.trial,
      '2208': outpatient.cancel,
      '5201': queries.visitsOf,
      '5203': queries.settlement,
    };
  }
}
