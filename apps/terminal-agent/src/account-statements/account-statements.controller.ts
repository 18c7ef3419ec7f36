import { Controller, Get, Header, Inject, Param, Query, type StreamableFile } from '@nestjs/common';
import { REFUSALS, refusal, refuse, type RefusalCode } from '@medisettle/national';
import { checkValue, HttpRefusal } from '@medisettle/program';
import { z } from 'zod';
import { type AgentConfiguration, CONFIGURATION } from '../configuration.js';
import { CentreQuestions } from '../his-gateway/centre-questions.js';
import { pdfFile } from '../papers/pdf-file.js';
import { type AccountStatementView, accountStatementIn } from './account-statement.js';
import { accountStatementPaper } from './account-statement-paper.js';

const Asked = z.object({
  institution: z.string().max(30),
  operator: z.string().trim().max(30).default(''),
  /** `yyyy-MM-dd`; what is not named is the centre's to choose: this insurance year, up to today. */
  from: z.literal('').or(z.iso.date()).default(''),
  to: z.literal('').or(z.iso.date()).default(''),
});

/**
 * How the account of whoever holds the card on a reader came to its balance (MS01). The card says who it is, so that no
 * address names a person; nothing of it is kept at the counter.
 */
@Controller('api/readers/:reader')
export class AccountStatementsController {
  constructor(
    private readonly questions: CentreQuestions,
    @Inject(CONFIGURATION) private readonly configuration: AgentConfiguration,
  ) {}

  @Get('account-statement')
  @Header('cache-control', 'no-store')
  statement(@Param('reader') reader: string, @Query() query: unknown): Promise<AccountStatementView> {
    return this.asked(reader, query);
  }

  /** The same on paper. */
  @Get('account-statement.pdf')
  @Header('cache-control', 'no-store')
  async paper(@Param('reader') reader: string, @Query() query: unknown): Promise<StreamableFile> {
    const statement = await this.asked(reader, query);
    return pdfFile(await accountStatementPaper(statement), `account-statement-${statement.from}-${statement.to}.pdf`);
  }

  /** @throws HttpRefusal with the centre's own refusal, or why it was not reached */
  private async asked(reader: string, query: unknown): Promise<AccountStatementView> {
    const { institution, operator, from, to } = checkValue(query, Asked);
    if (!this.configuration.INSTITUTIONS.includes(institution)) refuse('MSG-INSTITUTION-FOREIGN');
    const data = { mdtrt_cert_type: '03', mdtrt_cert_no: '', begndate: from, enddate: to };
    const said = await this.questions.ask({ institution, operator }, 'MS01', { data }, reader);
    return said.good ? accountStatementIn(said.output, operator) : refusedBy(said.message);
  }
}

const isCode = (code: string): code is RefusalCode => Object.hasOwn(REFUSALS, code);

/** A refusal of the centre, in its own words: `[CODE] sentence`. */
function refusedBy(message: string): never {
  const [, code = '', zh = ''] = /^\[([A-Z0-9-]+)\]\s*(.*)$/s.exec(message) ?? [];
  // Only a centre of a later version has codes that are not known here.
  if (!isCode(code)) throw new Error('The centre refused with an unknown code.');
  throw new HttpRefusal({ ...refusal(code), zh });
}
