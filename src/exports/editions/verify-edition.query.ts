import { createHash } from 'node:crypto';
import type { Queries } from '../../database/reader.js';
import { sha256 } from '../../domain/canonical-json.js';
import { frozenFile, storedEdition } from './edition.query.js';
import type { EditionFile } from './manifest.js';

export interface Verification {
  ok: boolean;
  edition: number;
  /** Whether the manifest has the hash that was recorded with it. */
  manifest: boolean;
  /** Whether the ledger holds that hash. */
  ledger: boolean;
  /** `sha256` as found now; null where the file cannot be read. */
  files: { name: string; ok: boolean; expected: string; sha256: string | null }[];
  /** The first thing that is not as it was frozen. */
  firstBad: string | null;
}

/**
 * Reads every byte of an edition again and holds it against the manifest, and the manifest against the ledger.
 * @throws Problem 404
 */
export async function verifyEdition(queries: Queries, no: number): Promise<Verification> {
  const edition = await storedEdition(queries, no);
  const manifest = sha256(edition.text) === edition.sha256;
  const ledger = await isInLedger(queries, no, edition.sha256);
  const files = [];
  for (const file of edition.manifest.files) files.push(await verifyFile(queries, no, file));
  const firstBad = !manifest
    ? 'manifest.json'
    : !ledger
      ? 'ledger'
      : (files.find((file) => !file.ok)?.name ?? null);
  return { ok: firstBad === null, edition: no, manifest, ledger, files, firstBad };
}

async function verifyFile(
  queries: Queries,
  no: number,
  { name, sha256: expected, bytes }: EditionFile,
): Promise<Verification['files'][number]> {
  const hash = createHash('sha256');
  let found = 0;
  try {
    for await (const chunk of frozenFile(queries, no, name)) {
      hash.update(chunk);
      found += chunk.length;
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('Z_') !== true) throw error;
    return { name, ok: false, expected, sha256: null };
  }
  const actual = hash.digest('hex');
  return { name, ok: actual === expected && found === bytes, expected, sha256: actual };
}

async function isInLedger(queries: Queries, no: number, manifestSha256: string): Promise<boolean> {
  const subject = `edition:${no}`;
  const row = await queries.get<{ body: string }>(
    `SELECT e.body FROM ledger_subject s JOIN ledger_entry e ON e.seq = s.seq
     WHERE s.subject = :subject ORDER BY e.seq LIMIT 1`,
    { subject },
  );
  if (!row) return false;
  const { items } = JSON.parse(row.body) as {
    items: { subject: string; after: { manifestSha256?: string } | null }[];
  };
  return items.some((item) => item.subject === subject && item.after?.manifestSha256 === manifestSha256);
}
