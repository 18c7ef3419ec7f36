import { Controller, Get, Inject, Res } from '@nestjs/common';
import { EventStreams, httpRefusal, type StreamedEvent } from '@medisettle/program';
import { type FastifyReply } from 'fastify';
import { merge, map, type Observable } from 'rxjs';
import { CentreLink } from '../centre-link/centre-link.js';
import { type AgentConfiguration, CONFIGURATION } from '../configuration.js';
import { type Journal } from '../journal/journal.js';
import { type PaidOrders } from '../visitor-purchases/paid-orders.js';
import { type OutageBills } from '../outage-bills/outage-bills.js';

/** The way to the centre; name and division are null until the centre has first answered. */
export interface CentreView {
  readonly reachable: boolean;
  /** ISO 8601. */
  readonly since: string;
  readonly name: string | null;
  readonly division: string | null;
}

/** Where the page stands. */
export interface CounterView {
  readonly terminal: string;
  /** Codes of the institutions that this counter acts for. */
  readonly institutions: readonly string[];
  readonly centre: CentreView;
}

/** The streams of what happens at the counter beside its readers. */
export class CounterStreams extends EventStreams {}

const centreView = ({ heartbeat: { current, lastAnswer } }: CentreLink): CentreView => ({
  reachable: current.reachable,
  since: current.since.toISOString(),
  name: lastAnswer?.centre ?? null,
  division: lastAnswer?.division ?? null,
});

/**
 * `intent-changed` (institution and msgid): a message that changes something was noted, or got further. `centre`: the way
 * to the centre is open or lost. `outage-bill-changed` (institution and number): a bill in full was kept, or has changed.
 * `order-paid` (institution and order): a visitor has paid his order.
 */
export const counterEvents = (
  journal: Journal,
  link: CentreLink,
  outageBills: Pick<OutageBills, 'changes'>,
  orders: Pick<PaidOrders, 'changes'>,
): Observable<StreamedEvent> =>
  merge(
    orders.changes.pipe(map((name) => ({ type: 'order-paid', data: name }))),
    outageBills.changes.pipe(map((name) => ({ type: 'outage-bill-changed', data: name }))),
    journal.changes.pipe(map((name) => ({ type: 'intent-changed', data: name }))),
    link.heartbeat.state.pipe(map(() => ({ type: 'centre', data: centreView(link) }))),
  );

/** What the cashier page asks first: which counter this is, for whom it acts, and whether the centre is there. */
@Controller('api/counter')
export class CounterController {
  constructor(
    private readonly link: CentreLink,
    private readonly streams: CounterStreams,
    @Inject(CONFIGURATION) private readonly configuration: AgentConfiguration,
  ) {}

  @Get()
  counter(): CounterView {
    const { AGENT_TERMINAL: terminal, INSTITUTIONS: institutions } = this.configuration;
    return { terminal, institutions, centre: centreView(this.link) };
  }

  @Get('events')
  events(@Res() reply: FastifyReply): void {
    if (!this.streams.hasRoom) throw httpRefusal('DOOR-RATE');
    reply.hijack();
    this.streams.add(reply.raw);
  }
}
