import { type DynamicModule, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type TerminalReport } from '@medisettle/national';
import { EventStreams, type Log, readKey } from '@medisettle/program';
import { VirtualReaders, type ReaderDriver } from '@medisettle/readers';
import { join } from 'node:path';
import { map } from 'rxjs';
import { AccountStatementsController } from './account-statements/account-statements.controller.js';
import { CounterController, counterEvents, CounterStreams } from './cashier-page/counter.controller.js';
import { RefusalsController } from './cashier-page/refusals.controller.js';
import { SettlementsController } from './cashier-page/settlements.controller.js';
import { CentreLink } from './centre-link/centre-link.js';
import { type AgentConfiguration, CONFIGURATION } from './configuration.js';
import { CardJudge } from './counter/card-judge.js';
import { CardsForMessages } from './counter/cards-for-messages.js';
import { Counter } from './counter/counter.js';
import { DemoCards } from './counter/demo-cards.js';
import { ReadersController } from './counter/readers.controller.js';
import { VirtualReadersController } from './counter/virtual-readers.controller.js';
import { DeskBook } from './desk-book/desk-book.js';
import { Journal } from './journal/journal.js';
import { JournalCarrier } from './journal/journal-carrier.js';
import { Inquiries } from './journal/inquiries.js';
import { type UnresolvedView } from './journal/open-intent.js';
import { OutcomeDesk } from './journal/outcome-desk.js';
import { UnresolvedController } from './journal/unresolved.controller.js';
import { CentreFiles } from './his-gateway/centre-files.js';
import { CentreQuestions } from './his-gateway/centre-questions.js';
import { CentreCarrier } from './his-gateway/centre-carrier.js';
import { HisController } from './his-gateway/his.controller.js';
import { HisGateway } from './his-gateway/his-gateway.js';
import { OutcomesController } from './his-gateway/outcomes.controller.js';
import { RefusalAnswers } from './his-gateway/refusal-answers.js';
import { KeyServices } from './key-service/key-services.js';
import { AgentMetrics } from './metrics.js';
import { LateSettlements } from './outage-bills/late-settlements.js';
import { OutageBills } from './outage-bills/outage-bills.js';
import { OutageBillsController } from './outage-bills/outage-bills.controller.js';
import { Printings } from './receipts/printings.js';
import { ReceiptsController } from './receipts/receipts.controller.js';
import { CancelRights, Operators } from './shifts/operators.js';
import { Shifts } from './shifts/shifts.js';
import { HearsPayments, PaidOrders } from './visitor-purchases/paid-orders.js';
import { ShiftsController } from './shifts/shifts.controller.js';

/** The readers of this counter; virtual ones come with the cards that can be put on them. */
export interface CounterReaders {
  readonly drivers: readonly ReaderDriver[];
  readonly virtual?: { readonly readers: VirtualReaders; readonly cards: DemoCards };
}

/** What a counter keeps on its disk. */
export interface CounterBooks {
  readonly journal: Journal;
  readonly book: DeskBook;
}

/** The first question after an outcome became unknown is asked at the centre's next sign of life. */
const INQUIRY_PACE = { firstMs: 1_000, longestMs: 60_000 };

