import BetterSqlite3 from 'better-sqlite3';
import type { Key } from '../database/sealed-row.mjs';
import type { EntryRows } from './entry.js';

/** What the ledger says of a row: the entry that wrote it last, and the hash of it then, or null where it was deleted. */
export interface LastSeal {
  seq: number;
  hash: string | null;
}

const CACHE_KIB = 32_768;

/**
 * The last seal of every row that the ledger names, while its entries are read in order. There may be millions: they are kept in
 * a temporary file of SQLite, which nobody else sees and which is gone with it.
 */
export class SealIndex {
  /** Rows that the ledger has written, each counted as often as it was. */
  seals = 0;
  private readonly file = new BetterSqlite3('');
  private readonly tables = new Map<string, number>();
  private readonly insert: BetterSqlite3.Statement;
  private readonly select: BetterSqlite3.Statement;

  constructor() {
    this.file.pragma(`cache_size = -${CACHE_KIB}`);
    this.file.pragma('journal_mode = OFF');
    this.file.pragma('synchronous = OFF');
    this.file
      .exec(`CREATE TABLE seal (place INTEGER NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, hash BLOB,
      PRIMARY KEY (place, key)) WITHOUT ROWID`);
    this.insert = this.file.prepare('INSERT OR REPLACE INTO seal VALUES (?, ?, ?, ?)');
    this.select = this.file.prepare('SELECT seq, hash FROM seal WHERE place = ? AND key = ?');
    this.file.exec('BEGIN');
  }

  /** Takes what an entry wrote; call it in the order of the entries. */
  take(seq: number, rows: EntryRows): void {
    for (const [table, seals] of Object.entries(rows)) {
      const place = this.placeOf(table);
      for (const seal of seals) {
        const hash = seal.at(-1) as string | null;
        this.insert.run(
          place,
          JSON.stringify(seal.slice(0, -1)),
          seq,
          hash === null ? null : Buffer.from(hash, 'hex'),
        );
      }
      this.seals += seals.length;
    }
  }

  last(table: string, key: Key): LastSeal | undefined {
    const row = this.select.get(this.placeOf(table), JSON.stringify(key)) as
      { seq: number; hash: Buffer | null } | undefined;
    return row && { seq: row.seq, hash: row.hash?.toString('hex') ?? null };
  }

  /** How many rows the table should have. */
  count(table: string): number {
    const sql = 'SELECT COUNT(*) FROM seal WHERE place = ? AND hash IS NOT NULL';
    return this.file.prepare(sql).pluck().get(this.placeOf(table)) as number;
  }

  /** The rows that the table should have, by their keys. */
  *standing(table: string): Generator<{ seq: number; key: Key }> {
    const sql = 'SELECT seq, key FROM seal WHERE place = ? AND hash IS NOT NULL ORDER BY key';
    for (const row of this.file.prepare(sql).iterate(this.placeOf(table))) {
      const { seq, key } = row as { seq: number; key: string };
      yield { seq, key: JSON.parse(key) as Key };
    }
  }

  close(): void {
    this.file.close();
  }

  private placeOf(table: string): number {
    let place = this.tables.get(table);
    if (place === undefined) this.tables.set(table, (place = this.tables.size));
    return place;
  }
}
