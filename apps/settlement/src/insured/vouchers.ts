import { Inject, Injectable } from '@nestjs/common';
import { nodeOf, refuse, textOf, type WireObject } from '@medisettle/national';
import { createHash } from 'node:crypto';
import { Transactions, type Db } from '../database/transactions.js';
import { VOUCHER_SERVICE, type VoucherService } from './voucher-service.js';

/** `mdtrt_cert_type` of the electronic voucher. */
export const VOUCHER = '01';

const fingerprintOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Whose the electronic vouchers are that HIS sends. A token is asked about once, outside of any transaction, and
 * remembered: it runs out within minutes, while the messages of the visit that it opened carry it for hours.
 */
@Injectable()
export class Vouchers {
  constructor(
    private readonly transactions: Transactions,
    @Inject(VOUCHER_SERVICE) private readonly service: VoucherService | null,
  ) {}

  /**
   * Decodes the vouchers of a message that are not known yet. A message without one costs nothing.
   * Refuses CREDENTIAL-VOUCHER (no service here), -VOUCHER-UNKNOWN, -VOUCHER-SERVICE.
   */
  async meet(input: WireObject, institutionCode: string): Promise<void> {
    for (const node of Object.values(input)) {
      const fields = nodeOf(node);
      const token = textOf(fields?.mdtrt_cert_no);
      if (!fields || !token || textOf(fields.mdtrt_cert_type)?.padStart(2, '0') !== VOUCHER) continue;
      await this.learn(token, institutionCode);
    }
  }

  /** Token → document number of its holder; one that was never decoded is left out. */
  async certificatesOf(db: Db, tokens: readonly string[]): Promise<Map<string, string>> {
    const fingerprints = tokens.map(fingerprintOf);
    const rows = await db.query<{ fingerprint: string; certificateNumber: string }>(
      `SELECT token_fingerprint AS fingerprint, certificate_number AS "certificateNumber"
         FROM medisettle.voucher_directory WHERE token_fingerprint = ANY ($1)`,
      [fingerprints],
    );
    const certificates = new Map(rows.map((row) => [row.fingerprint, row.certificateNumber]));
    return new Map(
      tokens.flatMap((token, index) => {
        const certificate = certificates.get(fingerprints[index] ?? '');
        return certificate === undefined ? [] : [[token, certificate] as const];
      }),
    );
  }

  private async learn(token: string, institutionCode: string): Promise<void> {
    if ((await this.certificatesOf(this.transactions.reader, [token])).size > 0) return;
    if (this.service === null) refuse('CREDENTIAL-VOUCHER');
    const answer = await this.service.decode(token, institutionCode);
    if (answer.outcome === 'unreachable') refuse('CREDENTIAL-VOUCHER-SERVICE');
    if (answer.outcome === 'refused') refuse('CREDENTIAL-VOUCHER-UNKNOWN');
    await this.transactions.run((db) =>
      db.query(
        `INSERT INTO medisettle.voucher_directory (token_fingerprint, certificate_number, decoded_at)
         VALUES ($1, $2, $3) ON CONFLICT (token_fingerprint) DO NOTHING`,
        [fingerprintOf(token), answer.certificateNumber, new Date()],
      ),
    );
  }
}
