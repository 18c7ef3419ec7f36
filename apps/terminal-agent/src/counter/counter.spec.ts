import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualCard } from '@medisettle/card';
import { refusal, USABLE, verdictOf, type VerdictAnswer, type WatchedCard } from '@medisettle/national';
import { Log } from '@medisettle/program';
import { type ReaderEvent } from '@medisettle/readers';
import { join } from 'node:path';
import { filter, firstValueFrom, Subject } from 'rxjs';
import { HeldReaders } from '../../stand-ins/held-readers.js';
import { Promised } from '../../stand-ins/promised.js';
import { type LinkReply } from '../centre-link/centre-link.js';
import { CardJudge } from './card-judge.js';
import { CardsForMessages } from './cards-for-messages.js';
import { Counter, type CounterEvent } from './counter.js';
import { type ReaderView } from './counter-reader.js';
import { DemoCards } from './demo-cards.js';

const cards = DemoCards.fromFile(join(import.meta.dirname, '../../../../demo/world.json'));
const silent = new Log('test', 'silent');
const MUTE_CARD = new VirtualCard({
  generation: 'shanghai-legacy',
  cardNumber: 'T10000013',
  atr: '3B6900005348414C4547410A00',
  faults: { mute: true },
});
const usable: LinkReply<VerdictAnswer> = { outcome: 'answered', answer: { verdict: USABLE, holder: null } };
const refused: LinkReply<VerdictAnswer> = {
  outcome: 'answered',
  answer: { verdict: verdictOf(refusal('CARD-VOID', { date: '2026-11-01' })), holder: null },
};

let readers: HeldReaders;
let beats: Subject<void>;
let verdicts: Map<string, LinkReply<VerdictAnswer> | Promise<LinkReply<VerdictAnswer>>>;
let asked: string[];
let changes: Subject<string>;
let watched: (readonly WatchedCard[])[];
let judge: CardJudge;
let counter: Counter;
let told: CounterEvent[];

function card(name: string): VirtualCard {
  const made = cards.make(name);
  if (!made) throw new Error(`no such demo card: ${name}`);
  return made;
}

/** The next event of this type; to be asked for before what makes it happen. */
const next = (type: CounterEvent['type']): Promise<ReaderView> =>
  firstValueFrom(counter.events.pipe(filter((event) => event.type === type))).then(({ reader }) => reader);

async function lay(reader: string, name: string): Promise<ReaderView> {
  const read = next('card-read');
  readers.insert(reader, card(name));
  return read;
}

const viewOf = (reader: string): ReaderView | undefined => counter.find(reader)?.view;
const types = (): string[] => told.map(({ type }) => type);

beforeEach(() => {
  readers = new HeldReaders(['left', 'right']);
  beats = new Subject();
  verdicts = new Map();
  asked = [];
  changes = new Subject();
  watched = [];
  judge = new CardJudge({
    verdict: async ({ cardNumber }) => {
      asked.push(cardNumber);
      return (await verdicts.get(cardNumber)) ?? usable;
    },
  });
  counter = new Counter(
    [readers],
    judge,
    beats,
    { watch: (cards) => void watched.push(cards), numbers: changes },
    silent,
  );
  told = [];
  counter.events.subscribe((event) => told.push(event));
  counter.open();
});

afterEach(() => counter.close());

describe('the readers of a counter', () => {
  it('are told of from the start', () => {
    expect(types()).toEqual(['reader-added', 'reader-added']);
    expect(viewOf('left')).toEqual({ name: 'left', kind: 'virtual', state: 'empty', card: null });
  });

  it('do not wait for each other', async () => {
    readers.hold('left');
    readers.insert('left', card('pupil-new'));
    expect((await lay('right', 'retiree-new')).state).toBe('ready');
    expect(viewOf('left')?.state).toBe('reading');
    const read = next('card-read');
    readers.release('left');
    expect(await read).toMatchObject({ name: 'left', state: 'ready', card: { cardNumber: 'T30000037' } });
  });
});

describe('a card that is pulled while it is being read', () => {
  it('leaves an empty reader, and whoever waits for it is told', async () => {
    readers.hold('left');
    readers.insert('left', card('pupil-new'));
    const waiting = counter.find('left')?.card();
    readers.remove('left');
    await expect(waiting).rejects.toMatchObject({ refusal: { code: 'CARD-REMOVED' }, statusCode: 404 });
    expect(viewOf('left')).toMatchObject({ state: 'empty', card: null });
    expect(types().slice(2)).toEqual(['card-inserted', 'card-removed']);
  });

  it('is never mistaken for the card that follows', async () => {
    const late = new Promised<LinkReply<VerdictAnswer>>();
    verdicts.set('T30000037', late.promise);
    readers.insert('left', card('pupil-new'));
    expect(await lay('left', 'retiree-new')).toMatchObject({ card: { cardNumber: 'T30000029' } });
    late.resolve(refused);
    // One turn of the event loop: whatever the late verdict set going has run by then.
    await new Promise(setImmediate);
    expect(viewOf('left')).toMatchObject({ card: { cardNumber: 'T30000029', verdict: { outcome: 'usable' } } });
  });
});

