import { canonicalJson, sha256 } from '../domain/canonical-json.js';

export const FORMAT = 'service-level-catalogue-backup';
export const FORMAT_VERSION = 1;

/** One table of the archive; a line of its file is a JSON array of the row's values in the order of `columns`. */
export interface ArchivedTable {
  name: string;
  columns: string[];
  /** Those of the columns whose values are bytes, written as base64. */
  bytes: string[];
  rows: number;
  /** Name of the entry: gzipped JSON Lines. */
  file: string;
}

export interface ArchivedFile {
  name: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

/** What a backup says of itself; the first entry of the archive. */
export interface Manifest {
  format: typeof FORMAT;
  formatVersion: typeof FORMAT_VERSION;
  /** Version of the program that made it. */
  program: string;
  madeAt: string;
  /** The migrations that made the schema, in their order. */
  migrations: string[];
  /** The end of the ledger’s chain. */
  ledger: { seq: number; hash: string; at: string };
  /** As `GET /checksum` answered at that moment. */
  published: { count: number; sha256: string; seq: number };
  tables: ArchivedTable[];
  /** Every other entry in its order: the tables, then the files that the rows refer to. */
  files: ArchivedFile[];
  /** Files that rows refer to and that could not be read whole when the backup was made. */
  missing: string[];
}

export const MANIFEST = 'manifest.json';
/** The second entry, for `sha256sum -c`: it follows from the manifest. */
export const SUMS = 'SHA256SUMS';

/** The bytes of the first two entries. */
export function headEntries(manifest: Manifest): { name: string; text: string }[] {
  const text = `${canonicalJson(manifest)}\n`;
  return [
    { name: MANIFEST, text },
    { name: SUMS, text: sumsOf(text, manifest) },
  ];
}

/** @param text the manifest's own bytes */
export function sumsOf(text: string, { files }: Manifest): string {
  return [{ name: MANIFEST, sha256: sha256(text) }, ...files]
    .map((file) => `${file.sha256}  ${file.name}\n`)
    .join('');
}

/** @returns undefined where the text is no manifest of this format */
export function parseManifest(text: string): Manifest | undefined {
  try {
    const value = JSON.parse(text) as Partial<Manifest> | null;
    const isOurs = value?.format === FORMAT && value.formatVersion === FORMAT_VERSION;
    return isOurs && Array.isArray(value.tables) && Array.isArray(value.files)
      ? (value as Manifest)
      : undefined;
  } catch {
    return undefined;
  }
}
