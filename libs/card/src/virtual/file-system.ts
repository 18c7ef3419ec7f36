/** A file of records. Numbers are kept as given, so that a record can be missing in the middle. */
export interface RecordFile {
  readonly id: number;
  readonly sfi: number;
  readonly readCondition: 'free' | 'external-authentication';
  readonly records: ReadonlyMap<number, Uint8Array>;
}

/** The master file, or an application below it. */
export interface Directory {
  /** Application name; null for what only has a place. */
  readonly name: Uint8Array | null;
  /** What selecting it by name answers. */
  readonly controlInformation: Uint8Array;
  readonly files: readonly RecordFile[];
}

export interface FileSystem {
  readonly masterFile: Directory;
  readonly applications: readonly Directory[];
}

export const MASTER_FILE_ID = 0x3f00;

export function findByName(system: FileSystem, name: Uint8Array): Directory | null {
  return system.applications.find((directory) => directory.name !== null && equal(directory.name, name)) ?? null;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
