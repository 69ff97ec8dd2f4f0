import { type FileHandle, open } from 'node:fs/promises';

/** Bytes of a SQLite file that are read at once; whole pages of any size. */
const AT_ONCE = 4 * 1024 * 1024;
const HEADER = 100;

/**
 * A page of a SQLite file that holds nothing but zeros, as a disk leaves a block that was lost: the end of a long text may stand there, and no
 * check of the file's structure misses it. Pages of the list of free pages may never have been written.
 * @param path of a file whose every page is in the file itself, none in a `-wal` beside it
 * @returns the number of the first, from 1; undefined where there is none
 */
export async function zeroedPage(path: string): Promise<number | undefined> {
  const file = await open(path, 'r');
  try {
    const header = await read(file, 0, Buffer.alloc(HEADER));
    if (header.length < HEADER) return undefined;
    const size = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
    if (size < 512) return undefined;
    const zeroed = await zeroedPages(file, size);
    if (zeroed.length === 0) return undefined;
    const free = await freePages(file, header.readUInt32BE(32), size);
    return zeroed.find((page) => !free.has(page));
  } finally {
    await file.close();
  }
}

async function zeroedPages(file: FileHandle, size: number): Promise<number[]> {
  const zeros = Buffer.alloc(size);
  const buffer = Buffer.alloc(AT_ONCE);
  const found: number[] = [];
  for (let from = 0; ; from += AT_ONCE) {
    const bytes = await read(file, from, buffer);
    for (let at = 0; at + size <= bytes.length; at += size)
      if (bytes.compare(zeros, 0, size, at, at + size) === 0) found.push((from + at) / size + 1);
    if (bytes.length < AT_ONCE) return found.filter((page) => page !== lockPage(size));
  }
}

/** The page that is locked and never written, in files that reach so far. */
function lockPage(size: number): number {
  return 2 ** 30 / size + 1;
}

/** The list is a chain of pages, each of which names the next, how many others it names, and those. */
async function freePages(file: FileHandle, first: number, size: number): Promise<Set<number>> {
  const free = new Set<number>();
  for (let page = first; page !== 0 && !free.has(page);) {
    free.add(page);
    const trunk = await read(file, (page - 1) * size, Buffer.alloc(size));
    if (trunk.length < size) break;
    const named = Math.min(trunk.readUInt32BE(4), size / 4 - 2);
    for (let i = 0; i < named; i += 1) free.add(trunk.readUInt32BE(8 + 4 * i));
    page = trunk.readUInt32BE(0);
  }
  return free;
}

/** @returns what there is, in the buffer that was given */
async function read(file: FileHandle, from: number, buffer: Buffer): Promise<Buffer> {
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
  return buffer.subarray(0, bytesRead);
}
