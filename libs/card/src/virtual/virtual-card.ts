import { Instruction, KeyId, PROPRIETARY_CLASS, RecordMode, SelectMode } from '../apdu/commands.js';
import { Status, SW1_MORE, SW1_WRONG_LE } from '../apdu/status-words.js';
import { concatBytes, fromHex } from '../encodings/hex.js';
import { statusOnly as status } from './answers.js';
import { findByName, MASTER_FILE_ID, type Directory, type FileSystem, type RecordFile } from './file-system.js';
import { personalise } from './personalisation.js';
import { type VirtualCardProfile } from './profile.js';
import { CardSecurity, type ChallengeSource } from './security.js';

/** An answer APDU, or that none comes: `mute` (the card stays silent) or `removed` (it left in mid-command). */
type VirtualAnswer = Uint8Array | 'mute' | 'removed';

/** GET RESPONSE counts waiting bytes in one byte; 0 stands for this many. */
const ANSWER_MAX = 256;

/** A command as T=0 carries it. `le` is null when nothing is asked for. */
interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly p3: number;
  readonly data: Uint8Array;
}

/**
 * A chip that speaks T=0 as cards of this trade do: answers to commands with data wait behind 61xx, a wrong expected length
 * is answered with 6Cxx. A contactless one speaks T=1: data come at once, and 0 stands for all of them. It knows no time and no reader, so that the same commands always give the same answers; with the
 * source of challenges that is built in, these too (tests rely on it, nothing secret hangs on it).
 */
export class VirtualCard {
  /** Answer to reset. */
  readonly atr: Uint8Array;
  private readonly files: FileSystem;
  private readonly faults: NonNullable<VirtualCardProfile['faults']>;
  private directory: Directory;
  private file: RecordFile | null = null;
  private waiting: Uint8Array | null = null;
  private commandsSeen = 0;
  private readonly security: CardSecurity;
  private readonly contactless: boolean;
  /** What a carrier of commands lets pass before each answer, in milliseconds. */
  readonly latencyMs: number;

  constructor(profile: VirtualCardProfile, challenges: ChallengeSource = countingChallenges()) {
    this.atr = fromHex(profile.atr);
    this.contactless = profile.interface === 'contactless';
    this.security = new CardSecurity(profile, challenges);
    this.latencyMs = profile.faults?.slowMs ?? 0;
    this.files = personalise(profile);
    this.faults = profile.faults ?? {};
    this.directory = this.files.masterFile;
  }

  /** Power off and on: the master file is current, nothing waits, nothing is proven. Counters of tries stay. */
  reset(): void {
    this.directory = this.files.masterFile;
    this.file = null;
    this.waiting = null;
    this.security.fall();
    this.commandsSeen = 0;
  }

  /** One command and its answer. Whatever the bytes are, there is an answer; it never throws. */
  process(bytes: Uint8Array): VirtualAnswer {
    this.commandsSeen += 1;
    if (this.faults.removedAt !== undefined && this.commandsSeen >= this.faults.removedAt) return 'removed';
    if (this.faults.mute) return 'mute';
    const strange = this.faults.statusWords?.find(({ at }) => at === this.commandsSeen);
    if (strange) return fromHex(strange.status);

    const command = parseCommand(bytes);
    const waiting = this.waiting;
    this.waiting = null;
    if (!command) return status(Status.WRONG_LENGTH);
    const expectedClass = command.ins === Instruction.CHANGE_PIN ? PROPRIETARY_CLASS : 0x00;
    if (command.cla !== expectedClass) return status(Status.UNKNOWN_CLASS);
    switch (command.ins) {
      case Instruction.SELECT:
        return this.select(command);
      case Instruction.READ_RECORD:
        return this.readRecord(command);
      case Instruction.GET_RESPONSE:
        return this.contactless ? status(Status.UNKNOWN_INSTRUCTION) : this.getResponse(command, waiting);
      case Instruction.GET_CHALLENGE:
        return this.getChallenge(command);
      case Instruction.INTERNAL_AUTHENTICATE:
      case Instruction.EXTERNAL_AUTHENTICATE:
        return this.authenticate(command);
      case Instruction.VERIFY:
      case Instruction.CHANGE_PIN:
        return this.usePin(command);
      default:
        return status(Status.UNKNOWN_INSTRUCTION);
    }
  }

  private select(command: Command): Uint8Array {
    if (command.p2 !== 0x00) return status(Status.WRONG_P1_P2);
    if (command.p3 !== command.data.length) return status(Status.WRONG_LENGTH);
    if (command.p1 === SelectMode.BY_NAME) {
      const directory = findByName(this.files, command.data);
      return directory ? this.enter(directory) : status(Status.FILE_NOT_FOUND);
    }
    if (command.p1 !== SelectMode.BY_FILE_ID && command.p1 !== SelectMode.FILE_BELOW) {
      return status(command.p1 === SelectMode.CHILD_DIRECTORY ? Status.FILE_NOT_FOUND : Status.WRONG_P1_P2);
    }
    if (command.data.length !== 2) return status(Status.WRONG_LENGTH);
    const id = ((command.data[0] ?? 0) << 8) | (command.data[1] ?? 0);
    if (command.p1 === SelectMode.BY_FILE_ID && id === MASTER_FILE_ID) return this.enter(this.files.masterFile);
    const file = this.directory.files.find((candidate) => candidate.id === id);
    if (!file) return status(Status.FILE_NOT_FOUND);
    this.file = file;
    return status(Status.OK);
  }

