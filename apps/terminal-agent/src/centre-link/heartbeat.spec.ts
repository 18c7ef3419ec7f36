import { afterEach, describe, expect, it } from '@jest/globals';
import { Log } from '@medisettle/program';
import { NEVER } from 'rxjs';
import { Promised } from '../../stand-ins/promised.js';
import { Heartbeat } from './heartbeat.js';
import { type WireReply } from './link-socket.js';

const ALIVE: WireReply = { kind: 'answered', value: { centre: 'stand-in', division: '310000', at: '2026-11-01' } };

/** A link whose beats end as the test says, one after the other. */
class ScriptedLink {
  heard = 0;
  drops = 0;
  readonly lost = NEVER;
  private readonly asked: Promised<Promised<WireReply>>[] = [new Promised()];

  async request(): Promise<WireReply> {
    const reply = new Promised<WireReply>();
    this.asked.at(-1)?.resolve(reply);
    this.asked.push(new Promised());
    return reply.promise;
  }

  drop(): void {
    this.drops += 1;
  }

  /** Ends the beat that is under way and waits for the next one, so that the first one's consequences are there. */
  async beatEnds(reply: WireReply, meanwhile = 0): Promise<void> {
    const underWay = await this.asked.at(-2)?.promise;
    this.heard += meanwhile;
    const next = this.asked.at(-1)?.promise;
    underWay?.resolve(reply);
    await next;
  }
}

let heartbeat: Heartbeat;

function beating(): ScriptedLink {
  const link = new ScriptedLink();
  heartbeat = new Heartbeat(link, { terminal: 'T1', linkKey: 'k' }, 10, new Log('test', 'silent'));
  heartbeat.start();
  return link;
}

afterEach(() => heartbeat.stop());

describe('the heartbeat', () => {
  it('knows the centre by its answer, and its division', async () => {
    const link = beating();
    expect(heartbeat.current.reachable).toBe(false);
    await link.beatEnds(ALIVE);
    expect(heartbeat.current.reachable).toBe(true);
    expect(heartbeat.lastAnswer?.division).toBe('310000');
  });

  it('drops a connection over which nothing comes any more', async () => {
    const link = beating();
    await link.beatEnds(ALIVE);
    await link.beatEnds({ kind: 'no-answer' });
    expect([heartbeat.current.reachable, link.drops]).toEqual([false, 1]);
  });

  it('keeps the connection of a centre that is slow and still answers others', async () => {
    const link = beating();
    await link.beatEnds(ALIVE);
    await link.beatEnds({ kind: 'no-answer' }, 1);
    expect([heartbeat.current.reachable, link.drops]).toEqual([true, 0]);
  });

  it('takes a centre that answers with a fault for out of reach', async () => {
    const link = beating();
    await link.beatEnds({ kind: 'fault', error: { message: 'DOOR-KEY' } });
    expect([heartbeat.current.reachable, link.drops]).toEqual([false, 0]);
  });
});
