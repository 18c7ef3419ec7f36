import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { CardService } from '../../set-up/card-service.mjs';
import { startProvince, type TestProvince } from '../world/programs.js';
import { CardDesk, chipOf, describeWithCardService, FIRST, SECOND } from './card-desk.js';

const RESTARTS = 20;

describeWithCardService('the card service', () => {
  let service: CardService;
  let desk: CardDesk | undefined;

  beforeAll(async () => {
    service = await CardService.start({ readers: false });
  });
  afterEach(async () => {
    await Promise.all([service.remove(0), service.remove(1)]);
    await desk?.readers.close();
    desk = undefined;
  });
  afterAll(() => service.close());

  it('may be absent, come without readers, get some, lose and get them again', async () => {
    await service.killDaemon();
    desk = new CardDesk(service);
    expect(desk.readers.readers()).toEqual([]);
    await service.startDaemon({ readers: false });
    await desk.serviceSeen(1);
    expect(desk.readers.advice).toBeNull();
    expect(desk.readers.readers()).toEqual([]);

    for (const times of [1, 2]) {
      await service.killDaemon();
      await service.startDaemon();
      await Promise.all([desk.next('reader-added', FIRST), desk.next('reader-added', SECOND)]);
      await service.insert(0, chipOf('pupil-new'));
      expect(await desk.readNext()).toMatchObject({ cardNumber: 'T30000037' });

      await service.killDaemon();
      // Else it would lie in the reader when that is back, and the next card would pull it in the middle of its reading.
      await service.remove(0);
      expect(await desk.next('reader-faulty', SECOND)).toMatchObject({ reason: 'unavailable' });
      expect(desk.readers.advice).toContain('card service');
      await service.startDaemon({ readers: false });
      await desk.serviceSeen(1 + 2 * times);
      await desk.next('reader-removed', SECOND);
    }
  });

  it(`may be killed ${RESTARTS} times in the middle of reading, and the card is read each time it is back`, async () => {
    await service.killDaemon();
    await service.startDaemon();
    desk = new CardDesk(service);
    await service.insert(0, chipOf('pupil-new'));
    expect(await desk.readNext()).toMatchObject({ outcome: 'read' });
    for (let restart = 1; restart <= RESTARTS; restart += 1) {
      let killed: Promise<void> | undefined;
      const reading = desk.read(FIRST, undefined, 1 + (restart % 14), () => {
        killed = service.killDaemon();
      });
      const ending = reading.then(
        ({ outcome }) => outcome,
        () => 'interrupted',
      );
      expect(await ending).toBe('interrupted');
      await killed;
      await service.startDaemon();
      expect(await desk.readStaying()).toMatchObject({ outcome: 'read', cardNumber: 'T30000037' });
    }
  });
});

describeWithCardService('an agent at real readers', () => {
  let service: CardService;
  let province: TestProvince;

  beforeAll(async () => {
    service = await CardService.start();
    province = await startProvince('shanghai', { cardService: service.environment });
  });
  afterAll(async () => {
    await province.close();
    await service.close();
  });

  const ask = (path: string): Promise<Response> =>
    fetch(`${province.agent.url}/api/readers${path}`, { headers: { authorization: `Bearer ${province.keys.his}` } });
  const cardOn = async (reader: string): Promise<Record<string, unknown>> => {
    const answer = await ask(`/${encodeURIComponent(reader)}/card`);
    return (await answer.json()) as Record<string, unknown>;
  };
  /** Asks until the card is read and judged: the service looks for cards each 400 ms. */
  const read = async (reader: string): Promise<Record<string, unknown>> => {
    for (;;) {
      const card = await cardOn(reader);
      if ('verdict' in card) return card;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('judges an old and a new card side by side, and goes on after the card service was killed', async () => {
    await Promise.all([service.insert(0, chipOf('employee-old')), service.insert(1, chipOf('retiree-new'))]);
    const [old, recent] = await Promise.all([read(FIRST), read(SECOND)]);
    expect(old).toMatchObject({ generation: 'shanghai-legacy', verdict: { outcome: 'usable' } });
    expect(recent).toMatchObject({ generation: 'national-3', verdict: { outcome: 'usable' } });
    expect(await (await ask('')).json()).toContainEqual(
      expect.objectContaining({ name: FIRST, kind: 'pcsc', state: 'ready' }),
    );

    await service.killDaemon();
    await service.insert(0, chipOf('unlucky-lost'));
    await service.startDaemon();
    expect(await read(FIRST)).toMatchObject({ verdict: { outcome: 'refused' } });
  });
});
