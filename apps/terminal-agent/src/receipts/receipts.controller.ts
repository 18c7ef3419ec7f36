import { Controller, Get, Header, HttpCode, Inject, Param, Post, type StreamableFile } from '@nestjs/common';
import { formatYuan, minus, parseYuan, ZERO_FEN } from '@medisettle/money';
import { refuse } from '@medisettle/national';
import { httpRefusal } from '@medisettle/program';
import { type AgentConfiguration, CONFIGURATION } from '../configuration.js';
import { CentreQuestions } from '../his-gateway/centre-questions.js';
import { type IntentName } from '../journal/intent.js';
import { Journal } from '../journal/journal.js';
import { objectIn, textIn } from '../journal/kept-words.js';
import { OutageBills } from '../outage-bills/outage-bills.js';
import { pdfFile } from '../papers/pdf-file.js';
import { orderReceipt } from '../visitor-purchases/order-receipt.js';
import { PaidOrders } from '../visitor-purchases/paid-orders.js';
import { Printings } from './printings.js';
import { receiptPaper } from './receipt-paper.js';
import { receiptOf, type ReceiptView } from './receipt.js';

/** Receipts of what this counter has settled. */
@Controller('api/settlements/:institution/:msgid')
export class ReceiptsController {
  constructor(
    private readonly journal: Journal,
    private readonly printings: Printings,
    private readonly questions: CentreQuestions,
    private readonly outageBills: OutageBills,
    private readonly orders: PaidOrders,
    @Inject(CONFIGURATION) private readonly configuration: AgentConfiguration,
  ) {}

  /** What the receipt says, to be shown; that prints nothing. */
  @Get('receipt')
  async receipt(@Param('institution') institution: string, @Param('msgid') msgid: string): Promise<ReceiptView> {
    return this.found({ institution, msgid });
  }

  /** The receipt is printed by the page itself: whichever paper comes next is marked as printed again. */
  @Post('printings')
  @HttpCode(200)
  async print(
    @Param('institution') institution: string,
    @Param('msgid') msgid: string,
  ): Promise<{ readonly number: number }> {
    const { msgid: known } = await this.found({ institution, msgid });
    return { number: await this.printings.count({ institution, msgid: known }) };
  }

  /** The receipt as PDF. Whoever gets it has a paper, so that it counts as printed. */
  @Get('receipt.pdf')
  @Header('cache-control', 'no-store')
  async paper(@Param('institution') institution: string, @Param('msgid') msgid: string): Promise<StreamableFile> {
    const receipt = await this.found({ institution, msgid });
    const { name, undone } = await this.asked(receipt);
    const number = await this.printings.count({ institution, msgid });
    const printing = { before: number - 1, at: new Date(), institutionName: name, undone: undone || receipt.undone };
    return pdfFile(await receiptPaper(receipt, printing), `receipt-${receipt.settlementId}.pdf`);
  }

  private async found(name: IntentName): Promise<ReceiptView> {
    if (!this.configuration.INSTITUTIONS.includes(name.institution)) refuse('MSG-INSTITUTION-FOREIGN');
    const receipt = (await receiptOf(this.journal, name)) ?? (await orderReceipt(this.journal, this.orders, name));
    if (!receipt) throw httpRefusal('SETTLEMENT-UNKNOWN', {}, 404);
    const late = await this.outageBills.settledBy(name);
    if (!late) return receipt;
    const { number, at, paid } = late;
    const back = minus(parseYuan(paid) ?? ZERO_FEN, parseYuan(receipt.cash) ?? ZERO_FEN);
    return { ...receipt, outage: { number, at, paid, givenBack: formatYuan(back) } };
  }

  /** What only the centre knows (5203): the institution's name, and whether another counter has cancelled it. */
  private async asked({ institution, personNumber, settlementId, visitId, operator }: ReceiptView) {
    const data = { psn_no: personNumber, setl_id: settlementId, mdtrt_id: visitId };
    const said = await this.questions.ask({ institution, operator }, '5203', { data });
    if (!said.good) return { name: institution, undone: false };
    const setlinfo = objectIn(said.output.setlinfo);
    return { name: textIn(setlinfo, 'fixmedins_name'), undone: textIn(setlinfo, 'refd_setl_flag') === '1' };
  }
}