/** The terminal agent, put together. Nothing of it begins before the program starts to listen. */
@Module({})
export class AgentModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly link: CentreLink,
    private readonly counter: Counter,
    private readonly streams: EventStreams,
    private readonly counterStreams: CounterStreams,
    private readonly inquiries: Inquiries,
    private readonly carrier: JournalCarrier,
    private readonly journal: Journal,
    private readonly book: DeskBook,
    private readonly outageBills: OutageBills,
    private readonly orders: PaidOrders,
  ) {}

  /** @param books this agent's own, open; closed with the program */
  static of(
    configuration: AgentConfiguration,
    readers: CounterReaders,
    { journal, book }: CounterBooks,
    log: Log,
  ): DynamicModule {
    const link = new CentreLink(
      {
        address: { host: configuration.CENTRE_HOST, port: configuration.CENTRE_PORT },
        caller: {
          terminal: configuration.AGENT_TERMINAL,
          linkKey: readKey(join(configuration.KEYS_DIR, 'link.key')),
        },
        deadlineMs: configuration.CENTRE_DEADLINE_MS,
        heartbeatMs: configuration.HEARTBEAT_MS,
      },
      log,
    );
    const judge = new CardJudge(link);
    const counter = new Counter(
      readers.drivers,
      judge,
      link.heartbeat.beats,
      link.changes,
      log,
      keyServicesOf(configuration, log),
    );
    const { CLOSE_AFTER_MS: closeAfterMs, UNKNOWN_HORIZON_MS: horizonMs } = configuration;
    const inquiries = new Inquiries(link, journal, { pace: INQUIRY_PACE, closeAfterMs, horizonMs }, log);
    link.heartbeat.says(() => reportOf(configuration.INSTITUTIONS, inquiries.unresolved));
    const carrier = new JournalCarrier(new CentreCarrier(link), journal, inquiries, log);
    const operators = new Operators(configuration.OPERATORS);
    const cards = new CardsForMessages(counter, judge);
    const outageBills = new OutageBills(book, journal, configuration.INSURANCE_YEARS);
    const orders = new PaidOrders(book, journal);
    const gateway = new HisGateway(
      configuration.INSTITUTIONS,
      cards,
      new CancelRights(new LateSettlements(new HearsPayments(carrier, orders), outageBills), operators, journal),
      new RefusalAnswers(() => link.heartbeat.lastAnswer?.division),
      log,
    );
    const virtual = readers.virtual;
    return {
      module: AgentModule,
      controllers: [
        HisController,
        OutcomesController,
        UnresolvedController,
        ReadersController,
        CounterController,
        SettlementsController,
        ReceiptsController,
        AccountStatementsController,
        ShiftsController,
        OutageBillsController,
        RefusalsController,
        ...(virtual ? [VirtualReadersController] : []),
      ],
      providers: [
        { provide: CONFIGURATION, useValue: configuration },
        { provide: CentreLink, useValue: link },
        { provide: Counter, useValue: counter },
        {
          provide: EventStreams,
          useValue: new EventStreams(counter.events.pipe(map(({ type, reader }) => ({ type, data: reader })))),
        },
        { provide: CounterStreams, useValue: new CounterStreams(counterEvents(journal, link, outageBills, orders)) },
        { provide: HisGateway, useValue: gateway },
        { provide: AgentMetrics, useValue: new AgentMetrics(link, counter, gateway, inquiries) },
        { provide: CentreFiles, useValue: new CentreFiles(link) },
        { provide: CentreQuestions, useValue: new CentreQuestions(gateway) },
        { provide: Journal, useValue: journal },
        { provide: DeskBook, useValue: book },
        { provide: CardsForMessages, useValue: cards },
        { provide: PaidOrders, useValue: orders },
        { provide: OutageBills, useValue: outageBills },
        { provide: Printings, useValue: new Printings(book) },
        { provide: Shifts, useValue: new Shifts(book, journal, operators) },
        { provide: Inquiries, useValue: inquiries },
        { provide: JournalCarrier, useValue: carrier },
        { provide: OutcomeDesk, useValue: new OutcomeDesk(journal, inquiries, link) },
        ...(virtual
          ? [
              { provide: VirtualReaders, useValue: virtual.readers },
              { provide: DemoCards, useValue: virtual.cards },
            ]
          : []),
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.inquiries.open();
    this.streams.open();
    this.counterStreams.open();
    this.link.open();
    this.counter.open();
  }

  /** After the door has closed, so that messages under way still get their answers. */
  async onApplicationShutdown(): Promise<void> {
    this.streams.close();
    this.counterStreams.close();
    await this.counter.close();
    this.link.close();
    await this.inquiries.close();
    await this.carrier.settled();
    this.orders.close();
    this.outageBills.close();
    await this.journal.close();
    await this.book.close();
  }
}

/** What the centre's operators are told of this counter: how many of its messages have no end, and since when. */
const reportOf = (institutions: readonly string[], unresolved: readonly UnresolvedView[]): TerminalReport => ({
  institutions,
  unknown: {
    count: unresolved.length,
    overdue: unresolved.filter(({ overdue }) => overdue).length,
    since: unresolved.reduce<string | null>((oldest, { since }) => (oldest && oldest < since ? oldest : since), null),
  },
});

/** The way to the key service, if there is one. */
function keyServicesOf(configuration: AgentConfiguration, log: Log): KeyServices | undefined {
  const { KEY_SERVICE_URL, KEY_SERVICE_DEADLINE_MS, KEYS_DIR, AGENT_TERMINAL } = configuration;
  if (KEY_SERVICE_URL === undefined) return undefined;
  const key = readKey(join(KEYS_DIR, 'key-service.key'));
  return new KeyServices(
    { url: KEY_SERVICE_URL, key, deadlineMs: KEY_SERVICE_DEADLINE_MS, terminal: AGENT_TERMINAL },
    log,
  );
}
