import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { For, readJson } from '@medisettle/program';
import { z } from 'zod';
import { ShownVouchers } from './vouchers.js';

const Question = z.object({
  transType: z.literal('ec.query'),
  data: z.object({ ecToken: z.string().min(1).max(128) }),
});
const Showing = z.object({ idNo: z.string().regex(/^[0-9A-Za-z]{6,20}$/) });

/** What the stand-in answers for a token that leads to nobody. */
const NOT_VALID = { code: 999, message: '电子凭证无效或已过期' };

/** The national voucher service, as far as a centre asks it; and the patient's telephone, which shows a voucher. */
@Controller()
export class VouchersController {
  private readonly vouchers = new ShownVouchers();

  /** Shows a voucher of a person. In the field the patient's telephone does that. */
  @Post('api/vouchers')
  @For('operator')
  show(@Body() body: unknown): { ecToken: string } {
    return { ecToken: this.vouchers.show(readJson(body, Showing).idNo.toUpperCase()) };
  }

  @Post('hsecfc/localQrCodeQuery')
  @HttpCode(200)
  @For('centre')
  decode(@Body() body: unknown): object {
    const { ecToken } = readJson(body, Question).data;
    const idNo = this.vouchers.holderOf(ecToken);
    return idNo === null ? NOT_VALID : { code: 0, data: { ecToken, idNo, idType: '01' } };
  }
}
