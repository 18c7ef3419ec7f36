import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import { checkValue, For, httpRefusal } from '@medisettle/program';
import { type FastifyReply } from 'fastify';
import { z } from 'zod';
import { SIDES } from '../clearing/clearing-rows.js';
import { Transactions } from '../database/transactions.js';
import { type EndedMessage, Traffic } from '../traffic/traffic.js';
import { ConsoleStream, messageView } from './console-stream.js';
import { ConsoleLists, isAge } from './console-lists.js';
import {
  type AcrossView,
  type FoundView,
  type InstitutionChoice,
  type MessageView,
  type SettlementView,
  type UnknownView,
} from './console-terms.js';
import { SettlementExplained } from './settlement-explained.js';
import { SettlementFinder } from './settlement-finder.js';

const MESSAGES_LISTED = 100;
const INSTITUTIONS_LISTED = 5_000;

const Searched = z.object({ number: z.string().default('') });
const Across = z.object({ division: z.string().regex(/^\d{6}$/), side: z.enum(SIDES) });

/** What the operator's pages ask: the stream of the console, messages, one settlement, institutions. */
@Controller('api/console')
@For('operator')
export class ConsoleController {
  constructor(
    private readonly stream: ConsoleStream,
    private readonly traffic: Traffic,
    private readonly finder: SettlementFinder,
    private readonly explained: SettlementExplained,
    private readonly lists: ConsoleLists,
    private readonly transactions: Transactions,
  ) {}

  /** Server-sent events: `history` first, then a `tick` each second. */
  @Get('events')
  async events(@Res() reply: FastifyReply): Promise<void> {
    await this.stream.listen(() => {
      reply.hijack();
      return reply.raw;
    });
  }

  /** The last answered messages of a second, of an outcome or of a code, as far as this program still has them. */
  @Get('messages')
  messages(
    @Query('second') second: string | undefined,
    @Query('outcome') outcome: string | undefined,
    @Query('code') code: string | undefined,
  ): readonly MessageView[] {
    const wanted = (message: EndedMessage): boolean =>
      (second === undefined || String(Math.floor(message.at / 1_000)) === second) &&
      (outcome === undefined || message.outcome === outcome) &&
      (code === undefined || message.code === code);
    return this.traffic.latest(MESSAGES_LISTED, wanted).map(messageView);
  }

  /** Outcomes in other provinces that are not known, the oldest first; only those of an age where one is named. */
  @Get('unknown')
  unknown(@Query('age') age: string | undefined): Promise<UnknownView[]> {
    return this.lists.unknown(age !== undefined && isAge(age) ? age : null, MESSAGES_LISTED);
  }

  /** This month's settlements with another province on one side, the newest first. */
  @Get('across')
  across(@Query() query: unknown): Promise<AcrossView[]> {
    const { division, side } = checkValue(query, Across);
    return this.lists.across(division, side);
  }

  /** Whatever has this number. */
  @Get('search')
  search(@Query() query: unknown): Promise<FoundView> {
    return this.finder.search(checkValue(query, Searched).number);
  }

  @Get('settlements/:settlement')
  async settlement(@Param('settlement') settlement: string): Promise<SettlementView> {
    const found = await this.explained.of(settlement);
    if (!found) throw httpRefusal('SETTLEMENT-UNKNOWN', {}, 404);
    return found;
  }

  /** Where the holder of a card was last with a social security card; null when that is nowhere. */
  @Get('cards/:card/use')
  @Header('content-type', 'application/json; charset=utf-8')
  async cardUse(@Param('card') card: string): Promise<string> {
    return JSON.stringify(await this.finder.lastUse(card));
  }

  /** For pages that let one choose an institution. */
  @Get('institutions')
  institutions(): Promise<InstitutionChoice[]> {
    return this.transactions.reader.query<InstitutionChoice>(
      'SELECT institution_code AS code, name FROM medisettle.institution ORDER BY institution_code LIMIT $1',
      [INSTITUTIONS_LISTED],
    );
  }
}
