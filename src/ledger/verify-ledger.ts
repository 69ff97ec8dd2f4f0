import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queries, Reader } from '../database/reader.js';
import type { EntryRows } from './entry.js';
import { SealIndex } from './seal-index.js';
import { ChainCheck, type FirstBad, type KnownHead, type StoredEntry } from './verify-chain.js';
import { verifyRows } from './verify-rows.js';

export interface LedgerHead {
  seq: number;
  hash: string;
  at: string;
}

export interface LedgerVerdict {
  ok: boolean;
  /** How many entries were found good from the first on. */
  entries: number;
  /**
   * How many rows were found to be what the entries wrote; null where rows were not held against them: the chain is broken, no entry
   * seals any yet, or there are more than were asked for.
   */
  rows: number | null;
  head: LedgerHead;
  firstBad: FirstBad | null;
}

export interface Extent {
  /** Heads noted earlier; a chain that was cut or rewritten since then, head row included, is found by them. */
  known?: readonly KnownHead[];
  /** Rows are not looked at where the ledger has written more of them than this. */
  rowsAtMost?: number;
}

/** An entry of a bulk load may weigh a megabyte. */
const ENTRIES_AT_ONCE = 10;
const CHARACTERS_A_TURN = 500_000;

/** Reads the whole ledger, its head row and all rows that it seals, as of one moment, and says whether they hold. */
export function verifyLedger(reader: Reader, extent: Extent = {}): Promise<LedgerVerdict> {
  return reader.snapshot((queries) => verifyLedgerIn(queries, extent));
}

/** The same of the state behind `queries`. */
export async function verifyLedgerIn(queries: Queries, extent: Extent = {}): Promise<LedgerVerdict> {
  const { known = [], rowsAtMost = Number.MAX_SAFE_INTEGER } = extent;
  const head = await headOf(queries);
  const check = new ChainCheck(known);
  const index = new SealIndex();
  try {
    let sealed = false;
    const firstBad = await readChain(queries, check, head, (seq, rows) => {
      sealed = true;
      if (index.seals <= rowsAtMost) index.take(seq, rows);
    });
    const { entries } = check;
    if (firstBad) return { ok: false, entries, rows: null, head, firstBad };
    if (!sealed || index.seals > rowsAtMost) return { ok: true, entries, rows: null, head, firstBad: null };
    const found = await verifyRows(queries, index, head.seq);
    return { ok: found.firstBad === null, entries, rows: found.rows, head, firstBad: found.firstBad };
  } finally {
    index.close();
  }
}

/** @returns the first fault of the chain, or undefined */
async function readChain(
  queries: Queries,
  check: ChainCheck,
  head: LedgerHead,
  wrote: (seq: number, rows: EntryRows) => void,
): Promise<FirstBad | undefined> {
  let after = -1;
  for (;;) {
    const entries = await queries.all<StoredEntry>(
      `SELECT seq, at, actor, action, body, hash FROM ledger_entry WHERE seq > :after ORDER BY seq LIMIT :limit`,
      { after, limit: ENTRIES_AT_ONCE },
    );
    let characters = 0;
    for (const entry of entries) {
      const firstBad = check.next(entry);
      if (firstBad) return firstBad;
      if (check.rows) wrote(entry.seq, check.rows);
      after = entry.seq;
      characters += entry.body.length;
      if (characters > CHARACTERS_A_TURN) {
        await nextTurn();
        characters = 0;
      }
    }
    if (entries.length < ENTRIES_AT_ONCE) return check.end(head);
    await nextTurn();
  }
}

/** Where the chain ends, by the head row. */
export async function headOf(queries: Queries): Promise<LedgerHead> {
  const head = await queries.get<LedgerHead>('SELECT seq, hash, at FROM ledger_head WHERE id = 1');
  if (!head) throw new Error('The ledger has no head row');
  return head;
}
