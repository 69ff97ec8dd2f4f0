import type BetterSqlite3 from 'better-sqlite3';
import type { BulkSql } from './bulk-sql.js';
import { ENDED_BY_ITSELF } from './ended-by-itself.mjs';
import type { Statements } from './reader.js';
import type { Sealing } from './sealed-table.js';
import type { SqlParams } from './sql.js';
import {
  answering,
  asksRows,
  NOT_ENDED,
  sealsOf,
  type Statement,
  type Transaction,
  type Written,
} from './transaction.js';

/**
 * On the one connection for writes to a SQLite file, by statements that stay prepared: TypeORM's own way around each costs as much as some
 * of the writes. All is done when it is asked.
 */
export class SqliteTransaction implements Transaction {
  readonly engine = 'better-sqlite3' as const;

  private failure: unknown;

  constructor(
    private readonly connection: BetterSqlite3.Database,
    private readonly statements: Statements,
  ) {}

  async begin(first: string): Promise<unknown> {
    this.statements.prepare('BEGIN').run();
    return this.statements.prepare(first).get();
  }

  async all<Row>(sql: string, params: SqlParams): Promise<Row[]> {
    return this.do(() => this.statements.prepare(sql).all(params) as Row[]);
  }

  async get<Row>(sql: string, params: SqlParams): Promise<Row | undefined> {
    return this.do(() => this.statements.prepare(sql).get(params) as Row | undefined);
  }

  async run(sql: string, params: SqlParams, sealing?: Sealing): Promise<Written> {
    return this.do(() => {
      const statement = this.statements.prepare(answering(sql, sealing));
      if (!asksRows(sealing)) return { changed: statement.run(params).changes, seals: [] };
      const rows = statement.all(params) as object[];
      return { changed: rows.length, seals: sealsOf(sealing, [], rows) };
    });
  }

  async writeMany<Row extends object>(
    sql: BulkSql<Row>,
    rows: readonly Row[],
    sealing?: Sealing,
  ): Promise<Written> {
    return this.do(() => {
      const statement = this.statements.prepare(answering(sql.one, sealing));
      if (asksRows(sealing)) {
        const left = rows.flatMap((row) => statement.all(sql.valuesOf(row)) as object[]);
        return { changed: left.length, seals: sealsOf(sealing, rows, left) };
      }
      let changed = 0;
      for (const row of rows) changed += statement.run(sql.valuesOf(row)).changes;
      return { changed, seals: sealsOf(sealing, rows, []) };
    });
  }

  async commit(last: Statement | undefined): Promise<void> {
    if (last) await this.run(last.sql, last.params);
    this.do(() => this.statements.prepare('COMMIT').run());
    if (this.connection.inTransaction) throw new Error(NOT_ENDED);
  }

  async rollBack(): Promise<void> {
    // On a full or failing disk SQLite has ended the transaction by itself.
    if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
  }

  async release(): Promise<void> {
    // The connection stays open for the next.
  }

  private do<Result>(work: () => Result): Result {
    if (!this.connection.inTransaction) throw this.failure ?? new Error(ENDED_BY_ITSELF);
    try {
      return work();
    } catch (error) {
      this.failure ??= error;
      throw error;
    }
  }
}
