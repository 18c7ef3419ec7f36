import { type INestApplicationContext } from '@nestjs/common';
import { type HealthReport } from '@medisettle/program';
import { CentreLink } from './centre-link/centre-link.js';
import { type AgentConfiguration, CONFIGURATION } from './configuration.js';
import { Counter } from './counter/counter.js';
import { Inquiries } from './journal/inquiries.js';

/** How this counter is: its readers and its way to the centre. Nothing of what lies on the readers. */
export function healthOf(app: INestApplicationContext): HealthReport {
  const { heartbeat, inFlight } = app.get(CentreLink);
  const { reachable, since } = heartbeat.current;
  const counter = app.get(Counter);
  const readers = counter.all().map(({ view: { name, kind, state } }) => ({ name, kind, state }));
  const { unresolved } = app.get(Inquiries);
  const overdue = unresolved.filter((intent) => intent.overdue).length;
  const troubled = !reachable || overdue > 0 || readers.some(({ state }) => state === 'faulty' || state === 'wedged');
  return {
    state: troubled ? 'degraded' : 'up',
    details: {
      terminal: app.get<AgentConfiguration>(CONFIGURATION).AGENT_TERMINAL,
      centre: { reachable, since: since.toISOString(), inFlight },
      readers,
      unresolved: { count: unresolved.length, overdue },
      advice: counter.advice,
    },
  };
}
