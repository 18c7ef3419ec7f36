import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { hearEvents } from './events.js';

/** What the program answers, one after the other; then nobody is there. */
const answering = (...answers: readonly Response[]): void => {
  const left = [...answers];
  jest.spyOn(globalThis, 'fetch').mockImplementation(() => {
    const next = left.shift();
    return next ? Promise.resolve(next) : Promise.reject(new TypeError('nobody is there'));
  });
};

describe('a stream of events', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is opened again after it broke off, until nobody wants to hear it', async () => {
    answering(new Response('event: tick\ndata: 1\n\n'), new Response('event: tick\ndata: 2\n\n'));
    const [heard, end] = [[] as unknown[], new AbortController()];
    const said = await hearEvents(
      '/events',
      'key',
      {
        opened: () => heard.push('opened'),
        event: (type, data) => {
          heard.push([type, data]);
          if (data === 2) end.abort();
        },
        lost: () => heard.push('lost'),
      },
      end.signal,
    );
    expect(said).toBe('ended');
    expect(heard).toEqual(['opened', ['tick', 1], 'lost', 'opened', ['tick', 2]]);
  });

  it('is not asked for again with a key that is not good any more', async () => {
    answering(new Response('event: tick\ndata: 1\n\n'), new Response('', { status: 401 }));
    const listener = { opened: jest.fn(), event: jest.fn(), lost: jest.fn() };
    expect(await hearEvents('/events', 'key', listener, new AbortController().signal)).toBe('wrong-key');
    expect(globalThis.fetch).toHaveBeenCalledTimes(2);
    expect(listener.lost).toHaveBeenCalledTimes(1);
  });
});
