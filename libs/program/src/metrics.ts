import { type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { refusal } from '@medisettle/national';
import { bodyOf } from './http-refusal.js';

/** Labels of one figure: words of closed lists (a transaction's number, a code of the catalogue, a state). */
export type MetricLabels = Readonly<Record<string, string>>;

/** A figure with its labels. */
export interface Measured {
  readonly labels?: MetricLabels;
  readonly value: number;
}

/** How a figure is called. `name` is without the prefix that all figures of the programs here have. */
export interface MetricName {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

const PREFIX = 'medisettle_';
/** From one millisecond to half a minute: a trial at an idle centre, and the longest that anybody waits for one. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const described = ({ name, help, labels = [] }: MetricName) => ({
  name: `${PREFIX}${name}`,
  help,
  labelNames: [...labels],
});

/**
 * The figures of one program for Prometheus. Labels are closed lists, so that the number of series is bounded and no
 * figure can be about a person, a card or one message.
 */
export class Metrics {
  private readonly registry = new Registry();
  private withProcess = false;

  /** @param program in every figure, as label `program` */
  constructor(program: string) {
    this.registry.setDefaultLabels({ program });
  }

  /** A figure that only grows; the answer counts one more. */
  counter(name: MetricName): (labels?: MetricLabels) => void {
    const counter = new Counter({ ...described(name), registers: [this.registry] });
    return (labels = {}) => counter.inc({ ...labels });
  }

  /** How long something takes, as a histogram in seconds; the answer notes one, in milliseconds. */
  duration(name: MetricName): (ms: number, labels?: MetricLabels) => void {
    const histogram = new Histogram({ ...described(name), buckets: SECONDS, registers: [this.registry] });
    return (ms, labels = {}) => histogram.observe({ ...labels }, ms / 1_000);
  }

  /** How something stands, read whenever somebody looks. */
  gauge(name: MetricName, read: () => readonly Measured[] | Promise<readonly Measured[]>): void {
    new Gauge({
      ...described(name),
      registers: [this.registry],
      async collect() {
        const found = await read();
        this.reset();
        for (const { labels = {}, value } of found) this.set({ ...labels }, value);
      },
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** All figures as text, the runtime's own (memory, event loop, collection of garbage) among them. */
  text(): Promise<string> {
    if (!this.withProcess) {
      // Only from the first look on: these keep observers running, which a program that nobody measures does not need.
      this.withProcess = true;
      collectDefaultMetrics({ register: this.registry });
    }
    return this.registry.metrics();
  }
}

/** `GET /metrics` for the operator's key alone; any other good key is answered 403. */
export function addMetrics(server: FastifyInstance, metrics: () => Metrics): void {
  server.get('/metrics', async (request, reply) => {
    if (request.role !== 'operator') {
      return reply.code(403).send(bodyOf(refusal('DOOR-KEY')));
    }
    const { contentType } = metrics();
    return reply.header('content-type', contentType).send(await metrics().text());
  });
}
