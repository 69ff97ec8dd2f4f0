import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Queries } from '../../database/reader.js';
import { Problem } from '../../http/problem.js';
import type { EditionFileName, Manifest } from './manifest.js';

export interface StoredEdition {
  manifest: Manifest;
  /** The manifest as it is served, and its SHA-256 as it was recorded. */
  text: string;
  sha256: string;
}

/** @throws Problem 404 */
export async function storedEdition(queries: Queries, no: number): Promise<StoredEdition> {
  const row = await queries.get<{ manifest: string; manifest_sha256: string }>(
    'SELECT manifest, manifest_sha256 FROM edition WHERE no = :no',
    { no },
  );
  if (!row) throw new Problem(404, 'not_found');
  return stored(row);
}

/** Editions with numbers below `before`, the latest first. */
export async function storedEditions(
  queries: Queries,
  before: number,
  limit: number,
): Promise<StoredEdition[]> {
  const rows = await queries.all<{ manifest: string; manifest_sha256: string }>(
    'SELECT manifest, manifest_sha256 FROM edition WHERE no < :before ORDER BY no DESC LIMIT :limit',
    { before, limit },
  );
  return rows.map(stored);
}

function stored(row: { manifest: string; manifest_sha256: string }): StoredEdition {
  return {
    manifest: JSON.parse(row.manifest) as Manifest,
    text: row.manifest,
    sha256: row.manifest_sha256,
  };
}

/** The bytes of an edition's file as they are kept: gzipped, part by part. */
export function gzippedFile(queries: Queries, no: number, file: EditionFileName): Readable {
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (let part = 0; ; part++) {
      const row = await queries.get<{ bytes: Uint8Array }>(
        'SELECT bytes FROM edition_part WHERE edition_no = :no AND file = :file AND part = :part',
        { no, file, part },
      );
      if (!row) return;
      yield row.bytes;
    }
  }
  return Readable.from(parts(), { objectMode: false });
}

/** The bytes of an edition's file as they were frozen. */
export async function* frozenFile(
  queries: Queries,
  no: number,
  file: EditionFileName,
): AsyncGenerator<Buffer> {
  const source = gzippedFile(queries, no, file);
  const unzip = createGunzip();
  source.on('error', (error) => unzip.destroy(error));
  yield* source.pipe(unzip) as AsyncIterable<Buffer>;
}

/** The services of an edition, each as canonical JSON, by procedure and agency. */
export async function* frozenServices(queries: Queries, no: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of frozenFile(queries, no, 'services.jsonl')) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}
