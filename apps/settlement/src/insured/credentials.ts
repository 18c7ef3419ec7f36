import { Injectable } from '@nestjs/common';
import { Refused, refuse, type CredentialFields } from '@medisettle/national';
import { CardRegistry, type JudgedCards } from '../cards/card-registry.js';
import { LegacyCredentials } from '../cards/legacy-credentials.js';
import { type Db } from '../database/transactions.js';
import { Insured, type Person } from './insured.js';
import { VOUCHER, Vouchers } from './vouchers.js';

/** Kinds of `mdtrt_cert_type` that are understood. */
/** Regional: the stripe of the old medical card, or a hospital's visit card. */
const LEGACY = '00';
const CITIZEN_NUMBER = '02';
const SOCIAL_SECURITY_CARD = '03';

/** A credential as a message shows it, and where: visit cards are a hospital's own. */
export interface ShownCredential {
  readonly fields: CredentialFields;
  readonly institutionCode: string;
}

/** What the registry knows of some credentials. */
export interface KnownCredentials {
  readonly cards: JudgedCards;
  /** Token of an electronic voucher → its holder's document number. */
  readonly vouchers: ReadonlyMap<string, string>;
  /** Citizen number → person. */
  readonly citizens: ReadonlyMap<string, string>;
  /** Keys of {@link legacyKey}. */
  readonly legacy: ReadonlyMap<string, { readonly personId: string; readonly ended: boolean }>;
  /** Certificate number → person, of numbers that were shown and are nobody's present one. */
  readonly certificates: ReadonlyMap<string, string>;
  /** Everybody to whom one of the credentials belongs. */
  readonly persons: ReadonlyMap<string, Person>;
}

const NOBODY: ReadonlyMap<string, string> = new Map();
const legacyKey = (number: string, institutionCode: string): string => JSON.stringify([number, institutionCode]);
const citizenNumberOf = (credential: string): string => credential.toUpperCase();

/** Some regions append the reader's proof behind a bar: "card number|proof". */
const cardOf = (credential: string, { card_sn }: CredentialFields): { cardNumber: string; cardIdentifier: string } => ({
  cardNumber: credential.split('|', 1)[0] ?? '',
  cardIdentifier: card_sn ?? '',
});

/** Who the patient is, by what he shows. */
@Injectable()
export class Credentials {
  constructor(
    private readonly insured: Insured,
    private readonly cards: CardRegistry,
    private readonly legacy: LegacyCredentials,
    private readonly vouchers: Vouchers,
  ) {}

  /** As {@link identified}, for one message. */
  async identify(db: Db, fields: CredentialFields, institutionCode: string): Promise<Person> {
    const shown = { fields, institutionCode };
    return identified(await this.look(db, [shown]), shown);
  }

  /** As {@link confirmed}, for one message. */
  async confirm(db: Db, fields: CredentialFields, personId: string, institutionCode: string): Promise<Person> {
    const shown = { fields, institutionCode };
    return confirmed(await this.look(db, [shown], await this.insured.findAll(db, [personId])), shown, personId);
  }

  /**
   * What the registry knows of many credentials, in few statements; kinds that nobody shows are not asked for.
   * @param persons who is loaded already
   */
  async look(
    db: Db,
    shown: readonly ShownCredential[],
    persons: ReadonlyMap<string, Person> = new Map(),
  ): Promise<KnownCredentials> {
    const ofKind = (kind: string): (ShownCredential & { number: string })[] =>
      shown.flatMap((one) => {
        const { mdtrt_cert_type, mdtrt_cert_no } = one.fields;
        return mdtrt_cert_type === kind && mdtrt_cert_no !== null ? [{ ...one, number: mdtrt_cert_no }] : [];
      });
    const ofCards = ofKind(SOCIAL_SECURITY_CARD).map(({ number, fields }) => cardOf(number, fields));
    const ofLegacy = ofKind(LEGACY);
    const ofVouchers = ofKind(VOUCHER).map(({ number }) => number);
    const vouchers = ofVouchers.length === 0 ? NOBODY : await this.vouchers.certificatesOf(db, ofVouchers);
    const ofCitizens = [...ofKind(CITIZEN_NUMBER).map(({ number }) => citizenNumberOf(number)), ...vouchers.values()];
    const [cards, citizens, found] = await Promise.all([
      ofCards.length === 0
        ? () => ({ personId: null, refused: null })
        : this.cards.judge(
            db,
            ofCards.map(({ cardNumber }) => cardNumber),
          ),
      ofCitizens.length === 0 ? new Map<string, string>() : this.insured.personsOfCertificates(db, ofCitizens),
      ofLegacy.length === 0 ? [] : this.legacy.findAll(db, ofLegacy),
    ]);
    const legacy = new Map(
      ofLegacy.flatMap(({ number, institutionCode }, index) => {
        const credential = found[index];
        return credential ? [[legacyKey(number, institutionCode), credential] as const] : [];
      }),
    );
    const owners = [
      ...ofCards.flatMap((card) => cards(card).personId ?? []),
      ...citizens.values(),
      ...[...legacy.values()].map(({ personId }) => personId),
    ];
    const others = [...new Set(owners)].filter((personId) => !persons.has(personId));
    const strangers = others.length === 0 ? [] : await this.insured.findAll(db, others);
    const known = new Map([...persons, ...strangers]);
    const certificates = await this.otherCertificates(db, shown, known);
    return { cards, vouchers, citizens, legacy, persons: known, certificates };
  }

