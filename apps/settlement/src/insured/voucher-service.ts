import { type Log } from '@medisettle/program';
import { z } from 'zod';

/** What the service said of a token: whose it is, that it is nobody's (any more), or nothing. */
export type VoucherAnswer =
  | { readonly outcome: 'decoded'; readonly certificateNumber: string }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'unreachable' };

/** Says whose an electronic voucher (医保电子凭证) is. */
export interface VoucherService {
  decode(token: string, institutionCode: string): Promise<VoucherAnswer>;
}

/** Injection token of the service; null where the centre has none. */
export const VOUCHER_SERVICE = Symbol('VoucherService');

const DecodedShape = z.object({ code: z.coerce.number(), data: z.object({ idNo: z.string().min(1) }) });

export interface VoucherServicePlace {
  readonly url: string;
  readonly key: string;
  /** How long an answer is waited for, in milliseconds. */
  readonly deadlineMs: number;
}

/** The national service over HTTP: `ec.query` with the token, answered with the holder's document. One try, a deadline. */
export class HttpVoucherService implements VoucherService {
  constructor(
    private readonly place: VoucherServicePlace,
    private readonly log: Log,
  ) {}

  async decode(token: string, institutionCode: string): Promise<VoucherAnswer> {
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(this.place.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.place.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ orgId: institutionCode, transType: 'ec.query', data: { ecToken: token } }),
        redirect: 'error',
        signal: AbortSignal.timeout(this.place.deadlineMs),
      });
      body = response.ok ? await response.json() : null;
    } catch (error) {
      this.log.warn('the voucher service cannot be reached', { code: (error as { name?: string }).name ?? 'unknown' });
      return { outcome: 'unreachable' };
    }
    const decoded = DecodedShape.safeParse(body);
    if (decoded.success && decoded.data.code === 0) {
      return { outcome: 'decoded', certificateNumber: decoded.data.data.idNo.toUpperCase() };
    }
    if (response.ok) return { outcome: 'refused' };
    this.log.warn('the voucher service did not help', { status: response.status });
    return { outcome: 'unreachable' };
  }
}
