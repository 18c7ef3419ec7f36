import { Injectable } from '@nestjs/common';
import { Refused, refuse, type CredentialFields } from '@medisettle/national';
import { refusalOfCard } from '../cards/card-verdict.js';
import { CardRegistry } from '../cards/card-registry.js';
import { type Db } from '../database/transactions.js';
import { Insured, type Person } from './insured.js';

/** Kinds of `mdtrt_cert_type` that are understood. */
const CITIZEN_NUMBER = '02';
const SOCIAL_SECURITY_CARD = '03';

/** Who the patient is, by what he shows. */
@Injectable()
export class Credentials {
  constructor(
    private readonly insured: Insured,
    private readonly cards: CardRegistry,
  ) {}

  /**
   * The person to whom the credential belongs. A card must be usable now; the document number that the message or the
   * card gives beside it must be the person's, or the name where there is no number. Refuses CREDENTIAL-*, CARD-*, PERSON-UNKNOWN.
   */
  async identify(db: Db, fields: CredentialFields): Promise<Person> {
    if (fields.mdtrt_cert_no === null) refuse('CREDENTIAL-MISSING');
    const personId = await this.ownerOf(db, fields, fields.mdtrt_cert_no);
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
  async confirm(db: Db, fields: CredentialFields, personId: string): Promise<Person> {
    const person = await this.identify(db, fields);
    if (person.personId !== personId) refuse('CARD-NOT-OWNERS');
    return person;
  }

  private async ownerOf(db: Db, fields: CredentialFields, credential: string): Promise<string> {
    if (fields.mdtrt_cert_type === CITIZEN_NUMBER) {
      return (await this.insured.personOfCertificate(db, credential.toUpperCase())) ?? refuse('PERSON-UNKNOWN');
    }
    if (fields.mdtrt_cert_type !== SOCIAL_SECURITY_CARD) refuse('CREDENTIAL-KIND');
    // Some regions append the reader's proof behind a bar: "card number|proof".
    const cardNumber = credential.split('|', 1)[0] ?? '';
    const card = await this.cards.find(db, cardNumber);
    const refused = refusalOfCard(card, fields.card_sn ?? '');
    if (refused) throw new Refused(refused);
    return card?.personId ?? refuse('CARD-UNKNOWN');
  }
}
