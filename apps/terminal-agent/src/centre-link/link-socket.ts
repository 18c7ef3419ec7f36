import { ClientTCP, type WritePacket } from '@nestjs/microservices';
import { type Log } from '@medisettle/program';
import { type ConnectionOptions } from 'node:tls';
import { filter, Observable } from 'rxjs';

/**
 * What became of one request on the wire. `never-sent`: nothing of it left this machine. `no-answer`: it was handed to an
 * open connection, and whether the centre acted on it is not known. `fault`: the centre answered that it could not.
 */
export type WireReply =
  | { readonly kind: 'answered'; readonly value: unknown }
  | { readonly kind: 'fault'; readonly error: unknown }
  | { readonly kind: 'never-sent' }
  | { readonly kind: 'no-answer' };

/** Largest answer that is taken, in characters: one MiB of text, written as a JSON string, with room to spare. */
const ANSWER_CHARACTERS_MAX = 4 * 1024 * 1024;
const SEND_BYTES_MAX = 64 * 1024 * 1024;
/** A half-received answer may stand still for this long. */
const STALLED_ANSWER_MS_MAX = 10_000;
const CONNECT_MS_MAX = 3_000;

const NEVER_SENT: WireReply = { kind: 'never-sent' };
const NO_ANSWER: WireReply = { kind: 'no-answer' };

export interface LinkAddress {
  readonly host: string;
  readonly port: number;
  /** Mutual TLS comes in here: certificate authority, the terminal's certificate and its key. Absent: plain TCP. */
  readonly tls?: ConnectionOptions;
}

/**
 * One connection to the centre, over the framework's TCP transport. It differs from the framework's own client in three
 * points: a request that cannot be sent now is never queued for later, since its caller would be told "not sent" and it
 * would be sent; each request says for certain whether it may have been sent; and a connection can be dropped without
 * waiting for the other side.
 */
export class LinkSocket extends ClientTCP {
  private packets = 0;

  constructor(
    address: LinkAddress,
    private readonly log: Log,
  ) {
    super({
      host: address.host,
      port: address.port,
      maxBufferSize: ANSWER_CHARACTERS_MAX,
      maxSendBufferSize: SEND_BYTES_MAX,
      incompleteMessageTimeout: STALLED_ANSWER_MS_MAX,
      // The framework takes "absent" for plain TCP, and anything else, also undefined, as it is.
      ...(address.tls ? { tlsOptions: address.tls } : {}),
    });
  }

  /** Each loss of a connection. */
  get lost(): Observable<unknown> {
    return this.status.pipe(filter((status) => String(status) === 'disconnected'));
  }

  /** Counts the packets that came from the centre: a sign of life that does not depend on which request was answered. */
  get heard(): number {
    return this.packets;
  }

  /**
   * Sends one request and waits for its answer. Connects first where there is no connection, for at most three seconds.
   * @param deadlineMs how long the answer may take once the request is sent; an answer after that is dropped
   */
  async request(pattern: string, data: unknown, deadlineMs: number): Promise<WireReply> {
    if (!(await this.connectedSoon())) return NEVER_SENT;
    return new Promise((resolve) => {
      // The connection may have gone while we waited for our turn; on a closed one the transport drops packets silently.
      if (!this.socket?.netSocket.writable) {
        resolve(NEVER_SENT);
        return;
      }
      let handedOver = false;
      let forget = (): void => undefined;
      const end = (reply: WireReply): void => {
        clearTimeout(deadline);
        forget();
        resolve(reply);
      };
      // After this machine stood still (a suspended laptop), timers run before the sockets are read: an answer that lies
      // there already is given one more turn.
      const deadline = setTimeout(() => setImmediate(end, NO_ANSWER), deadlineMs);
      forget = this.publish(this.createPacket(pattern, data), ({ err, response }: WritePacket<unknown>) => {
        const error: unknown = err;
        if (!error) end({ kind: 'answered', value: response });
        // An error that the centre sends is plain data; an Error is the transport's own: the connection is gone.
        else if (!(error instanceof Error)) end({ kind: 'fault', error });
        else end(handedOver ? NO_ANSWER : NEVER_SENT);
      });
      handedOver = true;
    });
  }

  /**
   * Sends one request and gives every answer to it, until the centre ends them. Ends with an error where it cannot be sent
   * now, the connection is lost or the centre answers with one. It never connects by itself.
   */
  follow(pattern: string, data: unknown): Observable<unknown> {
    return new Observable((answers) => {
      if (!this.socket?.netSocket.writable) {
        answers.error(new Error('not connected'));
        return undefined;
      }
      return this.publish(this.createPacket(pattern, data), ({ err, response, isDisposed }: WritePacket<unknown>) => {
        const error: unknown = err;
        if (error) answers.error(error instanceof Error ? error : new Error('refused'));
        else if (response !== undefined) answers.next(response);
        if (isDisposed) answers.complete();
      });
    });
  }

  /** Gives the connection up at once. Requests that wait for an answer end as `no-answer`. The next request connects anew. */
  drop(): void {
    // With an error, so that an attempt to connect that is still under way fails instead of staying pending for ever.
    this.socket?.netSocket.destroy(new Error('dropped'));
    this.handleClose();
  }

  override async handleResponse(packet: unknown): Promise<void> {
    this.packets += 1;
    await super.handleResponse(packet);
  }

  override handleError(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    this.log.debug('centre connection broke', { code });
  }

  private async connectedSoon(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => {
        // Nobody answers, nobody refuses: the next request shall try anew instead of waiting for this attempt.
        if (this.socket?.netSocket.connecting) this.drop();
        resolve(false);
      }, CONNECT_MS_MAX);
    });
    const connected = this.connect().then(
      () => true,
      // Refused, unreachable, no such name: all the same to the caller, nothing was sent.
      () => false,
    );
    return Promise.race([connected, late]).finally(() => clearTimeout(timer));
  }
}
