import { Injectable } from '@nestjs/common';
import { refuse, type CredentialFields } from '@medisettle/national';
import { CardRegistry } from '../cards/card-registry.js';
import { type Db } from '../database/transactions.js';
import { CareFilings } from '../filings/care-filings.js';
import { filedElsewhere } from '../filings/filed-elsewhere.js';
import { Credentials } from '../insured/credentials.js';
import { activeEnrolment, Insured, mustBeAlive, type Enrolment, type Person } from '../insured/insured.js';
import { type CareBody } from './bodies.js';
import { OLD_CARD } from './old-cards.js';

/** `mdtrt_cert_type` of the social security card. */
const SOCIAL_SECURITY_CARD = '03';

/** Who is paid for care elsewhere, and by which filing; none where care counts as filed. */
interface Checked {
  readonly person: Person;
  readonly enrolment: Enrolment;
  readonly filingId: string | null;
}

/** Says whether somebody who is insured here is paid for care in another province. */
@Injectable()
export class Entitlement {
  constructor(
    private readonly credentials: Credentials,
    private readonly cards: CardRegistry,
    private readonly insured: Insured,
    private readonly filings: CareFilings,
  ) {}

  /** Only a national card settles elsewhere. Refuses PROVINCE-CREDENTIAL, PROVINCE-OLD-CARD. */
  async mustShowNationalCard(db: Db, credential: CredentialFields): Promise<void> {
    if (credential.mdtrt_cert_type !== SOCIAL_SECURITY_CARD) refuse('PROVINCE-CREDENTIAL');
    const cardNumber = credential.mdtrt_cert_no?.split('|', 1)[0] ?? '';
    if ((await this.cards.generationOf(db, cardNumber)) === OLD_CARD) refuse('PROVINCE-OLD-CARD');
  }

  /**
   * Checks card, enrolment and filing. For a settlement the person is held. The enrolment comes with the place of care of
   * somebody who has moved there. Refuses PROVINCE-*, CREDENTIAL-*, CARD-*, PERSON-*, ENROLMENT-*.
   */
  async check(db: Db, body: CareBody): Promise<Checked> {
    const { personId, credential, institution, day } = body;
    await this.mustShowNationalCard(db, credential);
    const person = await this.credentials.confirm(db, credential, personId, institution.institutionCode);
    mustBeAlive(person, day);
    const enrolments = await this.insured.enrolments(db, personId, day);
    const enrolment = activeEnrolment(enrolments, body.insuranceType, day);
    const filing = filedElsewhere(await this.filings.of(db, personId), {
      place: institution.division,
      from: body.from,
      day,
      emergency: body.emergency,
    });
    const careDivision = filing?.kind === 'relocation' ? filing.destination : enrolment.careDivision;
    return { person, enrolment: { ...enrolment, careDivision }, filingId: filing?.filingId ?? null };
  }
}
