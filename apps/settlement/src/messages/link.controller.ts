import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload, RpcException, type TcpContext } from '@nestjs/microservices';
import {
  CENTRE_LINK,
  Refused,
  type CardChanges,
  type ChangesRequest,
  type CloseRequest,
  type FilePartAnswer,
  type FilePartRequest,
  type FileReadAnswer,
  type FileReadRequest,
  type HeartbeatAnswer,
  type HeartbeatRequest,
  type LinkAnswer,
  type LinkCaller,
  type LinkMessage,
  type OutcomeAnswer,
  type OutcomeRequest,
  type VerdictAnswer,
  type VerdictRequest,
} from '@medisettle/national';
import { Log, sameKey } from '@medisettle/program';
import { Inject } from '@nestjs/common';
import { EMPTY, fromEvent, type Observable, Subject, takeUntil } from 'rxjs';
import { CardWatch } from '../cards/card-watch.js';
import { CONFIGURATION, type CentreConfiguration } from '../configuration.js';
import { CardsOfProvinces } from '../cross-province/cards-of-provinces.js';
import { Transactions } from '../database/transactions.js';
import { FileShelf } from '../files/file-shelf.js';
import { Terminals } from '../terminals/terminals.js';
import { MessageDesk } from './message-desk.js';
import { Outcomes } from './outcomes.js';

/** Injection token of the key that the agents of this centre share until each has a certificate. */
export const LINK_KEY = Symbol('LinkKey');

/** What terminal agents ask over the link. Every call says who it comes from; the key is compared before anything else. */
@Controller()
export class LinkController {
  /** The open stream of each connection; a connection has one. */
  private readonly streams = new WeakMap<object, Subject<void>>();

  constructor(
    private readonly desk: MessageDesk,
    private readonly verdicts: CardsOfProvinces,
    private readonly watch: CardWatch,
    private readonly outcomes: Outcomes,
    private readonly shelf: FileShelf,
    private readonly transactions: Transactions,
    private readonly terminals: Terminals,
    private readonly log: Log,
    @Inject(LINK_KEY) private readonly linkKey: string,
    @Inject(CONFIGURATION) private readonly configuration: CentreConfiguration,
  ) {}

  @MessagePattern(CENTRE_LINK.message)
  async message(@Payload() sent: LinkMessage): Promise<LinkAnswer> {
    this.check(sent);
    const began = performance.now();
    try {
      const { text, ...noted } = await this.desk.receive(sent);
      this.log.exchange({ ...noted, ms: Math.round(performance.now() - began) });
      return { text };
    } catch (error) {
      // Only what is no message at all; the agent has refused such a thing before.
      throw error instanceof Refused ? new RpcException(error.refusal.code) : error;
    }
  }

  @MessagePattern(CENTRE_LINK.verdict)
  verdict(@Payload() asked: VerdictRequest): Promise<VerdictAnswer> {
    this.check(asked);
    return this.verdicts.of(asked);
  }

  /** Says which of the cards on the counter's readers should be asked about again, for as long as the connection lasts. */
  @MessagePattern(CENTRE_LINK.changes)
  changes(@Payload() asked: ChangesRequest, @Ctx() context: TcpContext): Observable<CardChanges> {
    this.check(asked);
    const { netSocket } = context.getSocketRef();
    if (netSocket.destroyed) return EMPTY;
    this.streams.get(netSocket)?.next();
    // The registries of other provinces are asked when a card is shown, not watched.
    const cards = asked.cards.filter((card) => this.verdicts.isOurs(card));
    if (cards.length === 0) return EMPTY;
    const replaced = new Subject<void>();
    this.streams.set(netSocket, replaced);
    // The transport does not unsubscribe when a connection goes.
    return this.watch.watch(cards).pipe(takeUntil(replaced), takeUntil(fromEvent(netSocket, 'close')));
  }

  @MessagePattern(CENTRE_LINK.outcome)
  outcome(@Payload() asked: OutcomeRequest): Promise<OutcomeAnswer> {
    this.check(asked);
    return this.outcomes.of(asked.institution, asked.msgid);
  }

  @MessagePattern(CENTRE_LINK.close)
  close(@Payload() asked: CloseRequest): Promise<OutcomeAnswer> {
    this.check(asked);
    return this.outcomes.close(asked);
  }

  @MessagePattern(CENTRE_LINK.filePart)
  async filePart(@Payload() sent: FilePartRequest): Promise<FilePartAnswer> {
    this.check(sent);
    await this.shelf.takePart(sent.uploadId, sent.position, Buffer.from(sent.content, 'base64'), new Date());
    return { taken: true };
  }

  @MessagePattern(CENTRE_LINK.fileRead)
  async fileRead(@Payload() asked: FileReadRequest): Promise<FileReadAnswer> {
    this.check(asked);
    const { institution: institutionCode, fileId, position } = asked;
    const part = await this.shelf.part(this.transactions.reader, { institutionCode, fileId, position }, new Date());
    return { content: part?.toString('base64') ?? null };
  }

  @MessagePattern(CENTRE_LINK.heartbeat)
  heartbeat(@Payload() caller: HeartbeatRequest): HeartbeatAnswer {
    this.check(caller);
    this.terminals.beat(caller, new Date());
    return {
      centre: this.configuration.CENTRE_NAME,
      division: this.configuration.CENTRE_DIVISION,
      at: new Date().toISOString(),
    };
  }

  private check(caller: LinkCaller): void {
    if (typeof caller?.linkKey !== 'string' || !sameKey(caller.linkKey, this.linkKey))
      throw new RpcException('DOOR-KEY');
  }
}
