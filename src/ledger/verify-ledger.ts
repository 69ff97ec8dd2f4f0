import type { Queries, Reader } from '../database/reader.js';
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
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Reads the whole ledger and its head row, as of one moment, and says whether the chain holds.
 * @param known heads noted earlier; a chain that was cut or rewritten since then, head row included, is found by them
 */
export function verifyLedger(reader: Reader, known: readonly KnownHead[] = []): Promise<LedgerVerdict> {
  return reader.snapshot((queries) => verifyLedgerIn(queries, known));
}

/** The same of the state behind `queries`. */
export async function verifyLedgerIn(
  queries: Queries,
  known: readonly KnownHead[] = [],
): Promise<LedgerVerdict> {
  const head = await headOf(queries);
  const check = new ChainCheck(known);
  let after = -1;
  for (;;) {
    const entries = await queries.all<StoredEntry>(
      `SELECT seq, at, actor, action, body, hash FROM ledger_entry WHERE seq > :after ORDER BY seq LIMIT :limit`,
      { after, limit: ENTRIES_AT_ONCE },
    );
    for (const entry of entries) {
      const firstBad = check.next(entry);
      if (firstBad) return { ok: false, entries: check.entries, head, firstBad };
      after = entry.seq;
    }
    if (entries.length < ENTRIES_AT_ONCE) break;
    await nextTurn();
  }
  const firstBad = check.end(head) ?? null;
  return { ok: firstBad === null, entries: check.entries, head, firstBad };
}

/** Where the chain ends, by the head row. */
export async function headOf(queries: Queries): Promise<LedgerHead> {
  const head = await queries.get<LedgerHead>('SELECT seq, hash, at FROM ledger_head WHERE id = 1');
  if (!head) throw new Error('The ledger has no head row');
  return head;
}
