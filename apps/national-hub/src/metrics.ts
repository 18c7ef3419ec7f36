import { Metrics } from '@medisettle/program';
import { type Exchange } from './exchange/exchange.js';

/** The stand-in's figures for Prometheus; described in `docs/metrics.md`. */
export function metricsOf(exchange: Exchange): Metrics {
  const metrics = new Metrics('national-hub');
  const messages = metrics.counter({
    name: 'messages_total',
    help: 'Messages between provinces, by what came of passing them on.',
    labels: ['kind', 'outcome'],
  });
  const took = metrics.duration({
    name: 'message_seconds',
    help: 'From a message’s arrival to the answer of the other province.',
    labels: ['kind'],
  });
  exchange.passedOn.subscribe(({ kind, outcome, ms }) => {
    messages({ kind, outcome });
    took(ms, { kind });
  });
  return metrics;
}
