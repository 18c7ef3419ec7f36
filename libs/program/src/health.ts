import { type FastifyInstance } from 'fastify';
import { type Log } from './log.js';

/** How a program is. `details` are for holders of a key: states, counts, versions; never anything about a person. */
export interface HealthReport {
  readonly state: 'up' | 'degraded';
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * `GET /health`: the state for anybody on this machine, the details for key holders. A report that fails is itself a
 * degraded state.
 */
export function addHealth(server: FastifyInstance, report: () => HealthReport | Promise<HealthReport>, log: Log): void {
  server.get('/health', async (request) => {
    const { state, details } = await Promise.resolve()
      .then(report)
      .catch((error: unknown): HealthReport => {
        log.fault('health report failed', error);
        return { state: 'degraded' };
      });
    return request.role === undefined ? { state } : { state, ...details };
  });
}
