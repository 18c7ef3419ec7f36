import { type INestApplicationContext } from '@nestjs/common';
import { type HealthReport } from '@medisettle/program';
import { CentreLink } from './centre-link/centre-link.js';
import { type AgentConfiguration, CONFIGURATION } from './configuration.js';
import { Counter } from './counter/counter.js';

/** How this counter is: its readers and its way to the centre. Nothing of what lies on the readers. */
export function healthOf(app: INestApplicationContext): HealthReport {
  const { heartbeat, inFlight } = app.get(CentreLink);
  const { reachable, since } = heartbeat.current;
  const counter = app.get(Counter);
  const readers = counter.all().map(({ view: { name, kind, state } }) => ({ name, kind, state }));
  const troubled = !reachable || readers.some(({ state }) => state === 'faulty' || state === 'wedged');
  return {
    state: troubled ? 'degraded' : 'up',
    details: {
      terminal: app.get<AgentConfiguration>(CONFIGURATION).AGENT_TERMINAL,
      centre: { reachable, since: since.toISOString(), inFlight },
      readers,
      advice: counter.advice,
    },
  };
}
