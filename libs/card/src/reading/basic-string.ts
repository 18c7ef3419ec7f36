/** What goes into the 11 items; the dates as `yyyy-MM-dd` or null, everything else '' when the card does not have it. */
interface BasicItems {
  readonly citizenNumber: string;
  readonly cardNumber: string;
  readonly cardIdentifier: string;
  readonly name: string;
  /** Historical bytes of the answer to reset in hex. */
  readonly resetInformation: string;
  readonly specVersion: string;
  readonly issueDate: string | null;
  readonly validUntil: string | null;
}

/** 终端机编号 comes from a PSAM; the national functions write twelve zeros where there is none. */
const NO_TERMINAL_NUMBER = '000000000000';

/**
 * The string of the national reader function iReadCardBas: issuing division, citizen number, card number, card
 * identifier, name, reset information, specification version, issue date, valid until, terminal number, terminal device
 * number, each followed by a bar. The issuing division is what the card identifier begins with. The device number is
 * empty: no reader of ours has one.
 */
export function basicString(items: BasicItems): string {
  return [
    items.cardIdentifier.slice(0, 6),
    items.citizenNumber,
    items.cardNumber,
    items.cardIdentifier,
    items.name,
    items.resetInformation,
    items.specVersion,
    compactDate(items.issueDate),
    compactDate(items.validUntil),
    NO_TERMINAL_NUMBER,
    '',
  ]
    .map((item) => `${item}|`)
    .join('');
}

function compactDate(date: string | null): string {
  return date?.replaceAll('-', '') ?? '';
}
