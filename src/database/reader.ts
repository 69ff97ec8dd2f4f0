import type BetterSqlite3 from 'better-sqlite3';
import type { Engine } from './dialect.js';
import type { SqlParams } from './sql.js';

/** Reads of committed rows. One statement sees one state; several see one state only inside `snapshot`. */
export interface Queries {
  readonly engine: Engine;
  all<Row>(sql: string, params?: SqlParams): Promise<Row[]>;
  get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined>;
}

/** Several reads of one committed state. */
export interface Snapshot extends Queries {
  /**
   * Rows in slices, in flat memory, while other reads of the same state are made between the slices.
   * @param slice how many rows at once; fewer where a row may be large
   */
  stream<Row>(sql: string, params?: SqlParams, slice?: number): AsyncGenerator<Row[]>;
  /**
   * Lines as bytes: what is only handed on is never made a text of JavaScript, to be made bytes again.
   * @param rows SQL of the column `line`, JSON in each, and of those that `order` names
   */
  lines(rows: string, order: string, params?: SqlParams): Promise<Uint8Array>;
}

/** How far the catalogue has come: the last entry of the ledger, the last change of the list and its day. */
export interface KnownHead {
  seq: number;
  changeSeq: number;
  listDay: string;
}

/** The way of every read: never sees a transaction that is under way. */
export abstract class Reader implements Queries {
  abstract readonly engine: Engine;
  abstract all<Row>(sql: string, params?: SqlParams): Promise<Row[]>;
  abstract get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined>;
  /** All reads inside see the same committed state. */
  abstract snapshot<Result>(read: (queries: Snapshot) => Promise<Result>): Promise<Result>;
  /** The same for reads that look at a great part of a large table: others are served meanwhile. */
  abstract longSnapshot<Result>(read: (queries: Queries) => Promise<Result>): Promise<Result>;
  /**
   * Rows in slices, in flat memory; others are served between the slices.
   * @param slice how many rows at once; fewer where a row may be large
   */
  abstract stream<Row>(sql: string, params?: SqlParams, slice?: number): AsyncGenerator<Row[]>;
  abstract close(): Promise<void>;

  /** Runs `work`; its reads, and those that follow from it, may be answered by a replica where `mayAskReplica` says so then. */
  allowReplicas(_mayAskReplica: () => boolean, work: () => void): void {
    work();
  }

  /** Tells what is committed, as far as this process knows: no read is answered from before. */
  follow(_head: KnownHead): void {
    // Where there is one database, reads see all that it has committed.
  }
}

/** Rows of a stream that are handed on at once. */
export const SLICE = 500;

/** Prepared statements of one SQLite connection, kept by their text. */
export class Statements {
  private readonly kept = new Map<string, BetterSqlite3.Statement>();

  constructor(private readonly connection: BetterSqlite3.Database) {}

  prepare(sql: string): BetterSqlite3.Statement {
    let statement = this.kept.get(sql);
    if (!statement) {
      statement = this.connection.prepare(sql);
      if (this.kept.size >= 500) this.kept.clear();
      this.kept.set(sql, statement);
    }
    return statement;
  }
}
