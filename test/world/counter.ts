import { type ProgramUnderTest } from './programs.js';

/** The counter's own interface: cards go in and out of the virtual readers. */
export interface Counter {
  insert(reader: string, card: string): Promise<void>;
  remove(reader: string): Promise<void>;
  /** What is on the reader; the status is 404 when nothing is. */
  card(reader: string): Promise<{ status: number; body: Record<string, unknown> }>;
}

/** An agent and the key that opens it. */
interface CounterDoor {
  readonly agent: Pick<ProgramUnderTest, 'url'>;
  readonly keys: { readonly his: string };
}

export function counterOf({ agent, keys }: CounterDoor): Counter {
  const ask = async (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${agent.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${keys.his}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const done = async (answer: Promise<Response>): Promise<void> => {
    const { status } = await answer;
    if (status !== 204) throw new Error(`the counter answered ${status}`);
  };
  return {
    insert: (reader, card) => done(ask('PUT', `/api/virtual-readers/${reader}/card`, { card })),
    remove: (reader) => done(ask('DELETE', `/api/virtual-readers/${reader}/card`)),
    card: async (reader) => {
      const answer = await ask('GET', `/api/readers/${reader}/card`);
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
  };
}
