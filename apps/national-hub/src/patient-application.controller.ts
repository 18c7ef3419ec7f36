import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { For, httpRefusal, readJson } from '@medisettle/program';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Exchange } from './exchange/exchange.js';

const division = z.string().regex(/^\d{6}$/);

/** Which order, where the pharmacy is and where the patient is insured, and who pays. */
const Payment = z.object({
  place: division,
  insured: division,
  institutionCode: z.string().min(1).max(30),
  orderNo: z.string().min(1).max(30),
  certificateNumber: z.string().regex(/^[0-9A-Za-z]{6,20}$/),
});

/** The national application on a patient's telephone, as far as purchases in another province need it. */
@Controller('api/purchase-orders')
export class PatientApplicationController {
  constructor(private readonly exchange: Exchange) {}

  /** Pays an order that was pushed. In the field the patient does that, and has signed in. */
  @Post('payments')
  @HttpCode(200)
  @For('operator')
  async pay(@Body() body: unknown): Promise<object> {
    const { place: to, insured: from, ...payment } = readJson(body, Payment);
    const answer = await this.exchange.say({ number: randomUUID(), from, to, kind: 'pay', body: payment });
    if (answer === 'silence') throw httpRefusal('UNKNOWN-PROVINCE', {}, 504);
    return answer;
  }
}
