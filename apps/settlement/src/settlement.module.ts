import { Module, type DynamicModule } from '@nestjs/common';
import { type Policy } from '@medisettle/benefits';
import { Log } from '@medisettle/program';
import { DataSource } from 'typeorm';
import { AccountMovements } from './account-statements/account-movements.js';
import { AccountStatements } from './account-statements/account-statements.js';
import { AccumulatorCarries } from './accounts/accumulator-carries.js';
import { Credits } from './accounts/credits.js';
import { Ledger } from './accounts/ledger.js';
import { YearAccumulators } from './accounts/year-accumulators.js';
import { CardEvents } from './cards/card-events.js';
import { CardHistory } from './cards/card-history.js';
import { CardRegistry } from './cards/card-registry.js';
import { CardStore } from './cards/card-store.js';
import { CardWatch } from './cards/card-watch.js';
import { CardsController } from './cards/cards.controller.js';
import { CARD_VALIDITY, readCardValidity } from './cards/generation-validity.js';
import { LegacyCredentials } from './cards/legacy-credentials.js';
import { CatalogueTransactions } from './catalogue/catalogue-transactions.js';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { Catalogue } from './catalogue/catalogue.js';
import { DatedTables } from './catalogue/dated-tables.js';
import { ClearingController } from './clearing/clearing.controller.js';
import { ClearingInbox } from './clearing/clearing-inbox.js';
import { CLEARING_POLICY, readClearingPolicy } from './clearing/clearing-policy.js';
import { ClearingRows } from './clearing/clearing-rows.js';
import { Clearings } from './clearing/clearings.js';
import { MonthStatements } from './clearing/month-statements.js';
import { MonthlySplit } from './clearing/monthly-split.js';
import { ProvinceClearing } from './clearing/province-clearing.js';
import { ProvinceLedger } from './clearing/province-ledger.js';
import { SplitMonths } from './clearing/split-months.js';
import { StatementsController } from './clearing/statements.controller.js';
import { CONFIGURATION, type CentreConfiguration } from './configuration.js';
import { Transactions } from './database/transactions.js';
import { CardsOfProvinces } from './cross-province/cards-of-provinces.js';
import { CareBooks } from './cross-province/care-books.js';
import { CareHere } from './cross-province/care-here.js';
import { Entitlement } from './cross-province/entitlement.js';
import { HUB, type Hub } from './cross-province/hub.js';
import { Inbox } from './cross-province/inbox.js';
import { HUB_KEY, InboxController } from './cross-province/inbox.controller.js';
import { InsuredHere } from './cross-province/insured-here.js';
import { InsuredPlaces } from './cross-province/insured-places.js';
import { Intents } from './cross-province/intents.js';
import { ProvinceSettlements } from './cross-province/province-settlements.js';
import { PurchaseOrders } from './cross-province/purchase-orders.js';
import { PurchaseTransactions } from './cross-province/purchase-transactions.js';
import { Saga } from './cross-province/saga.js';
import { VisitorPurchases } from './cross-province/visitor-purchases.js';
import { VisitorBills } from './cross-province/visitor-bills.js';
import { Visitors } from './cross-province/visitors.js';
import { CareFilingDesk } from './filings/care-filing-desk.js';
import { CareFilings } from './filings/care-filings.js';
import { CareFilingsController } from './filings/care-filings.controller.js';
import { VisitorDesk } from './messages/visitor-desk.js';
import { DemoWorld } from './demo-world/demo-world.js';
import { Uploads } from './feeds/uploads.js';
import { WaitingRoom } from './feeds/waiting-room.js';
import { FileDoor } from './files/file-door.js';
import { FileShelf } from './files/file-shelf.js';
import { FileTransactions } from './files/file-transactions.js';
import { GatheringStays } from './inpatient/gathered-stay.js';
import { StayBills } from './inpatient/stay-bills.js';
import { StayDiagnoses } from './inpatient/stay-diagnoses.js';
import { StayLineTransactions } from './inpatient/stay-line-transactions.js';
import { StayLines } from './inpatient/stay-lines.js';
import { StaySettlementTransactions } from './inpatient/stay-settlement-transactions.js';
import { StayStandings } from './inpatient/stay-standing.js';
import { StayTransactions } from './inpatient/stay-transactions.js';
import { Stays } from './inpatient/stays.js';
import { InstitutionRows } from './institutions/institution-rows.js';
import { BenefitCheck } from './filings/benefit-check.js';
import { FilingTransactions } from './filings/filing-transactions.js';
import { ReferralTransactions } from './filings/referral-transactions.js';
import { Filings } from './filings/filings.js';
import { InstitutionTransactions } from './institutions/institution-transactions.js';
import { InstitutionsController } from './institutions/institutions.controller.js';
import { Institutions } from './institutions/institutions.js';
import { OperatorSessions } from './institutions/operator-sessions.js';
import { Credentials } from './insured/credentials.js';
import { EnrolmentChoice } from './insured/enrolment-choice.js';
import { Insured } from './insured/insured.js';
import { Merges } from './insured/merges.js';
import { PersonCredits } from './insured/person-credits.js';
import { PersonRows } from './insured/person-rows.js';
import { PersonStore } from './insured/person-store.js';
import { PersonTransactions } from './insured/person-transactions.js';
import { VOUCHER_SERVICE, type VoucherService } from './insured/voucher-service.js';
import { Vouchers } from './insured/vouchers.js';
import { PersonsController } from './insured/persons.controller.js';
import { HandlerTable } from './messages/handler-table.js';
import { LINK_KEY, LinkController } from './messages/link.controller.js';
import { MessageDesk } from './messages/message-desk.js';
import { NationalController } from './messages/national.controller.js';
import { Outcomes } from './messages/outcomes.js';
import { Reservations } from './messages/reservations.js';
import { Tombstones } from './messages/tombstones.js';
import { CentreMetrics } from './console/centre-metrics.js';
import { ClearingMonths } from './console/clearing-months.js';
import { ConsoleController } from './console/console.controller.js';
import { ConsoleLists } from './console/console-lists.js';
import { ConsoleStream } from './console/console-stream.js';
import { SettlementExplained } from './console/settlement-explained.js';
import { SettlementFinder } from './console/settlement-finder.js';
import { Standings } from './console/standings.js';
import { Policies, POLICY } from './policies/policies.js';
import { Recomputation } from './recomputation/recomputation.js';
import { RecomputationController } from './recomputation/recomputation.controller.js';
import { BookedRows } from './reconciliation/booked-rows.js';
import { Cures } from './reconciliation/cures.js';
import { CuresController } from './reconciliation/cures.controller.js';
import { DayClosing } from './reconciliation/day-closing.js';
import { DetailComparison } from './reconciliation/detail-comparison.js';
import { NightlyRun } from './reconciliation/nightly-run.js';
import { ReconciliationController } from './reconciliation/reconciliation.controller.js';
import { ReconciliationTransactions } from './reconciliation/reconciliation-transactions.js';
import { Statements } from './reconciliation/statements.js';
import { BillsToSettle } from './settlements/bills-to-settle.js';
import { BillSplitter } from './settlements/bill-splitter.js';
import { Cancelling } from './settlements/cancelling.js';
import { Gathering } from './settlements/gathering.js';
import { OutpatientBills } from './settlements/outpatient-bills.js';
import { OutpatientTransactions } from './settlements/outpatient-transactions.js';
import { PharmacyTransactions } from './settlements/pharmacy-transactions.js';
import { Posting } from './settlements/posting.js';
import { Restoring } from './reversal/restoring.js';
import { Reversal } from './reversal/reversal.js';
import { SettlementBook } from './settlements/settlement-book.js';
import { SettlementQueries } from './settlements/settlement-queries.js';
import { Batch } from './settlements/writer/batch.js';
import { SettlementWriter } from './settlements/writer/settlement-writer.js';
import { SimulatorController } from './simulator/simulator.controller.js';
import { Terminals } from './terminals/terminals.js';
import { Traffic } from './traffic/traffic.js';
import { BillState } from './visits/bill-state.js';
import { FeeLineTransactions } from './visits/fee-line-transactions.js';
import { FeeLines } from './visits/fee-lines.js';
import { VisitTransactions } from './visits/visit-transactions.js';
import { Visits } from './visits/visits.js';
import { YearChangeRun } from './year-change/year-change-run.js';
import { YearChangeController } from './year-change/year-change.controller.js';
import { YearChanges } from './year-change/year-changes.js';

