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
