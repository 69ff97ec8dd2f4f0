import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { extract, pack, type Pack } from 'tar-stream';
import { wholeFile } from '../database/whole-file.js';

/** An archive that is not what was written, or not one of ours. */
export class ArchiveError extends Error {}

/** One thing to be written into an archive. */
export interface Parcel {
  name: string;
  /** Bytes. */
  size: number;
  content(): AsyncIterable<Buffer> | Buffer;
}

/** One thing as it is read. */
export interface Entry {
  name: string;
  content: AsyncIterable<Buffer>;
}

/** Writes a tar file that has its name only once it is whole and on disk. */
export async function writeArchive(path: string, parcels: AsyncIterable<Parcel>, at: Date): Promise<void> {
  await wholeFile(path, async (unfinished) => {
    const archive = pack();
    await Promise.all([
      pipeline(archive, createWriteStream(unfinished, { mode: 0o600 })),
      fill(archive, parcels, at),
    ]);
  });
}

async function fill(archive: Pack, parcels: AsyncIterable<Parcel>, mtime: Date): Promise<void> {
  try {
    for await (const { name, size, content } of parcels) {
      const header = { name, size, mtime, mode: 0o600 };
      const whole = content();
      if (Buffer.isBuffer(whole)) archive.entry(header, whole);
      else await pipeline(whole, archive.entry(header));
    }
    archive.finalize();
  } catch (error) {
    archive.destroy(error as Error);
    throw error;
  }
}

/**
 * Hands the entries to `take`, one after the other, each to be read to its end.
 * @throws ArchiveError that names the entry where the file cannot be read on
 */
export async function readArchive(path: string, take: (entry: Entry) => Promise<void>): Promise<void> {
  let last: string | undefined;
  const reading = extract();
  const file = createReadStream(path);
  file.on('error', (error) => reading.destroy(error));
  file.pipe(reading);
  try {
    for await (const entry of reading) {
      last = entry.header.name;
      await take({ name: last, content: entry as AsyncIterable<Buffer> });
      entry.resume();
    }
  } catch (error) {
    if (!isOfTar(error)) throw error;
    const where = last === undefined ? 'at its beginning' : `in or after the entry ${last}`;
    throw new ArchiveError(`The archive is damaged ${where}: ${error.message}`, { cause: error });
  } finally {
    file.destroy();
  }
}

function isOfTar(error: unknown): error is Error {
  return (
    error instanceof Error &&
    /^(Unexpected end of data|Invalid (tar )?header|Header exceeds)/.test(error.message)
  );
}

/** Passes content on and tells its hash and length at the end. */
export class Measure {
  size = 0;
  private readonly hash = createHash('sha256');

  async *through(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      this.hash.update(chunk);
      this.size += chunk.length;
      yield chunk;
    }
  }

  /** Reads content only to measure it. */
  async over(content: AsyncIterable<Buffer>): Promise<this> {
    for await (const chunk of this.through(content)) void chunk;
    return this;
  }

  sha256(): string {
    return this.hash.digest('hex');
  }
}
