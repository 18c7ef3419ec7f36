import { Body, Controller, Get, HttpCode, Inject, Param, Post, type StreamableFile } from '@nestjs/common';
import { refuse } from '@medisettle/national';
import { httpRefusal, readJson } from '@medisettle/program';
import { z } from 'zod';
import { type AgentConfiguration, CONFIGURATION } from '../configuration.js';
import { pdfFile } from '../papers/pdf-file.js';
import { shiftPaper } from './shift-paper.js';
import { type DeskView, Shifts } from './shifts.js';

const HandOverBody = z.object({
  ends: z.number().int().min(0),
  counted: z.string().max(20).nullable(),
  comes: z.object({ operator: z.string().trim().min(1).max(30), name: z.string().trim().max(50) }).nullable(),
});

/** Who is at the desk, what was taken since, and the hand-over from one to the next. */
@Controller('api/shifts/:institution')
export class ShiftsController {
  constructor(
    private readonly shifts: Shifts,
    @Inject(CONFIGURATION) private readonly configuration: AgentConfiguration,
  ) {}

  @Get()
  async desk(@Param('institution') institution: string): Promise<DeskView> {
    return this.shifts.deskOf(this.own(institution));
  }

  @Post('hand-over')
  @HttpCode(200)
  async handOver(@Param('institution') institution: string, @Body() body: unknown): Promise<DeskView> {
    return this.shifts.handOver(this.own(institution), readJson(body, HandOverBody));
  }

  /** The sheet of a shift that has ended, as PDF. */
  @Get(':number/sheet.pdf')
  async sheet(@Param('institution') institution: string, @Param('number') number: string): Promise<StreamableFile> {
    const shift = await this.shifts.closed(this.own(institution), Number(number));
    if (!shift) throw httpRefusal('DOOR-NOT-FOUND');
    return pdfFile(await shiftPaper(institution, shift), `shift-${institution}-${number}.pdf`);
  }

  private own(institution: string): string {
    return this.configuration.INSTITUTIONS.includes(institution) ? institution : refuse('MSG-INSTITUTION-FOREIGN');
  }
}
