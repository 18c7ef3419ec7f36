import { Injectable } from '@nestjs/common';
import { AccountStatements } from '../account-statements/account-statements.js';
import { CatalogueTransactions } from '../catalogue/catalogue-transactions.js';
import { MonthlySplit } from '../clearing/monthly-split.js';
import { PurchaseTransactions } from '../cross-province/purchase-transactions.js';
import { FileTransactions } from '../files/file-transactions.js';
import { BenefitCheck } from '../filings/benefit-check.js';
import { FilingTransactions } from '../filings/filing-transactions.js';
import { ReferralTransactions } from '../filings/referral-transactions.js';
import { StayLineTransactions } from '../inpatient/stay-line-transactions.js';
import { StaySettlementTransactions } from '../inpatient/stay-settlement-transactions.js';
import { StayTransactions } from '../inpatient/stay-transactions.js';
import { InstitutionTransactions } from '../institutions/institution-transactions.js';
import { PersonTransactions } from '../insured/person-transactions.js';
import { OutpatientTransactions } from '../settlements/outpatient-transactions.js';
import { PharmacyTransactions } from '../settlements/pharmacy-transactions.js';
import { ReconciliationTransactions } from '../reconciliation/reconciliation-transactions.js';
import { Reversal } from '../reversal/reversal.js';
import { SettlementQueries } from '../settlements/settlement-queries.js';
import { FeeLineTransactions } from '../visits/fee-line-transactions.js';
import { VisitTransactions } from '../visits/visit-transactions.js';
import { type Handlers } from './occasion.js';

/** Transaction number → who does it; 2207 and 2304 are the writer's. Schemas and paths are in the table of the national interface. */
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
    reversal: Reversal,
    queries: SettlementQueries,
    catalogue: CatalogueTransactions,
    benefits: BenefitCheck,
    filings: FilingTransactions,
    stays: StayTransactions,
    stayLines: StayLineTransactions,
    staySettlements: StaySettlementTransactions,
    reconciliation: ReconciliationTransactions,
    files: FileTransactions,
    split: MonthlySplit,
    purchases: PurchaseTransactions,
    referrals: ReferralTransactions,
    accountStatements: AccountStatements,
  ) {
    this.handlers = {
      '9001': institutions.signIn,
      '9002': institutions.signOut,
      '9101': files.upload,
      '9102': files.download,
      '1101': persons.identify,
      '1201': institutions.query,
      '1312': catalogue.items,
      '1316': catalogue.catalogueMatches,
      '1317': catalogue.institutionMatches,
      '1318': catalogue.priceLimits,
      '1319': catalogue.selfpayRatios,
      '2001': benefits.check,
      '2101': pharmacy.trial,
      '2102': pharmacy.settle,
      '2103': pharmacy.cancel,
      '2161': purchases.local,
      '2163': purchases.refund,
      '2166': purchases.local,
      '2167': purchases.cancel,
      '2170': purchases.query,
      '2171': purchases.settlement,
      '2181': purchases.reverse,
      '2201': visits.register,
      '2202': visits.cancel,
      '2203': visits.describe,
      '2204': lines.upload,
      '2205': lines.withdraw,
      '2206': outpatient.trial,
      '2208': outpatient.cancel,
      '2301': stayLines.upload,
      '2302': stayLines.withdraw,
      '2303': staySettlements.trial,
      '2305': staySettlements.cancel,
      '2401': stays.admit,
      '2402': stays.discharge,
      '2403': stays.change,
      '2404': stays.withdraw,
      '2405': stays.undoDischarge,
      '2501': referrals.file,
      '2502': referrals.withdraw,
      '2503': filings.file,
      '2504': filings.cancel,
      '2601': reversal.reverse,
      '3201': reconciliation.totals,
      '3202': reconciliation.details,
      '3260': split.list,
      '3261': split.confirm,
      '3262': split.rollBack,
      '5201': queries.visitsOf,
      '5203': queries.settlement,
      MS01: accountStatements.statement,
    };
  }
}
