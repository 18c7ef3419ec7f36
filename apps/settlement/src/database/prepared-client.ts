import { createHash } from 'node:crypto';
import pg from 'pg';

type Send = (this: pg.Client, what: unknown, values?: unknown, ...rest: unknown[]) => unknown;

const names = new Map<string, string>();

/** The name under which a text is prepared; equal texts have the same one on every connection. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `s${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  names.set(text, name);
  return name;
}

/**
 * A connection that prepares every statement with parameters once, by name, and sends statements without waiting for
 * the answers to those before. Each text is kept here and in every session of the server for good: texts must be fixed,
 * and what varies goes into parameters.
 */
export class PreparedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, pipeline: true });
    // The server may end the session between two statements; unheard, that would end the program. The next statement
    // fails, and whoever sends it deals with that.
    this.on('error', () => undefined);
    const send = super.query.bind(this) as Send;
    let corked = false;
    const prepared: Send = (what, values, ...rest) => {
      const { stream } = this.connection;
      // Statements that are sent together are written to the socket together.
      if (!corked) {
        corked = true;
        stream.cork();
        process.nextTick(() => {
          corked = false;
          stream.uncork();
        });
      }
      return typeof what === 'string' && Array.isArray(values) && values.length > 0
        ? send.call(this, { name: nameOf(what), text: what, values }, ...rest)
        : send.call(this, what, values, ...rest);
    };
    this.query = prepared as pg.Client['query'];
  }
}
