import { readRecordOf, selectByName } from '../apdu/commands.js';
import { exchange } from '../apdu/exchange.js';
import { Status } from '../apdu/status-words.js';
import { type CardChannel } from '../channel.js';
import { fromHex, toHex } from '../encodings/hex.js';
import { type BerTlv, findBerTlv, parseBerTlv } from '../tlv/ber-tlv.js';

/** What a payment application may do. `other`: of a scheme that no social security card carries. */
type ApplicationKind = 'debit' | 'credit' | 'quasi-credit' | 'electronic-cash' | 'other';

/** PBOC application names, each the beginning of the name on the card. The order is that in which they are looked for. */
const KINDS: readonly (readonly [string, ApplicationKind])[] = [
  ['A000000333010101', 'debit'],
  ['A000000333010102', 'credit'],
  ['A000000333010103', 'quasi-credit'],
  ['A000000333010106', 'electronic-cash'],
];

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
/** PSE on the contacts, PPSE over the air. A chip may know either or both. */
const DIRECTORIES = ['1PAY.SYS.DDF01', '2PAY.SYS.DDF01'].map(ascii);

const Tag = { ENTRY: 0x61, APPLICATION_ID: 0x4f, LABEL: 0x50, DIRECTORY_SFI: 0x88 } as const;
const SFI_MAX = 30;
const DIRECTORY_RECORDS_MAX = 10;

interface Entry {
  readonly aid: Uint8Array;
  readonly kind: ApplicationKind;
  readonly label: string;
}

/** What was found; `selected` is the debit application, and it is current. */
export type BankApplication =
  | { readonly state: 'selected'; readonly label: string }
  | { readonly state: 'absent' }
  | { readonly state: 'blocked' }
  | { readonly state: 'refused'; readonly kind: Exclude<ApplicationKind, 'debit'> };

/**
 * Looks for the debit application, through the card's directories, and by the known names when they list nothing. The bank
 * application of a social security card is debit only, so anything else is told and not entered any further.
 * @throws CardFault of the channel.
 */
export async function selectDebit(channel: CardChannel): Promise<BankApplication> {
  const listed = await listedApplications(channel);
  const debit = listed.find(({ kind }) => kind === 'debit');
  const [first] = listed;
  if (debit) return enter(channel, debit);
  if (first) return refusedAs(first.kind);

  for (const [aid, kind] of KINDS) {
    const found = await enter(channel, { aid: fromHex(aid), kind, label: '' });
    if (found.state === 'blocked') return found;
    if (found.state === 'selected') return kind === 'debit' ? found : refusedAs(kind);
  }
  return { state: 'absent' };
}

const refusedAs = (kind: ApplicationKind): BankApplication =>
  kind === 'debit' ? { state: 'absent' } : { state: 'refused', kind };

async function enter(channel: CardChannel, { aid, label }: Entry): Promise<BankApplication> {
  const { status, data } = await exchange(channel, selectByName(aid));
  switch (status) {
    case Status.OK:
      return { state: 'selected', label: label || labelIn(objectsOf(data)) };
    case Status.FILE_INVALIDATED:
    case Status.BLOCKED_FOR_GOOD:
      return { state: 'blocked' };
    default:
      return { state: 'absent' };
  }
}

async function listedApplications(channel: CardChannel): Promise<readonly Entry[]> {
  for (const name of DIRECTORIES) {
    const { status, data } = await exchange(channel, selectByName(name));
    if (status !== Status.OK) continue;
    const control = objectsOf(data);
    const inControl = entriesIn(control);
    const listed = inControl.length > 0 ? inControl : await entriesInFile(channel, control);
    if (listed.length > 0) return listed;
  }
  return [];
}

async function entriesInFile(channel: CardChannel, control: readonly BerTlv[]): Promise<readonly Entry[]> {
  const sfi = findBerTlv(control, Tag.DIRECTORY_SFI)?.value[0] ?? 0;
  if (sfi < 1 || sfi > SFI_MAX) return [];
  const entries: Entry[] = [];
  for (let number = 1; number <= DIRECTORY_RECORDS_MAX; number += 1) {
    const { status, data } = await exchange(channel, readRecordOf(sfi, number));
    if (status !== Status.OK) break;
    entries.push(...entriesIn(objectsOf(data)));
  }
  return entries;
}

/** A directory that is no TLV lists nothing; the application may be there all the same. */
function objectsOf(data: Uint8Array): readonly BerTlv[] {
  const parsed = parseBerTlv(data);
  return parsed.ok ? parsed.objects : [];
}

function entriesIn(objects: readonly BerTlv[]): Entry[] {
  return objects.flatMap((object) => {
    if (object.tag !== Tag.ENTRY) return entriesIn(object.children);
    const aid = object.children.find(({ tag }) => tag === Tag.APPLICATION_ID)?.value;
    return aid && aid.length >= 5 && aid.length <= 16
      ? [{ aid, kind: kindOf(aid), label: labelIn(object.children) }]
      : [];
  });
}

function kindOf(aid: Uint8Array): ApplicationKind {
  const text = toHex(aid);
  return KINDS.find(([name]) => text.startsWith(name))?.[1] ?? 'other';
}

function labelIn(objects: readonly BerTlv[]): string {
  const label = findBerTlv(objects, Tag.LABEL)?.value ?? new Uint8Array();
  return String.fromCharCode(...label.subarray(0, 16)).replace(/[^\x20-\x7e]/g, '');
}
