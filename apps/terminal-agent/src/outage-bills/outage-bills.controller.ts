import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, type StreamableFile } from '@nestjs/common';
import { refuse } from '@medisettle/national';
import { readJson } from '@medisettle/program';
import { type AgentConfiguration, CONFIGURATION } from '../configuration.js';
import { CardsForMessages } from '../counter/cards-for-messages.js';
import { pdfFile } from '../papers/pdf-file.js';
import { Printings } from '../receipts/printings.js';
import { KeepOutageBill, type OutageBillView, WithdrawOutageBill } from './outage-bill.js';
import { OutageBills } from './outage-bills.js';
import { outagePaper } from './outage-paper.js';

/** Bills that were paid in full while the centre could not be reached. Nothing here needs the centre. */
@Controller('api/outage-bills/:institution')
export class OutageBillsController {
  constructor(
    private readonly bills: OutageBills,
    private readonly cards: CardsForMessages,
    private readonly printings: Printings,
    @Inject(CONFIGURATION) private readonly configuration: AgentConfiguration,
  ) {}

  /** The open ones, and those that ended within a day. */
  @Get()
  async list(@Param('institution') institution: string): Promise<{ readonly bills: readonly OutageBillView[] }> {
    return { bills: await this.bills.list(this.own(institution)) };
  }

  /** Keeps a bill that is paid in full now; the same once more changes nothing. */
  @Post()
  @HttpCode(200)
  async keep(@Param('institution') institution: string, @Body() body: unknown): Promise<OutageBillView> {
    const bill = readJson(body, KeepOutageBill);
    const onReader = bill.reader === null ? undefined : await this.cards.cardFor(bill.reader);
    return this.bills.keep(this.own(institution), bill, onReader);
  }

  @Post(':number/withdrawal')
  @HttpCode(200)
  async withdraw(
    @Param('institution') institution: string,
    @Param('number') number: string,
    @Body() body: unknown,
  ): Promise<OutageBillView> {
    return this.bills.withdraw({ institution: this.own(institution), number }, readJson(body, WithdrawOutageBill));
  }

  /** The page prints the paper itself: whichever comes next is marked as printed again. */
  @Post(':number/printings')
  @HttpCode(200)
  async print(
    @Param('institution') institution: string,
    @Param('number') number: string,
  ): Promise<{ readonly number: number }> {
    await this.bills.find({ institution: this.own(institution), number });
    return { number: await this.printings.count({ institution, msgid: number }) };
  }

  /** The paper as PDF. Whoever gets it has a paper, so that it counts as printed. */
  @Get(':number/paper.pdf')
  @Header('cache-control', 'no-store')
  async paper(@Param('institution') institution: string, @Param('number') number: string): Promise<StreamableFile> {
    const bill = await this.bills.find({ institution: this.own(institution), number });
    const printed = await this.printings.count({ institution, msgid: number });
    return pdfFile(await outagePaper(bill, institution, printed - 1), `outage-bill-${number}.pdf`);
  }

  private own(institution: string): string {
    return this.configuration.INSTITUTIONS.includes(institution) ? institution : refuse('MSG-INSTITUTION-FOREIGN');
  }
}
