import { open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../http/problem.js';
import { readZipPart, type ZipPart } from './zip-part.js';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const MOST_ENTRIES = 2_000;
/** Bytes of all parts of a workbook, unpacked; 200,000 rows of 14 columns need some 200 MB. */
const UNPACKED_LIMIT = 500 * 1024 * 1024;

interface Entry {
  name: string;
  at: number;
  packed: number;
  isDeflated: boolean;
  hasDescriptor: boolean;
}

/**
 * Refuses a zip file that would unpack to more than a workbook can be, or that holds parts that its directory does not
 * list: a reader of the stream would unpack those unseen.
 * @returns its parts, in the order in which they lie in it
 * @throws Problem 422
 */
export async function checkZip(path: string): Promise<ZipPart[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, END_LENGTH + LONGEST_COMMENT));
    await file.read(tail, 0, tail.length, size - tail.length);
    const endAt = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (endAt < 0 || tail.readUInt32LE(endAt) !== END || endAt + END_LENGTH > tail.length) throw unreadable();
    const count = tail.readUInt16LE(endAt + 10);
    const length = tail.readUInt32LE(endAt + 12);
    const directoryAt = tail.readUInt32LE(endAt + 16);
    // 0xffffffff is Zip64, which no workbook of this size needs.
    if (count > MOST_ENTRIES || directoryAt + length > size) throw unreadable();
    const directory = Buffer.alloc(length);
    await file.read(directory, 0, length, directoryAt);
    const entries = entriesOf(directory, count).sort((a, b) => a.at - b.at);

    const parts: ZipPart[] = [];
    let at = 0;
    let unpacked = 0;
    for (const entry of entries) {
      if (entry.at !== at) throw unreadable();
      const head = Buffer.alloc(30);
      await file.read(head, 0, head.length, at);
      if (head.readUInt32LE(0) !== LOCAL) throw unreadable();
      const from = at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
      const part: ZipPart = { name: entry.name, from, packed: entry.packed, isDeflated: entry.isDeflated };
      unpacked += await unpackedSize(path, part, UNPACKED_LIMIT - unpacked);
      parts.push(part);
      at = from + entry.packed;
      if (!entry.hasDescriptor) continue;
      const mark = Buffer.alloc(4);
      await file.read(mark, 0, 4, at);
      at += mark.readUInt32LE(0) === DESCRIPTOR ? 16 : 12;
    }
    if (at !== directoryAt) throw unreadable();
    return parts;
  } finally {
    await file.close();
  }
}

function entriesOf(directory: Buffer, count: number): Entry[] {
  const entries: Entry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL) throw unreadable();
    const flags = directory.readUInt16LE(at + 8);
    const method = directory.readUInt16LE(at + 10);
    const isEncrypted = (flags & 1) !== 0;
    if (isEncrypted || (method !== 0 && method !== 8)) throw unreadable();
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + directory.readUInt16LE(at + 28)),
      at: directory.readUInt32LE(at + 42),
      packed: directory.readUInt32LE(at + 20),
      isDeflated: method === 8,
      hasDescriptor: (flags & 8) !== 0,
    });
    at +=
      46 +
      directory.readUInt16LE(at + 28) +
      directory.readUInt16LE(at + 30) +
      directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** Unpacks to nowhere and counts, since the sizes that the file states may be lies. */
async function unpackedSize(path: string, part: ZipPart, limit: number): Promise<number> {
  if (!part.isDeflated) return within(part.packed, limit);
  let size = 0;
  const counter = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      size += piece.length;
      done(size > limit ? tooLarge() : null);
    },
  });
  try {
    await pipeline(readZipPart(path, part), counter);
  } catch (error) {
    throw error instanceof Problem ? error : unreadable();
  }
  return size;
}

function within(size: number, limit: number): number {
  if (size > limit) throw tooLarge();
  return size;
}

const unreadable = (): Problem => new Problem(422, 'import_unreadable_workbook');
const tooLarge = (): Problem =>
  new Problem(422, 'import_unpacks_too_large', { params: { limit: UNPACKED_LIMIT } });