  private enter(directory: Directory): Uint8Array {
    this.directory = directory;
    this.file = null;
    this.security.fall();
    return this.give(directory.controlInformation);
  }

  private readRecord({ p1, p2, p3 }: Command): Uint8Array {
    const sfi = p2 >> 3;
    const mode = p2 & 0x07;
    const file = sfi === 0 ? this.file : this.directory.files.find((candidate) => candidate.sfi === sfi);
    if (file === null) return status(Status.NO_CURRENT_FILE);
    if (file === undefined) return status(Status.FILE_NOT_FOUND);
    const found = recordsFor(file, p1, mode);
    if (!found) return status(Status.WRONG_P1_P2);
    this.file = file;
    if (file.readCondition !== 'free' && !this.security.hasProven(KeyId.HOLDER)) return status(Status.SECURITY_STATE);
    if (found.length === 0) return status(Status.RECORD_NOT_FOUND);
    const answer = concatBytes(...found.map((record) => this.asFaulty(record)));
    return exactly(answer, this.contactless && p3 === 0 ? answer.length : p3);
  }

  private getResponse({ p1, p2, p3 }: Command, waiting: Uint8Array | null): Uint8Array {
    if (!waiting) return status(Status.CONDITIONS);
    if (p1 !== 0 || p2 !== 0) return status(Status.WRONG_P1_P2);
    const asked = p3 === 0 ? ANSWER_MAX : p3;
    if (asked > waiting.length) {
      this.waiting = waiting;
      return wrongLe(waiting.length);
    }
    const rest = waiting.slice(asked);
    const answer = waiting.slice(0, asked);
    return concatBytes(answer, rest.length > 0 ? this.keepWaiting(rest) : status(Status.OK));
  }

  private getChallenge({ p1, p2, p3 }: Command): Uint8Array {
    if (p1 !== 0 || p2 !== 0) return status(Status.WRONG_P1_P2);
    const challenge = this.security.newChallenge(p3);
    return challenge ? concatBytes(challenge, status(Status.OK)) : status(Status.WRONG_LENGTH);
  }

  private authenticate({ ins, p1, p2, p3, data }: Command): Uint8Array {
    if (p1 !== 0) return status(Status.WRONG_P1_P2);
    if (p3 !== data.length || data.length === 0) return status(Status.WRONG_LENGTH);
    if (ins === Instruction.EXTERNAL_AUTHENTICATE) return status(this.security.externalAuthenticate(p2, data));
    const answer = this.security.internalAuthenticate(p2, data);
    return typeof answer === 'number' ? status(answer) : this.give(answer);
  }

  private usePin({ ins, p1, p2, p3, data }: Command): Uint8Array {
    const changing = ins === Instruction.CHANGE_PIN;
    if (p1 !== (changing ? 1 : 0) || p2 !== 0) return status(Status.WRONG_P1_P2);
    if (p3 !== data.length) return status(Status.WRONG_LENGTH);
    return status(changing ? this.security.changePin(data) : this.security.verifyPin(data));
  }

  private asFaulty(record: Uint8Array): Uint8Array {
    const tag = record[0] ?? 0;
    if (!this.faults.wrongTags?.some((wrong) => parseInt(wrong, 16) === tag)) return record;
    return concatBytes(Uint8Array.of(~tag & 0xff), record.subarray(1));
  }

  /** Data that the command did not say the length of: at once where T=1 is spoken, on request under T=0. */
  private give(answer: Uint8Array): Uint8Array {
    if (answer.length === 0) return status(Status.OK);
    return this.contactless ? concatBytes(answer, status(Status.OK)) : this.keepWaiting(answer);
  }

  private keepWaiting(answer: Uint8Array): Uint8Array {
    this.waiting = answer;
    return Uint8Array.of(SW1_MORE, answer.length >= ANSWER_MAX ? 0 : answer.length);
  }
}

/** Four header bytes; P3 is 0 when missing. Data must be as long as P3 says, one expected length may follow it. */
function parseCommand(bytes: Uint8Array): Command | null {
  const [cla, ins, p1, p2, p3 = 0] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return null;
  const body = bytes.subarray(5);
  if (body.length > 0 && body.length !== p3 && body.length !== p3 + 1) return null;
  return { cla, ins, p1, p2, p3, data: body.slice(0, p3) };
}

/** @returns null for a mode that no card of this trade knows. */
function recordsFor(file: RecordFile, reference: number, mode: number): Uint8Array[] | null {
  const inOrder = [...file.records].sort(([a], [b]) => a - b);
  switch (mode) {
    case RecordMode.BY_NUMBER:
      return inOrder.filter(([number]) => number === reference).map(([, record]) => record);
    case RecordMode.BY_TAG:
      return inOrder
        .filter(([, record]) => record[0] === reference)
        .slice(0, 1)
        .map(([, record]) => record);
    case RecordMode.FROM_NUMBER_ON:
      return reference === 0 ? [] : inOrder.filter(([number]) => number >= reference).map(([, record]) => record);
    default:
      return null;
  }
}

function exactly(answer: Uint8Array, le: number): Uint8Array {
  const expected = answer.length >= ANSWER_MAX ? 0 : answer.length;
  return le === expected ? concatBytes(answer.slice(0, ANSWER_MAX), status(Status.OK)) : wrongLe(expected);
}

function wrongLe(length: number): Uint8Array {
  return Uint8Array.of(SW1_WRONG_LE, length >= ANSWER_MAX ? 0 : length);
}

function countingChallenges(): ChallengeSource {
  let next = 1;
  return (length) => Uint8Array.from({ length }, () => (next = (next * 167 + 13) & 0xff));
}
