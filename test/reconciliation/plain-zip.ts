import { deflateRawSync, inflateRawSync, crc32 } from 'node:zlib';

/** A file in a ZIP file. */
export interface Zipped {
  readonly name: string;
  readonly content: Buffer;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** Reads a ZIP file by the format's description, from its end: another program than the one that wrote it. */
export function readZip(zip: Buffer): Zipped[] {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error('no end of a ZIP file');
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new Error('no entry of a ZIP file');
    const [method, sum, packed, size] = [
      zip.readUInt16LE(at + 10),
      ...[16, 20, 24].map((o) => zip.readUInt32LE(at + o)),
    ];
    const [nameLength = 0, extra = 0, comment = 0] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + extra + comment;
    if (zip.readUInt32LE(local) !== LOCAL) throw new Error('no file of a ZIP file');
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const raw = zip.subarray(start, start + (packed ?? 0));
    const content = method === 8 ? inflateRawSync(raw) : raw;
    if (content.length !== size || crc32(content) !== sum) throw new Error('a file of a ZIP file is damaged');
    return { name, content };
  });
}

/** Writes a ZIP file. What it says of a size may be given, as a liar would. */
export function writeZip(files: readonly Zipped[], saidSize?: number): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const packed = deflateRawSync(content);
    const title = Buffer.from(name, 'utf8');
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(0x0800, 2);
    about.writeUInt16LE(8, 4);
    about.writeUInt32LE(crc32(content), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(saidSize ?? content.length, 18);
    about.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([word(LOCAL), about, title, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([word(CENTRAL), Buffer.from([20, 0]), about, rest, title]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, word(END), end]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
