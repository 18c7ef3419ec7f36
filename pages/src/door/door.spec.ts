import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { askDoor } from './door.js';

const answering = (answer: Promise<Response>) => jest.spyOn(globalThis, 'fetch').mockReturnValue(answer);

/** Withdraws something, of which a good answer says nothing. */
const withdraw = () => askDoor('/api/filings/1/2/cancel', 'key', {}, undefined, () => null);

describe('what the door says', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is read as whoever asks wants it', async () => {
    answering(Promise.resolve(new Response('')));
    expect(await withdraw()).toEqual({ outcome: 'answered', body: null });
  });

  it('is a refusal with its words, however a good answer would be read', async () => {
    const refusal = { code: 'FILING-GONE', message: '备案已撤销。' };
    answering(Promise.resolve(new Response(JSON.stringify(refusal), { status: 409 })));
    expect(await withdraw()).toEqual({ outcome: 'refused', status: 409, refusal });
  });

  it('is nothing where nobody answers, or where it is no answer of the program', async () => {
    answering(Promise.reject(new TypeError('nobody is there')));
    expect(await withdraw()).toEqual({ outcome: 'unreachable' });
    answering(Promise.resolve(new Response('<html>', { status: 502 })));
    expect(await withdraw()).toEqual({ outcome: 'unreachable' });
  });
});