/** What is ready before the centre starts: checked configuration and policy, an open database, the log, the link key. */
export interface CentreParts {
  readonly configuration: CentreConfiguration;
  readonly policy: Policy;
  readonly dataSource: DataSource;
  readonly log: Log;
  readonly linkKey: string;
  /** Null where electronic vouchers cannot be decoded. */
  readonly voucherService: VoucherService | null;
  /** Null where nobody from another province is taken. */
  readonly hub: { readonly way: Hub; readonly key: string } | null;
}

/** The settlement centre of one province. */
@Module({})
export class SettlementModule {
  static of({ configuration, policy, dataSource, log, linkKey, voucherService, hub }: CentreParts): DynamicModule {
    return {
      module: SettlementModule,
      controllers: [
        NationalController,
        CardsController,
        CatalogueController,
        LinkController,
        SimulatorController,
        PersonsController,
        InstitutionsController,
        YearChangeController,
        RecomputationController,
        ReconciliationController,
        CuresController,
        ClearingController,
        StatementsController,
        InboxController,
        CareFilingsController,
        ConsoleController,
      ],
      providers: [
        { provide: CONFIGURATION, useValue: configuration },
        { provide: POLICY, useValue: policy },
        {
          provide: CARD_VALIDITY,
          useValue: readCardValidity(
            configuration.POLICY_DIR,
            configuration.CENTRE_DIVISION,
            configuration.ACCEPT_GRADES,
          ),
        },
        {
          provide: CLEARING_POLICY,
          useValue: readClearingPolicy(configuration.POLICY_DIR, configuration.ACCEPT_GRADES),
        },
        { provide: DataSource, useValue: dataSource },
        { provide: Log, useValue: log },
        { provide: LINK_KEY, useValue: linkKey },
        { provide: VOUCHER_SERVICE, useValue: voucherService },
        { provide: HUB, useValue: hub?.way ?? null },
        { provide: HUB_KEY, useValue: hub?.key ?? null },
        Transactions,
        Institutions,
        OperatorSessions,
        InstitutionTransactions,
        Insured,
        EnrolmentChoice,
        CardRegistry,
        CardStore,
        CardWatch,
        CardEvents,
        CardHistory,
        LegacyCredentials,
        Uploads,
        WaitingRoom,
        Vouchers,
        Credentials,
        Ledger,
        Credits,
        AccumulatorCarries,
        YearChanges,
        YearChangeRun,
        PersonStore,
        PersonCredits,
        PersonRows,
        Merges,
        InstitutionRows,
        Recomputation,
        YearAccumulators,
        Policies,
        PersonTransactions,
        Catalogue,
        DatedTables,
        CatalogueTransactions,
        Filings,
        FilingTransactions,
        BenefitCheck,
        Visits,
        BillState,
        VisitTransactions,
        FeeLines,
        FeeLineTransactions,
        BillSplitter,
        SettlementBook,
        Posting,
        Cancelling,
        Reversal,
        Restoring,
        Tombstones,
        Gathering,
        OutpatientBills,
        Stays,
        StayDiagnoses,
        StayStandings,
        StayLines,
        GatheringStays,
        StayBills,
        BillsToSettle,
        StayTransactions,
        StayLineTransactions,
        StaySettlementTransactions,
        Batch,
        SettlementWriter,
        OutpatientTransactions,
        PharmacyTransactions,
        SettlementQueries,
        AccountMovements,
        AccountStatements,
        FileShelf,
        FileTransactions,
        FileDoor,
        BookedRows,
        Statements,
        DetailComparison,
        ReconciliationTransactions,
        Cures,
        DayClosing,
        NightlyRun,
        ClearingRows,
        Clearings,
        SplitMonths,
        MonthlySplit,
        MonthStatements,
        ProvinceLedger,
        ProvinceClearing,
        ClearingInbox,
        Reservations,
        HandlerTable,
        MessageDesk,
        Outcomes,
        CareFilings,
        CareFilingDesk,
        ReferralTransactions,
        ProvinceSettlements,
        Entitlement,
        InsuredHere,
        Inbox,
        Visitors,
        InsuredPlaces,
        Intents,
        VisitorBills,
        CareBooks,
        Saga,
        CareHere,
        PurchaseOrders,
        VisitorPurchases,
        PurchaseTransactions,
        CardsOfProvinces,
        VisitorDesk,
        DemoWorld,
        Traffic,
        Terminals,
        ConsoleLists,
        ClearingMonths,
        Standings,
        ConsoleStream,
        SettlementFinder,
        SettlementExplained,
        CentreMetrics,
      ],
    };
  }
}
