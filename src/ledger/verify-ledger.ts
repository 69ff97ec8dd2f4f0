import type { Reader } from '../database/reader.js';
import { ChainCheck, type FirstBad, type KnownHead, type StoredEntry } from './verify-chain.js';

export interface LedgerHead {
  seq: number;
  hash: string;
  at: string;
}

export interface LedgerVerdict {
  ok: boolean;
  /** How many entries were found good from the first on. */
  entries: number;
  head: LedgerHead;
  firstBad: FirstBad | null;
}

/** An entry of a bulk load may weigh a megabyte. */
const ENTRIES_AT_ONCE = 10;

type Row = StoredEntry & { head_seq: number; head_hash: string; head_at: string };

/**
 * Reads the whole ledger and its head row, as of one moment, and says whether the chain holds.
 * @param known a head noted earlier; a chain that was cut or rewritten since then, head row included, is found by it
 */
export async function verifyLedger(reader: Reader, known?: KnownHead): Promise<LedgerVerdict> {
  const check = new ChainCheck(known);
  let head: LedgerHead | undefined;
  // One statement sees one state: the head row that it reads is that of the entries that it reads.
  const rows = reader.stream<Row | (Row & { seq: null })>(
    `SELECT e.seq, e.at, e.actor, e.action, e.body, e.hash,
       h.seq AS head_seq, h.hash AS head_hash, h.at AS head_at
     FROM ledger_head h LEFT JOIN ledger_entry e ON 1 = 1 WHERE h.id = 1 ORDER BY e.seq`,
    {},
    ENTRIES_AT_ONCE,
  );
  for await (const slice of rows) {
    for (const row of slice) {
      head ??= { seq: row.head_seq, hash: row.head_hash, at: row.head_at };
      const firstBad = row.seq === null ? undefined : check.next(row);
      if (firstBad) return { ok: false, entries: check.entries, head, firstBad };
    }
  }
  if (!head) throw new Error('The ledger has no head row');
  const firstBad = check.end(head) ?? null;
  return { ok: firstBad === null, entries: check.entries, head, firstBad };
}
