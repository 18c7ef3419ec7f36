import { randomUUID } from 'node:crypto';
import { type TestProvince } from './programs.js';

/** The answer to an upload of events. */
export interface Report {
  readonly counts: Readonly<
    Record<'received' | 'applied' | 'unchanged' | 'waiting' | 'duplicate' | 'rejected', number>
  >;
  readonly rejected: readonly { line: number; eventId: string | null; code: string; message: string }[];
}

/** An event as the issuing side writes it. */
export type IssuerEvent = { readonly type: string; readonly cardNumber: string } & Readonly<Record<string, unknown>>;

/** The issuing side: it tells the centre what happens to cards. */
export class Issuer {
  constructor(private readonly province: TestProvince) {}

  /** An event with a number and a time of its own, unless it brings them. */
  event(event: IssuerEvent): IssuerEvent {
    return { eventId: randomUUID(), at: new Date().toISOString(), ...event };
  }

  tell(...events: readonly IssuerEvent[]): Promise<Report> {
    return this.upload(JSON.stringify({ events: events.map((event) => this.event(event)) }), 'application/json');
  }

  async upload(body: string, type: string, query = '', path = 'card-events'): Promise<Report> {
    const answer = await this.ask('POST', `${path}${query}`, { body, headers: { 'content-type': type } });
    if (answer.status !== 200) throw new Error(`the centre answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Report;
  }

  async card(cardNumber: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await this.ask('GET', `cards/${cardNumber}`);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  async ask(method: string, path: string, more: { body?: string; headers?: object } = {}): Promise<Response> {
    return fetch(`${this.province.centre.url}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.province.keys.operator}`, ...more.headers },
      ...(more.body === undefined ? {} : { body: more.body }),
    });
  }
}