describe('a card that does not answer', () => {
  it('holds the reader until it is pulled, and the next card is read as ever', async () => {
    const faulty = next('reader-faulty');
    readers.insert('left', MUTE_CARD);
    expect(await faulty).toMatchObject({ name: 'left', state: 'wedged', card: null });
    await expect(counter.find('left')?.card()).rejects.toMatchObject({ refusal: { code: 'CARD-MUTE' } });
    expect(types().filter((type) => type === 'reader-faulty')).toHaveLength(1);
    readers.remove('left');
    expect(viewOf('left')?.state).toBe('empty');
    expect((await lay('left', 'pupil-new')).state).toBe('ready');
  });
});

describe('a verdict', () => {
  it('that the centre could not give is asked for again at its next sign of life', async () => {
    verdicts.set('T30000037', { outcome: 'unreachable' });
    expect((await lay('left', 'pupil-new')).card?.verdict).toMatchObject({
      outcome: 'unknown',
      code: 'UNKNOWN-CARD-CENTRE-UNREACHABLE',
    });
    verdicts.delete('T30000037');
    const again = next('card-read');
    beats.next();
    expect((await again).card?.verdict.outcome).toBe('usable');
    beats.next();
    expect(asked).toEqual(['T30000037', 'T30000037']);
  });
});

describe('a card whose verdict the centre says has changed', () => {
  it('is judged again without being touched, and the centre is told what is shown since', async () => {
    await lay('left', 'pupil-new');
    await lay('right', 'retiree-new');
    verdicts.set('T30000037', refused);
    const again = next('card-read');
    changes.next('T30000037');
    expect(await again).toMatchObject({ name: 'left', card: { verdict: { outcome: 'refused', code: 'CARD-VOID' } } });
    expect(asked).toEqual(['T30000037', 'T30000029', 'T30000037']);
    expect(watched.at(-1)).toMatchObject([
      { cardNumber: 'T30000037', code: 'CARD-VOID' },
      { cardNumber: 'T30000029', code: 'CARD-USABLE' },
    ]);
    readers.remove('left');
    expect(watched.at(-1)).toHaveLength(1);
  });

  it('is asked for once more when the change comes while an answer is under way', async () => {
    await lay('left', 'pupil-new');
    const early = new Promised<LinkReply<VerdictAnswer>>();
    verdicts.set('T30000037', early.promise);
    changes.next('T30000037');
    await new Promise(setImmediate);
    changes.next('T30000037');
    const again = next('card-read');
    verdicts.set('T30000037', refused);
    early.resolve(usable);
    expect((await again).card?.verdict.code).toBe('CARD-VOID');
  });
});

describe('a reader that its driver loses', () => {
  it('is faulty without a card, until the driver has it again', async () => {
    const events = new Subject<ReaderEvent>();
    const lost = new Counter(
      [
        {
          kind: 'pcsc',
          events,
          readers: () => [],
          withCard: () => new Promise(() => undefined),
          close: async () => {},
        },
      ],
      judge,
      beats,
      { watch: () => undefined, numbers: changes },
      silent,
    );
    lost.open();
    events.next({ type: 'card-inserted', reader: 'usb', card: { insertion: '1', atr: new Uint8Array() } });
    events.next({ type: 'reader-faulty', reader: 'usb', reason: 'unavailable' });
    expect(lost.find('usb')?.view).toEqual({ name: 'usb', kind: 'pcsc', state: 'faulty', card: null });
    await expect(lost.find('usb')?.card()).rejects.toMatchObject({ refusal: { code: 'READER-FAULTY' } });
    events.next({ type: 'reader-added', reader: 'usb' });
    expect(lost.find('usb')?.view.state).toBe('empty');
    events.next({ type: 'reader-removed', reader: 'usb' });
    expect(lost.all()).toEqual([]);
    await lost.close();
  });
});

describe('the bank account of a card', () => {
  it('is asked of the card that is there, and of no other', async () => {
    await expect(counter.find('left')?.bankCard()).rejects.toMatchObject({ refusal: { code: 'READER-EMPTY' } });
    await lay('left', 'pupil-new');
    readers.hold('left');
    const asked = counter.find('left')?.bankCard();
    readers.insert('left', card('retiree-new'));
    readers.release('left');
    await expect(asked).rejects.toMatchObject({ refusal: { code: 'CARD-REMOVED' }, statusCode: 404 });
  });
});

