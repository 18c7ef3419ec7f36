import { CENTRE_LINK, type LinkCaller, type WatchedCard } from '@medisettle/national';
import { type Log } from '@medisettle/program';
import { Subject, type Observable, type Subscription } from 'rxjs';
import { type Heartbeat } from './heartbeat.js';
import { CardChangesShape } from './link-answers.js';
import { type LinkSocket } from './link-socket.js';

/**
 * What the centre tells unasked: the cards on this counter's readers whose verdict has changed. One stream is open as
 * long as there are cards; it is opened anew when the cards change, and after a lost connection at the centre's next
 * sign of life. The centre compares the verdicts that it is told of when it opens, so nothing is missed in between.
 */
export class CardChanges {
  private readonly changed = new Subject<string>();
  private cards: readonly WatchedCard[] = [];
  private stream: Subscription | undefined;
  private beats: Subscription | undefined;

  constructor(
    private readonly socket: Pick<LinkSocket, 'follow'>,
    private readonly heartbeat: Pick<Heartbeat, 'beats'>,
    private readonly caller: LinkCaller,
    private readonly log: Log,
  ) {}

  /** Numbers of cards whose verdict should be asked for again. */
  get numbers(): Observable<string> {
    return this.changed;
  }

  open(): void {
    this.beats = this.heartbeat.beats.subscribe(() => {
      if (this.stream === undefined && this.cards.length > 0) this.follow();
    });
  }

  close(): void {
    this.beats?.unsubscribe();
    this.stream?.unsubscribe();
    this.changed.complete();
  }

  /** What lies on the readers now, with the verdicts that are shown. */
  watch(cards: readonly WatchedCard[]): void {
    if (JSON.stringify(cards) === JSON.stringify(this.cards)) return;
    this.cards = cards;
    this.stream?.unsubscribe();
    this.stream = undefined;
    // Also without any card: the centre then lets the stream before go. Without a connection, the next beat opens it.
    this.follow();
  }

  private follow(): void {
    let ended = false;
    let stream: Subscription | undefined = undefined;
    const end = (): void => {
      ended = true;
      if (stream !== undefined && this.stream === stream) this.stream = undefined;
    };
    stream = this.socket.follow(CENTRE_LINK.changes, { ...this.caller, cards: this.cards }).subscribe({
      next: (packet) => this.take(packet),
      error: () => {
        this.log.debug('the stream of card changes broke off');
        end();
      },
      complete: end,
    });
    if (!ended) this.stream = stream;
  }

  private take(packet: unknown): void {
    const changes = CardChangesShape.safeParse(packet);
    if (changes.success) for (const number of changes.data.cardNumbers) this.changed.next(number);
    else this.log.warn('the centre told of card changes in another way than agreed', { route: CENTRE_LINK.changes });
  }
}
