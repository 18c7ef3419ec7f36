import { expect, it } from '@jest/globals';
import { eventsIn } from './event-text.js';

it('events are taken whole, comments say nothing, and what has not ended yet waits', () => {
  expect(eventsIn(': alive\n\nevent: card-read\ndata: {"a":1}\n\nevent: half\nda')).toEqual({
    events: [{ type: 'card-read', data: '{"a":1}' }],
    rest: 'event: half\nda',
  });
});