  /** After a merge or a correction the card still bears the number before; it leads to the same person. */
  private async otherCertificates(
    db: Db,
    shown: readonly ShownCredential[],
    persons: ReadonlyMap<string, Person>,
  ): Promise<ReadonlyMap<string, string>> {
    const present = new Set([...persons.values()].map(({ certificateNumber }) => certificateNumber));
    const others = shown.flatMap(({ fields }) => fields.certno?.toUpperCase() ?? []).filter((one) => !present.has(one));
    return others.length === 0 ? NOBODY : this.insured.personsOfCertificates(db, others);
  }
}

/**
 * The person to whom the credential belongs. A card must be usable now; the document number that the message or the
 * card gives beside it must be the person's, or the name where there is no number.
 * Refuses CREDENTIAL-*, CARD-*, PERSON-UNKNOWN.
 */
function identified(known: KnownCredentials, { fields, institutionCode }: ShownCredential): Person {
  if (fields.mdtrt_cert_no === null) refuse('CREDENTIAL-MISSING');
  const owner = ownerOf(known, fields, fields.mdtrt_cert_no, institutionCode);
  const person = known.persons.get(owner) ?? refuse('PERSON-UNKNOWN');
  const certificate = fields.certno?.toUpperCase() ?? person.certificateNumber;
  const isHis = certificate === person.certificateNumber || known.certificates.get(certificate) === person.personId;
  if (!isHis) refuse('CREDENTIAL-MISMATCH', { field: 'certno' });
  // With an equal number the person is certain; rare characters of a name are written differently by many programs.
  if (fields.certno === null && fields.psn_name !== null && fields.psn_name !== person.name) {
    refuse('CREDENTIAL-MISMATCH', { field: 'psn_name' });
  }
  return person;
}

/**
 * As {@link identified}, and the person must be the one that the message is about. Refuses CARD-NOT-OWNERS, and
 * PERSON-MERGED for a number that another of the same person has taken the place of.
 */
export function confirmed(known: KnownCredentials, shown: ShownCredential, personId: string): Person {
  const person = identified(known, shown);
  if (person.personId === personId) return person;
  return refuse(known.persons.get(personId)?.mergedInto ? 'PERSON-MERGED' : 'CARD-NOT-OWNERS');
}

function ownerOf(
  known: KnownCredentials,
  fields: CredentialFields,
  credential: string,
  institutionCode: string,
): string {
  switch (fields.mdtrt_cert_type) {
    case LEGACY: {
      const found = known.legacy.get(legacyKey(credential, institutionCode)) ?? refuse('CREDENTIAL-LEGACY-UNKNOWN');
      return found.ended ? refuse('CREDENTIAL-LEGACY-ENDED') : found.personId;
    }
    case VOUCHER:
      return (
        known.citizens.get(known.vouchers.get(credential) ?? refuse('CREDENTIAL-VOUCHER-UNKNOWN')) ??
        refuse('PERSON-UNKNOWN')
      );
    case CITIZEN_NUMBER:
      return known.citizens.get(citizenNumberOf(credential)) ?? refuse('PERSON-UNKNOWN');
    case SOCIAL_SECURITY_CARD: {
      const { personId, refused } = known.cards(cardOf(credential, fields));
      if (refused) throw new Refused(refused);
      return personId ?? refuse('CARD-UNKNOWN');
    }
    default:
      return refuse('CREDENTIAL-KIND');
  }
}
