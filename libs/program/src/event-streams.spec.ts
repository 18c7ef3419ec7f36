import { describe, expect, it } from '@jest/globals';
import { createServer, get, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Subject } from 'rxjs';
import { EventStreams, type StreamedEvent } from './event-streams.js';

const event: StreamedEvent = { type: 'reader-added', data: 'x'.repeat(1_000) };

describe('the event streams', () => {
  it('let a listener go that does not read, before it fills the memory', async () => {
    const events = new Subject<StreamedEvent>();
    const streams = new EventStreams(events);
    streams.open();
    let answer: ServerResponse | undefined;
    const server = createServer((_, response) => {
      answer = response;
      streams.add(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const request = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
    const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
    response.pause();
    response.on('error', () => undefined);
    for (let count = 0; count < 1_000 && !answer?.destroyed; count += 1) events.next(event);
    expect(answer?.destroyed).toBe(true);
    streams.close();
    server.close();
  });
});
