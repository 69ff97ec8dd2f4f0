import { canonicalJson, sha256 } from '../domain/canonical-json.js';

/** One thing that was changed. `before` is null for what is new, `after` for what ended. */
export interface EntryItem {
  subject: string;
  before: unknown;
  after: unknown;
}

/**
 * The rows that a transaction left, by table: primary key and SHA-256 of each, or null where it is gone. Of those in
 * SealedTable alone.
 */
export type EntryRows = Record<string, (string | number | null)[][]>;

/** One entry of the ledger: all that one transaction changed. */
export interface LedgerEntry {
  seq: number;
  at: string;
  actor: string;
  actorAgency: string | null;
  action: string;
  why: string | null;
  items: EntryItem[];
  /** Undefined in entries of versions that did not seal rows. */
  rows?: EntryRows;
  /** Hash of the entry before; 64 zeros before the first. */
  prev: string;
}

/** Hash before the first entry. */
export const GENESIS = '0'.repeat(64);

/** The bytes of an entry and their SHA-256: anybody can recompute the second from the first. */
export function seal(entry: LedgerEntry): { body: string; hash: string } {
  const body = canonicalJson(entry);
  return { body, hash: sha256(body) };
}
