import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RpcException } from '@nestjs/microservices';
import { type WatchedCard } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { filter, firstValueFrom } from 'rxjs';
import { Promised } from '../../stand-ins/promised.js';
import { SilentRelay } from '../../stand-ins/silent-relay.js';
import { StandInCentre } from '../../stand-ins/stand-in-centre.js';
import { CentreLink, type LinkSettings } from './centre-link.js';

const LONG_MS = 60_000;
const SHORT_MS = 300;
const silent = new Log('test', 'silent');

let centre: StandInCentre;
const links: CentreLink[] = [];

function linkTo(port: number, settings: Partial<LinkSettings> = {}): CentreLink {
  const link = new CentreLink(
    {
      address: { host: '127.0.0.1', port },
      caller: { terminal: 'T1', linkKey: 'link-key-of-the-test' },
      deadlineMs: LONG_MS,
      heartbeatMs: 20,
      ...settings,
    },
    silent,
  );
  links.push(link);
  return link;
}

const becomes = (link: CentreLink, reachable: boolean): Promise<unknown> =>
  firstValueFrom(link.heartbeat.state.pipe(filter((state) => state.reachable === reachable)));

beforeEach(async () => {
  centre = new StandInCentre();
  await centre.start();
});

afterEach(async () => {
  for (const link of links.splice(0)) link.close();
  await centre.stop();
});

describe('a message to the centre', () => {
  it('gets the exact text of the answer and carries terminal and key', async () => {
    const text = '{"infcode":0,"a":12.50,"名":"甲\\u0001"}';
    centre.script.message = () => ({ text });
    const link = linkTo(centre.port);
    expect(await link.message({ text: '{}', path: 'x/y' })).toEqual({ outcome: 'answered', answer: { text } });
    expect(centre.messages).toEqual([{ text: '{}', path: 'x/y', terminal: 'T1', linkKey: 'link-key-of-the-test' }]);
  });

  it('of a MiB arrives and comes back whole', async () => {
    const text = JSON.stringify({ input: '"'.repeat(500_000) });
    expect(await linkTo(centre.port).message({ text })).toEqual({ outcome: 'answered', answer: { text } });
  });

  it('was not sent when nobody listens', async () => {
    await centre.stop();
    expect(await linkTo(centre.port).message({ text: '{}' })).toEqual({ outcome: 'unreachable' });
  });

  it('was not sent when the centre has no name', async () => {
    const link = linkTo(centre.port, { address: { host: 'no-such-host.invalid', port: 1 } });
    expect(await link.message({ text: '{}' })).toEqual({ outcome: 'unreachable' });
  });

  it('has no known outcome when the connection closes before the answer', async () => {
    const arrived = new Promised<void>();
    centre.script.message = () => {
      arrived.resolve();
      return new Promise(() => undefined);
    };
    const reply = linkTo(centre.port).message({ text: '{}' });
    await arrived.promise;
    await centre.stop();
    expect(await reply).toEqual({ outcome: 'no-answer' });
  });

  it('has no known outcome after its deadline, and a late answer does the next message no harm', async () => {
    const late = new Promised<{ text: string }>();
    centre.script.message = ({ text }) => (text === 'slow' ? late.promise : { text });
    const link = linkTo(centre.port, { deadlineMs: SHORT_MS });
    expect(await link.message({ text: 'slow' })).toEqual({ outcome: 'no-answer' });
    const next = link.message({ text: 'next' });
    late.resolve({ text: 'late answer' });
    expect(await next).toEqual({ outcome: 'answered', answer: { text: 'next' } });
    expect(await link.message({ text: 'third' })).toEqual({ outcome: 'answered', answer: { text: 'third' } });
    expect(link.inFlight).toBe(0);
  });

  it('that was told "not sent" is never sent later', async () => {
    await centre.stop();
    const link = linkTo(centre.port);
    link.open();
    expect(await link.message({ text: 'lost' })).toEqual({ outcome: 'unreachable' });
    await centre.start();
    await becomes(link, true);
    await link.message({ text: 'after' });
    expect(centre.messages.map(({ text }) => text)).toEqual(['after']);
  });

  it('is turned away at once when too many wait already', async () => {
    const answer = new Promised<{ text: string }>();
    centre.script.message = () => answer.promise;
    const link = linkTo(centre.port, { inFlightMax: 2 });
    const waiting = [link.message({ text: '1' }), link.message({ text: '2' })];
    expect(await link.message({ text: '3' })).toEqual({ outcome: 'busy' });
    answer.resolve({ text: 'done' });
    await Promise.all(waiting);
    expect(await link.message({ text: '4' })).toEqual({ outcome: 'answered', answer: { text: 'done' } });
  });

  it('meets a fault when the centre fails or answers something else', async () => {
    const link = linkTo(centre.port);
    centre.script.message = () => {
      throw new Error('defect');
    };
    expect(await link.message({ text: '{}' })).toEqual({ outcome: 'fault' });
    centre.script.message = () => ({ txt: '' }) as never;
    expect(await link.message({ text: '{}' })).toEqual({ outcome: 'fault' });
  });
});

