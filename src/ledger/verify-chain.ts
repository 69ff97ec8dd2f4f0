import { sha256 } from '../domain/canonical-json.js';
import type { Key } from '../database/sealed-row.mjs';
import { type EntryRows, GENESIS, type LedgerEntry } from './entry.js';

/** An entry as it is stored. */
export interface StoredEntry {
  seq: number;
  at: string;
  actor: string;
  action: string;
  body: string;
  hash: string;
}

/** Number and hash of an entry, as `GET /ledger/head` gave them out. */
export interface KnownHead {
  seq: number;
  hash: string;
}

export type ChainFault =
  /** No entry has this number, though later ones or the head say that there was one. */
  | 'missing'
  /** The body is not what was hashed. */
  | 'hash_differs'
  /** The body is no JSON object. */
  | 'body_unreadable'
  /** A column says other than the body. */
  | 'columns_differ'
  /** It does not name the hash of the entry before: this entry or the one before was rewritten with its hash. */
  | 'link_broken'
  /** The head row does not end the chain at this entry with this hash and instant. */
  | 'head_differs'
  /** A head that was given out earlier named another hash for this number: the chain was rewritten since. */
  | 'known_head_differs';

export type RowFault =
  /** The row is not what the entry wrote. */
  | 'row_differs'
  /** The entry wrote a row that is not there. */
  | 'row_missing'
  /** No entry wrote the row; or the entry named took it away, and it is there. */
  | 'row_unknown';

export interface FirstBad {
  /** The entry; of a row the one that wrote it last, or the head where none did. */
  seq: number;
  reason: ChainFault | RowFault;
  /** Of a row, its table and its primary key. */
  table?: string;
  key?: Key;
}

/**
 * Checks a chain entry by entry, in order of their numbers, in flat memory. Every entry holds its own number and the hash of
 * the one before, so the first that does not fit is known exactly.
 */
export class ChainCheck {
  entries = 0;
  /** What the last entry that was found good wrote; undefined where it was made by a version that sealed no rows. */
  rows: EntryRows | undefined;
  private prev = GENESIS;
  private at = '';
  private readonly known: ReadonlyMap<number, string>;
  private readonly lastKnown: number;

  /** @param known heads noted earlier that this chain has to go on from */
  constructor(known: readonly KnownHead[] = []) {
    this.known = new Map(known.map(({ seq, hash }) => [seq, hash]));
    this.lastKnown = known.reduce((last, { seq }) => Math.max(last, seq), 0);
  }

  /** @returns the fault of this entry, or undefined */
  next(entry: StoredEntry): FirstBad | undefined {
    const seq = this.entries + 1;
    if (entry.seq !== seq) return { seq, reason: 'missing' };
    const reason = this.faultOf(entry);
    if (reason) return { seq, reason };
    this.entries = seq;
    this.prev = entry.hash;
    this.at = entry.at;
    return undefined;
  }

  /** @returns the fault of the chain's end, or undefined */
  end(head: { seq: number; hash: string; at: string }): FirstBad | undefined {
    const last = Math.max(head.seq, this.lastKnown);
    if (this.entries < last) return { seq: this.entries + 1, reason: 'missing' };
    if (head.seq < this.entries) return { seq: head.seq + 1, reason: 'head_differs' };
    if (head.hash !== this.prev || (this.entries > 0 && head.at !== this.at)) {
      return { seq: head.seq, reason: 'head_differs' };
    }
    return undefined;
  }

  private faultOf(entry: StoredEntry): ChainFault | undefined {
    if (sha256(entry.body) !== entry.hash) return 'hash_differs';
    const body = entryOf(entry.body);
    if (!body) return 'body_unreadable';
    const { seq, at, actor, action } = entry;
    if (body.seq !== seq || body.at !== at || body.actor !== actor || body.action !== action) {
      return 'columns_differ';
    }
    if (body.prev !== this.prev) return 'link_broken';
    if ((this.known.get(seq) ?? entry.hash) !== entry.hash) return 'known_head_differs';
    this.rows = body.rows;
    return undefined;
  }
}

function entryOf(body: string): Partial<LedgerEntry> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