describe('a locked card', () => {
  it('shows the registry’s holder and says why, as long as the counter has no key service', async () => {
    const holder = { name: '冯守护', citizenNumber: '310199197911300883', gender: '2', birthDate: '1979-11-30' };
    const answer = { verdict: USABLE, holder: { ...holder, personNumber: '1' } };
    verdicts.set('T30000088', { outcome: 'answered', answer });
    expect((await lay('left', 'locked-3')).card).toMatchObject({
      holder,
      holderAccess: 'needs-authentication',
      notice: { code: 'HOLDER-NEEDS-AUTHENTICATION', zh: expect.stringMatching(/未配置密钥服务/) },
      verdict: { outcome: 'usable' },
    });
    expect((await lay('right', 'pupil-new')).card).toMatchObject({ holderAccess: 'read', notice: null });
    expect((await lay('right', 'bank-only')).card).toMatchObject({ holderAccess: null, notice: null });
  });
});

describe('the card for a message', () => {
  const cardFor = (device: string | null): Promise<unknown> => new CardsForMessages(counter, judge).cardFor(device);
  const number = (cardNumber: string): unknown => ({ card: expect.objectContaining({ cardNumber }) });
  const missing = (code: string): unknown => ({ missing: expect.objectContaining({ code }) });

  it('is the one on the reader that the message names', async () => {
    await lay('left', 'pupil-new');
    await lay('right', 'retiree-new');
    expect(await cardFor('right')).toEqual(number('T30000029'));
    expect(await cardFor('nowhere')).toEqual(missing('READER-UNKNOWN'));
  });

  it.each([null, '', 'null', '0', '1'])('is the only one when dev_no is %j', async (device) => {
    expect(await cardFor(device)).toEqual(missing('READER-EMPTY'));
    await lay('right', 'retiree-new');
    expect(await cardFor(device)).toEqual({
      card: {
        cardNumber: 'T30000029',
        cardIdentifier: '310000D1560000050C0000025A5A5A5A',
        citizenNumber: '310199195705200225',
        name: '陆退休',
        generation: 'national-3',
      },
    });
  });

  it('must be named where two may be used', async () => {
    await lay('left', 'pupil-new');
    await lay('right', 'retiree-new');
    expect(await cardFor(null)).toEqual(missing('READER-SEVERAL-CARDS'));
  });

  it('is the usable one of two, by the verdict of this moment', async () => {
    await lay('left', 'pupil-new');
    await lay('right', 'retiree-new');
    verdicts.set('T30000037', refused);
    expect(await cardFor(null)).toEqual(number('T30000029'));
  });

  it('is the first of several that are all refused, so that the centre says why', async () => {
    await lay('left', 'pupil-new');
    await lay('right', 'retiree-new');
    verdicts.set('T30000037', refused);
    verdicts.set('T30000029', refused);
    expect(await cardFor(null)).toEqual(number('T30000037'));
  });

  it('is sent though it is refused, when it is the only one or the one that is named', async () => {
    verdicts.set('T30000037', refused);
    await lay('left', 'pupil-new');
    expect(await cardFor(null)).toEqual(number('T30000037'));
    await lay('right', 'retiree-new');
    expect(await cardFor('left')).toEqual(number('T30000037'));
  });

  it.each([
    ['bank-only', 'CARD-NOT-SOCIAL-SECURITY'],
    ['broken', 'CARD-UNREADABLE'],
  ])('is missing with a reason of its own when it is none (%s)', async (name, code) => {
    await lay('left', name);
    expect(await cardFor(null)).toEqual(missing(code));
    expect(await cardFor('left')).toEqual(missing(code));
    await lay('right', 'retiree-new');
    expect(await cardFor(null)).toEqual(number('T30000029'));
  });

  it('is waited for while it is being read', async () => {
    readers.hold('left');
    readers.insert('left', card('pupil-new'));
    const found = cardFor('left');
    readers.release('left');
    expect(await found).toEqual(number('T30000037'));
  });

  it('leaves out what an old card or a locked one does not tell', async () => {
    await lay('left', 'employee-old');
    expect(await cardFor('left')).toEqual({
      card: { cardNumber: 'T10000013', cardIdentifier: '', citizenNumber: '', name: '', generation: 'shanghai-legacy' },
    });
    await lay('right', 'locked-3');
    expect(await cardFor('right')).toMatchObject({ card: { cardNumber: 'T30000088', citizenNumber: '', name: '' } });
  });
});
