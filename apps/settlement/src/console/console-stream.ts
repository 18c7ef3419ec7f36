import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EventStreams, httpRefusal, type StreamedEvent } from '@medisettle/program';
import { type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Subject } from 'rxjs';
import { MessageDesk } from '../messages/message-desk.js';
import { SettlementWriter } from '../settlements/writer/settlement-writer.js';
import { type EndedMessage, Traffic } from '../traffic/traffic.js';
import { type ConsoleHistory, type ConsoleTick, type MessageView, type NowView } from './console-terms.js';
import { Standings } from './standings.js';

const TICK_MS = 1_000;
const LATEST = 12;
const REFUSALS = 12;

export const messageView = ({ at, ...message }: EndedMessage): MessageView => ({
  ...message,
  at: new Date(at).toISOString(),
});

/**
 * What the console hears: one event a second, however much is settled, made of this program's counts and of what is read
 * from the database now and then. Nothing is read and nothing is made while nobody looks.
 */
@Injectable()
export class ConsoleStream implements OnApplicationShutdown {
  private readonly events = new Subject<StreamedEvent>();
  private readonly streams = new EventStreams(this.events);
  private timer: NodeJS.Timeout | undefined;
  private news = false;

  constructor(
    private readonly traffic: Traffic,
    private readonly desk: MessageDesk,
    private readonly writer: SettlementWriter,
    private readonly standings: Standings,
  ) {
    this.streams.open();
  }

  /** Turns an answer into a stream. Refuses DOOR-RATE when too many look already. */
  async listen(take: () => ServerResponse): Promise<void> {
    if (!this.streams.hasRoom) throw httpRefusal('DOOR-RATE');
    // Whoever is first gets what stands, but not later than the rest: a database that hangs must not hide the traffic.
    await Promise.race([this.standings.refresh(), pause(TICK_MS)]);
    const at = Date.now();
    const first: ConsoleHistory = {
      seconds: this.traffic.history(at),
      now: this.now(at),
      standings: this.standings.found,
    };
    this.streams.add(take(), { type: 'history', data: first });
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.streams.close();
  }

  private tick(): void {
    if (this.streams.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    const at = Date.now();
    const [second] = this.traffic.history(at, 1);
    if (!second) return;
    const tick: ConsoleTick = { second, now: this.now(at), standings: this.news ? this.standings.found : null };
    this.news = false;
    this.events.next({ type: 'tick', data: tick });
    // A slow database delays what stands, never the ticks.
    void this.standings.refresh().then((anew) => (this.news ||= anew));
  }

  private now(at: number): NowView {
    const { counts, refused } = this.traffic;
    return {
      at: new Date(at).toISOString(),
      ...this.traffic.now(at),
      underWay: this.desk.messagesUnderWay,
      waiting: this.writer.waiting,
      counts,
      refused: refused.slice(0, REFUSALS),
      latest: this.traffic.latest(LATEST).map(messageView),
    };
  }
}
