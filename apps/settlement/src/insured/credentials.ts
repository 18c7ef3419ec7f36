import { Injectable } from '@nestjs/common';
import { Refused, refuse, type CredentialFields } from '@medisettle/national';
import { CardRegistry } from '../cards/card-registry.js';
import { LegacyCredentials } from '../cards/legacy-credentials.js';
import { type Db } from '../database/transactions.js';
import { Insured, type Person } from './insured.js';
import { VOUCHER, Vouchers } from './vouchers.js';

/** Kinds of `mdtrt_cert_type` that are understood. */
/** Regional: the stripe of the old medical card, or a hospital's visit card. */
const LEGACY = '00';
const CITIZEN_NUMBER = '02';
const SOCIAL_SECURITY_CARD = '03';

/** Who the patient is, by what he shows. */
@Injectable()
export class Credentials {
  constructor(
    private readonly insured: Insured,
    private readonly cards: CardRegistry,
    private readonly legacy: LegacyCredentials,
    private readonly vouchers: Vouchers,
  ) {}

  /**
   * The person to whom the credential belongs. A card must be usable now; the document number that the message or the
   * card gives beside it must be the person's, or the name where there is no number.
   * Refuses CREDENTIAL-*, CARD-*, PERSON-UNKNOWN.
   * @param institutionCode where the credential is shown: visit cards are a hospital's own
   */
  async identify(db: Db, fields: CredentialFields, institutionCode: string): Promise<Person> {
    if (fields.mdtrt_cert_no === null) refuse('CREDENTIAL-MISSING');
    const personId = await this.ownerOf(db, fields, fields.mdtrt_cert_no, institutionCode);
    const person = (await this.insured.find(db, personId)) ?? refuse('PERSON-UNKNOWN');
    if (fields.certno !== null && fields.certno.toUpperCase() !== person.certificateNumber) {
      refuse('CREDENTIAL-MISMATCH', { field: 'certno' });
    }
    // With an equal number the person is certain; rare characters of a name are written differently by many programs.
    if (fields.certno === null && fields.psn_name !== null && fields.psn_name !== person.name) {
      refuse('CREDENTIAL-MISMATCH', { field: 'psn_name' });
    }
    return person;
  }

  /** As `identify`, and the person must be the one that the message is about. Refuses CARD-NOT-OWNERS. */
  async confirm(db: Db, fields: CredentialFields, personId: string, institutionCode: string): Promise<Person> {
    const person = await this.identify(db, fields, institutionCode);
    if (person.personId !== personId) refuse('CARD-NOT-OWNERS');
    return person;
  }

  private async ownerOf(
    db: Db,
    fields: CredentialFields,
    credential: string,
    institutionCode: string,
  ): Promise<string> {
    switch (fields.mdtrt_cert_type) {
      case LEGACY:
        return this.ownerOfLegacy(db, credential, institutionCode);
      case VOUCHER:
        return this.ownerOfVoucher(db, credential);
      case CITIZEN_NUMBER:
        return (await this.insured.personOfCertificate(db, credential.toUpperCase())) ?? refuse('PERSON-UNKNOWN');
      case SOCIAL_SECURITY_CARD:
        return this.ownerOfCard(db, credential, fields.card_sn ?? '');
      default:
        return refuse('CREDENTIAL-KIND');
    }
  }

  private async ownerOfVoucher(db: Db, token: string): Promise<string> {
    const certificate = (await this.vouchers.certificateOf(db, token)) ?? refuse('CREDENTIAL-VOUCHER-UNKNOWN');
    return (await this.insured.personOfCertificate(db, certificate)) ?? refuse('PERSON-UNKNOWN');
  }

  private async ownerOfLegacy(db: Db, number: string, institutionCode: string): Promise<string> {
    const found = (await this.legacy.find(db, number, institutionCode)) ?? refuse('CREDENTIAL-LEGACY-UNKNOWN');
    return found.ended ? refuse('CREDENTIAL-LEGACY-ENDED') : found.personId;
  }

  private async ownerOfCard(db: Db, credential: string, cardIdentifier: string): Promise<string> {
    // Some regions append the reader's proof behind a bar: "card number|proof".
    const cardNumber = credential.split('|', 1)[0] ?? '';
    const card = await this.cards.find(db, cardNumber);
    const refused = await this.cards.refusalOf(db, card, cardIdentifier);
    if (refused) throw new Refused(refused);
    return card?.personId ?? refuse('CARD-UNKNOWN');
  }
}
