import { isInfno } from '@medisettle/national';
import { Metrics } from '@medisettle/program';
import { type CentreLink } from './centre-link/centre-link.js';
import { type Counter } from './counter/counter.js';
import { type HisGateway } from './his-gateway/his-gateway.js';
import { type Inquiries } from './journal/inquiries.js';

const outcomeOf = (code: string): string => {
  if (code === 'settled' || code === 'answered') return 'done';
  return code.startsWith('UNKNOWN-') ? 'unknown' : 'refused';
};

/** This counter's figures for Prometheus; described in `docs/metrics.md`. */
export class AgentMetrics {
  readonly metrics = new Metrics('terminal-agent');

  constructor(link: CentreLink, counter: Counter, gateway: HisGateway, inquiries: Inquiries) {
    const { metrics } = this;
    const messages = metrics.counter({
      name: 'messages_total',
      help: 'Answered messages of the hospital’s or pharmacy’s software.',
      labels: ['infno', 'outcome'],
    });
    const took = metrics.duration({
      name: 'message_seconds',
      help: 'From a message’s arrival to its answer.',
      labels: ['infno'],
    });
    gateway.answered.subscribe(({ infno, code, ms }) => {
      const known = isInfno(infno) ? infno : 'other';
      messages({ infno: known, outcome: outcomeOf(code) });
      took(ms, { infno: known });
    });
    metrics.gauge({ name: 'centre_reachable', help: '1 while the centre answers, 0 while it does not.' }, () => [
      { value: link.heartbeat.current.reachable ? 1 : 0 },
    ]);
    metrics.gauge({ name: 'link_in_flight', help: 'Requests to the centre that wait for an answer.' }, () => [
      { value: link.inFlight },
    ]);
    metrics.gauge(
      { name: 'unresolved', help: 'Messages without an end; overdue ones want a person.', labels: ['overdue'] },
      () => {
        const { unresolved } = inquiries;
        const overdue = unresolved.filter((intent) => intent.overdue).length;
        return [
          { labels: { overdue: 'yes' }, value: overdue },
          { labels: { overdue: 'no' }, value: unresolved.length - overdue },
        ];
      },
    );
    metrics.gauge({ name: 'readers', help: 'Card readers by kind and state.', labels: ['kind', 'state'] }, () => {
      const counts = new Map<string, { labels: { kind: string; state: string }; value: number }>();
      for (const { view } of counter.all()) {
        const { kind, state } = view;
        const found = counts.get(`${kind} ${state}`) ?? { labels: { kind, state }, value: 0 };
        counts.set(`${kind} ${state}`, { ...found, value: found.value + 1 });
      }
      return [...counts.values()];
    });
  }
}
