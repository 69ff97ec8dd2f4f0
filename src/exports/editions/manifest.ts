import type { ExportFormat } from '../export-format.js';

/** The formats in which an edition is frozen. */
export const EDITION_FORMATS = [
  'csv',
  'xlsx',
  'jsonl',
  'jsonld',
  'ttl',
] as const satisfies readonly ExportFormat[];
export type EditionFormat = (typeof EDITION_FORMATS)[number];
export const EDITION_FILES = [
  'services.csv',
  'services.xlsx',
  'services.jsonl',
  'services.jsonld',
  'services.ttl',
] as const;
export type EditionFileName = (typeof EDITION_FILES)[number];

export interface EditionFile {
  name: EditionFileName;
  mediaType: string;
  /** Size and hash of the file as it is given out, not as it is kept. */
  bytes: number;
  sha256: string;
}

/** What an edition is: the decision that published it, the state it was taken from, and its files with their hashes. */
export interface Manifest {
  edition: number;
  title: string | null;
  decisionNumber: string;
  decisionDate: string;
  /** The day that the list is about. */
  asOf: string;
  createdAt: string;
  /** How many services it holds. */
  services: number;
  /** The last entry of the ledger and the last change of the feed that it shows. */
  ledgerSeq: number;
  changeSeq: number;
  files: EditionFile[];
}
