import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Payload, Transport } from '@nestjs/microservices';
import {
  CENTRE_LINK,
  USABLE,
  type CardChanges,
  type ChangesRequest,
  type CloseRequest,
  type HeartbeatAnswer,
  type LinkAnswer,
  type LinkMessage,
  type OutcomeAnswer,
  type OutcomeRequest,
  type VerdictAnswer,
  type VerdictRequest,
} from '@medisettle/national';
import { type AddressInfo, type Server } from 'node:net';
import { Subject, type Observable } from 'rxjs';

type Answering<Request, Answer> = (request: Request) => Answer | Promise<Answer>;

/** What the stand-in answers; a test replaces what it is about. */
interface Script {
  message: Answering<LinkMessage, LinkAnswer>;
  verdict: Answering<VerdictRequest, VerdictAnswer>;
  outcome: Answering<OutcomeRequest, OutcomeAnswer>;
  close: Answering<CloseRequest, OutcomeAnswer>;
}

/** What arrives, and what is answered. */
interface Conversation {
  readonly messages: LinkMessage[];
  readonly verdicts: VerdictRequest[];
  readonly watches: ChangesRequest[];
  readonly changes: Subject<CardChanges>;
  readonly script: Script;
}

const CONVERSATION = Symbol('Conversation');

@Controller()
class StandInDesk {
  constructor(@Inject(CONVERSATION) private readonly centre: Conversation) {}

  @MessagePattern(CENTRE_LINK.message)
  message(@Payload() message: LinkMessage): LinkAnswer | Promise<LinkAnswer> {
    this.centre.messages.push(message);
    return this.centre.script.message(message);
  }

  @MessagePattern(CENTRE_LINK.verdict)
  verdict(@Payload() request: VerdictRequest): VerdictAnswer | Promise<VerdictAnswer> {
    this.centre.verdicts.push(request);
    return this.centre.script.verdict(request);
  }

  @MessagePattern(CENTRE_LINK.outcome)
  outcome(@Payload() request: OutcomeRequest): OutcomeAnswer | Promise<OutcomeAnswer> {
    return this.centre.script.outcome(request);
  }

  @MessagePattern(CENTRE_LINK.close)
  close(@Payload() request: CloseRequest): OutcomeAnswer | Promise<OutcomeAnswer> {
    return this.centre.script.close(request);
  }

  @MessagePattern(CENTRE_LINK.changes)
  changes(@Payload() request: ChangesRequest): Observable<CardChanges> {
    this.centre.watches.push(request);
    return this.centre.changes;
  }

  @MessagePattern(CENTRE_LINK.heartbeat)
  heartbeat(): HeartbeatAnswer {
    return { centre: 'stand-in', division: '310000', at: new Date().toISOString() };
  }
}

/** Stands in for the settlement centre in tests: the real transport, answers by script. */
export class StandInCentre implements Conversation {
  readonly messages: LinkMessage[] = [];
  readonly verdicts: VerdictRequest[] = [];
  readonly watches: ChangesRequest[] = [];
  readonly changes = new Subject<CardChanges>();
  readonly script: Script = {
    message: ({ text }) => ({ text }),
    verdict: () => ({ verdict: USABLE, holder: null }),
    outcome: () => ({ outcome: 'absent', cancelled: false, closed: false, text: null }),
    close: () => ({ outcome: 'absent', cancelled: false, closed: true, text: '{"infcode":-1}' }),
  };
  private stopServer: (() => Promise<void>) | undefined;
  port = 0;

  /** Starts, again on the same port after a stop. */
  async start(): Promise<void> {
    @Module({ controllers: [StandInDesk], providers: [{ provide: CONVERSATION, useValue: this }] })
    class StandInModule {}
    const app = await NestFactory.createMicroservice(StandInModule, {
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port: this.port },
      logger: false,
    });
    await app.listen();
    this.port = (app.unwrap<Server>().address() as AddressInfo).port;
    this.stopServer = () => app.close();
  }

  /** Cuts every connection and stops listening, as a centre that dies. */
  async stop(): Promise<void> {
    await this.stopServer?.();
    this.stopServer = undefined;
  }
}
