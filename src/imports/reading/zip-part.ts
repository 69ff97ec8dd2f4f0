import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

/** Where a part of a zip file lies in it. */
export interface ZipPart {
  name: string;
  from: number;
  packed: number;
  isDeflated: boolean;
}

/** What the part holds, unpacked. Whoever does not read it to its end has to destroy it. */
export function readZipPart(path: string, { from, packed, isDeflated }: ZipPart): Readable {
  if (packed === 0) return Readable.from([]);
  const bytes = createReadStream(path, { start: from, end: from + packed - 1 });
  // A fault is told by the stream itself, to whoever reads it.
  return isDeflated ? pipeline(bytes, createInflateRaw(), () => undefined) : bytes;
}
