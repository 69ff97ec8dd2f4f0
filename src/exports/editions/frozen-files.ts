import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { MEDIA_TYPES } from '../export-format.js';
import type { ExportedState, ServiceExports } from '../service-exports.service.js';
import { EDITION_FORMATS, type EditionFile, type EditionFormat } from './manifest.js';

/** Bytes of a part of a file in the database. */
export const PART_BYTES = 512 * 1024;
const NEW_LINE = 0x0a;

/** The files of an edition to be, gzipped in a folder of their own. */
export interface FrozenFiles {
  state: ExportedState;
  services: number;
  files: EditionFile[];
  /** The gzipped bytes of a file in parts. */
  parts(name: string): AsyncIterable<Buffer>;
}

/**
 * Freezes today's list in every format of an edition, from one state of the catalogue, before the transaction that keeps
 * it: other writers do not wait while the files are made.
 */
export async function withFrozenFiles<Result>(
  exports: ServiceExports,
  use: (frozen: FrozenFiles) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'edition-'));
  try {
    const outs = new Map<EditionFormat, PassThrough>();
    const measured = EDITION_FORMATS.map((format) => {
      const out = new PassThrough();
      outs.set(format, out);
      return measure(format, out, join(folder, `services.${format}`));
    });
    const written = exports.writeTogether(outs).catch((error: Error) => {
      for (const out of outs.values()) out.destroy(error);
      throw error;
    });
    const [state, ...files] = await Promise.all([written, ...measured]);
    return await use({
      state,
      services: files.find(({ name }) => name === 'services.jsonl')!.lines,
      files: files.map(({ name, mediaType, bytes, sha256 }) => ({ name, mediaType, bytes, sha256 })),
      parts: (name) => createReadStream(join(folder, name), { highWaterMark: PART_BYTES }),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  format: EditionFormat,
  source: PassThrough,
  path: string,
): Promise<EditionFile & { lines: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  let lines = 0;
  async function* measuring(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      for (const byte of chunk) if (byte === NEW_LINE) lines++;
      yield chunk;
    }
  }
  await pipeline(source, measuring, createGzip({ level: 6 }), createWriteStream(path));
  return {
    name: `services.${format}`,
    mediaType: MEDIA_TYPES[format],
    bytes,
    sha256: hash.digest('hex'),
    lines,
  };
}
