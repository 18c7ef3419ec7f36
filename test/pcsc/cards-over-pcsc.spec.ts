import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { connectVirtualCard, readCard, VirtualCard, virtualCardProfileSchema } from '@medisettle/card';
import { CardService } from '../../set-up/card-service.mjs';
import { CardDesk, chipOf, DEMO_CARDS, describeWithCardService, FIRST, SECOND } from './card-desk.js';

const REMOVED = { name: 'CardFault', kind: 'removed' };
const MUTE = { outcome: 'interrupted', fault: 'mute' };
const SLOTS = [
  [0, FIRST],
  [1, SECOND],
] as const;

describeWithCardService('cards over real PC/SC', () => {
  let service: CardService;
  let desk: CardDesk;

  beforeAll(async () => {
    service = await CardService.start();
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    desk = new CardDesk(service, 1_000);
    await Promise.all([desk.next('reader-added', FIRST), desk.next('reader-added', SECOND)]);
  });
  afterEach(async () => {
    await Promise.all([service.remove(0), service.remove(1)]);
    // The next test begins with empty readers.
    await Promise.all([desk.emptied(FIRST), desk.emptied(SECOND)]);
    await desk.readers.close();
  });

  it('give the same reading as in process, each demo card in either reader', async () => {
    const readAll = async (slot: 0 | 1, reader: string): Promise<void> => {
      for (const key of DEMO_CARDS.filter((_key, index) => index % 2 === slot)) {
        await service.insert(slot, chipOf(key));
        const expected = await readCard(
          connectVirtualCard(new VirtualCard(virtualCardProfileSchema.parse(chipOf(key)))),
        );
        expect(await desk.readNext(reader)).toEqual(expected);
        await service.remove(slot);
        await desk.next('card-removed', reader);
        await desk.emptied(reader);
      }
    };
    await Promise.all(SLOTS.map(([slot, reader]) => readAll(slot, reader)));
  });

  it('can be pulled at any command: nothing is read, and the next card works', async () => {
    await service.insert(0, chipOf('employee-new'));
    expect(await desk.readNext()).toMatchObject({ outcome: 'read' });
    const commands = await service.remove(0);
    expect(commands).toBeGreaterThan(10);
    await desk.next('card-removed');
    await desk.emptied();

    const pullAt = async (slot: 0 | 1, reader: string): Promise<void> => {
      for (let n = 1 + slot; n <= commands; n += 2) {
        await service.insert(slot, chipOf('employee-new', { faults: { removedAt: n } }));
        await expect(desk.readNext(reader)).rejects.toMatchObject(REMOVED);
        await desk.next('card-removed', reader);
        await desk.emptied(reader);
      }
      await service.insert(slot, chipOf('pupil-new'));
      expect(await desk.readNext(reader)).toMatchObject({ outcome: 'read', cardNumber: 'T30000037' });
    };
    await Promise.all(SLOTS.map(([slot, reader]) => pullAt(slot, reader)));
  });

  it('wedge their reader when they are mute, never delay the neighbour, and are forgotten when pulled', async () => {
    await service.insert(0, chipOf('employee-new', { faults: { mute: true } }));
    const mute = desk.readNext(FIRST);
    await service.insert(1, chipOf('visitor-new'));
    // Read to the end while the other one is stuck: no deadline of this reading depends on the neighbour.
    expect(await desk.readNext(SECOND)).toMatchObject({ outcome: 'read', cardNumber: 'A20000051' });
    expect(await mute).toEqual(MUTE);
    expect(await desk.next('reader-faulty')).toMatchObject({ reason: 'wedged' });
    await expect(desk.readers.withCard(FIRST, readCard)).rejects.toMatchObject({ kind: 'mute' });

    await service.remove(0);
    await desk.next('card-removed');
    await desk.emptied();
    await service.insert(0, chipOf('pupil-new'));
    expect(await desk.readNext()).toMatchObject({ cardNumber: 'T30000037' });
  });

  it('that die in the reader with an answer without status count as mute until they are pulled', async () => {
    await service.insert(0, chipOf('employee-new'), { shortAnswerAt: 6 });
    expect(await desk.readNext()).toEqual(MUTE);
    expect(await desk.next('reader-faulty')).toMatchObject({ reason: 'wedged' });
    await service.remove(0);
    await desk.next('card-removed');
    await desk.emptied();
    await service.insert(0, chipOf('pupil-new'));
    expect(await desk.readNext()).toMatchObject({ cardNumber: 'T30000037' });
  });

  it('that are swapped between two looks of the service are two insertions', async () => {
    await service.insert(0, chipOf('pupil-new'));
    const { card: first } = await desk.next('card-inserted');
    // vpcd sees a swap only when nobody speaks with the card meanwhile.
    await desk.readers.withCard(FIRST, readCard, first.insertion);
    await service.poweredDown(0);
    await service.insert(0, chipOf('pupil-new'));
    expect(await desk.next('card-removed')).toMatchObject({ insertion: first.insertion });
    const { card: second } = await desk.next('card-inserted');
    expect(second.insertion).not.toBe(first.insertion);
    await expect(desk.readers.withCard(FIRST, readCard, first.insertion)).rejects.toMatchObject(REMOVED);
    expect(await desk.readers.withCard(FIRST, readCard, second.insertion)).toMatchObject({ outcome: 'read' });
  });

  it('that another program holds are told, and read as soon as it lets go', async () => {
    const other = new CardDesk(service);
    await service.insert(0, chipOf('pupil-new'));
    const { card } = await other.next('card-inserted');
    let letGo = (): void => undefined;
    const held = new Promise<void>((taken) => {
      void other.readers.withCard(
        FIRST,
        () => (taken(), new Promise<void>((resolve) => (letGo = resolve))),
        card.insertion,
      );
    });
    await held;
    await expect(desk.readNext()).rejects.toMatchObject({ name: 'CardFault', kind: 'reader' });
    expect(await desk.next('reader-faulty')).toMatchObject({ reason: 'in-use' });
    letGo();
    expect(await desk.readNext()).toMatchObject({ cardNumber: 'T30000037' });
    await other.readers.close();
  });

  it('are read again after the process at their reader was killed in the middle', async () => {
    await service.insert(0, chipOf('pupil-new'));
    const reading = await desk.readNext(FIRST, 7, () => desk.child('card', FIRST).kill('SIGKILL'));
    expect(reading).toEqual({ outcome: 'interrupted', fault: 'reader' });
    expect(await desk.next('reader-faulty')).toMatchObject({ reason: 'unavailable' });
    expect(await desk.readNext()).toMatchObject({ cardNumber: 'T30000037' });
  });

  it('are read again after the watching process was killed', async () => {
    await service.insert(1, chipOf('pupil-new'));
    expect(await desk.readNext(SECOND)).toMatchObject({ cardNumber: 'T30000037' });
    desk.child('watch').kill('SIGKILL');
    expect(await desk.next('reader-faulty', SECOND)).toMatchObject({ reason: 'unavailable' });
    expect(await desk.readNext(SECOND)).toMatchObject({ cardNumber: 'T30000037' });
  });
});