describe('the connection', () => {
  it('is of no use with a wrong key, and messages are known not to be sent on', async () => {
    centre.script.message = () => {
      throw new RpcException('DOOR-KEY');
    };
    expect(await linkTo(centre.port).message({ text: '{}' })).toEqual({ outcome: 'unreachable' });
  });

  it('comes back by itself when the centre does', async () => {
    const link = linkTo(centre.port);
    link.open();
    await becomes(link, true);
    await centre.stop();
    await becomes(link, false);
    await centre.start();
    await becomes(link, true);
    expect(await link.message({ text: 'a' })).toEqual({ outcome: 'answered', answer: { text: 'a' } });
  });

  it('is made anew when its other end is gone without a word', async () => {
    const relay = new SilentRelay(centre.port);
    const link = linkTo(await relay.start(), { heartbeatMs: 100 });
    link.open();
    await becomes(link, true);
    relay.goSilent();
    // No answer to this one, nor an end of the connection: only the heartbeat can tell.
    expect(await link.message({ text: 'into the void' })).toEqual({ outcome: 'no-answer' });
    await becomes(link, true);
    expect(await link.message({ text: 'b' })).toEqual({ outcome: 'answered', answer: { text: 'b' } });
    expect(relay.made).toBe(2);
    link.close();
    await relay.stop();
  });

  it('serves no request once it is closed', async () => {
    const link = linkTo(centre.port);
    link.open();
    await becomes(link, true);
    link.close();
    expect(await link.message({ text: '{}' })).toEqual({ outcome: 'unreachable' });
  });
});

describe('what the centre tells unasked', () => {
  const card = (cardNumber: string, code = 'CARD-USABLE'): WatchedCard => ({ cardNumber, cardIdentifier: '', code });
  const watchesBecome = async (count: number): Promise<void> => {
    while (centre.watches.length < count) await new Promise((resume) => setTimeout(resume, 5));
  };

  it('comes for the cards on the readers, whatever lies there by then', async () => {
    const link = linkTo(centre.port);
    link.open();
    await becomes(link, true);
    link.changes.watch([card('T1')]);
    await watchesBecome(1);
    const first = firstValueFrom(link.changes.numbers);
    centre.changes.next({ cardNumbers: ['T1'] });
    expect(await first).toBe('T1');
    link.changes.watch([card('T1', 'CARD-SUSPENDED'), card('T2')]);
    // The same again is no news.
    link.changes.watch([card('T1', 'CARD-SUSPENDED'), card('T2')]);
    await watchesBecome(2);
    const told: string[] = [];
    link.changes.numbers.subscribe((number) => told.push(number));
    const second = firstValueFrom(link.changes.numbers.pipe(filter((number) => number === 'T2')));
    centre.changes.next({ cardNumbers: ['T2'] });
    await second;
    expect(told).toEqual(['T2']);
    expect(centre.watches.at(-1)).toMatchObject({ terminal: 'T1', cards: [{ code: 'CARD-SUSPENDED' }, {}] });
  });

  it('is asked for again after the connection was lost', async () => {
    const link = linkTo(centre.port);
    link.open();
    await becomes(link, true);
    link.changes.watch([card('T1')]);
    await watchesBecome(1);
    await centre.stop();
    await becomes(link, false);
    await centre.start();
    await watchesBecome(2);
    const told = firstValueFrom(link.changes.numbers);
    centre.changes.next({ cardNumbers: ['T1'] });
    expect(await told).toBe('T1');
  });
});
