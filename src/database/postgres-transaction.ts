import type pg from 'pg';
import type { QueryRunner } from 'typeorm';
import type { BulkSql } from './bulk-sql.js';
import { socketOf } from './postgres-sockets.js';
import { askPostgres } from './postgres-statements.js';
import type { ReadsUnderway } from './reads-underway.js';
import type { Sealing } from './sealed-table.js';
import { forPostgres, type SqlParams } from './sql.js';
import {
  answering,
  asksRows,
  NOT_ENDED,
  sealsOf,
  type Statement,
  type Transaction,
  type Written,
} from './transaction.js';

const COMMIT_PATIENCE_MS = 4_000;
/** For so long at most a part of a load waits for the reads that are under way. */
const GIVE_WAY_MS = 40;

/** On a connection of TypeORM's pool, which is a pipeline: what is asked without waiting for the answer before is sent at once. */
export class PostgresTransaction implements Transaction {
  readonly engine = 'postgres' as const;

  private failure: { error: unknown } | undefined;

  constructor(
    private readonly runner: QueryRunner,
    private readonly reads: ReadsUnderway,
  ) {}

  async begin(first: string): Promise<unknown> {
    await this.runner.connect();
    const [, { rows }] = await Promise.all([
      askPostgres(this.runner, 'BEGIN'),
      askPostgres(this.runner, first),
    ]);
    return rows[0];
  }

  async all<Row>(sql: string, params: SqlParams): Promise<Row[]> {
    return (await this.ask(sql, params)).rows as Row[];
  }

  async get<Row>(sql: string, params: SqlParams): Promise<Row | undefined> {
    return (await this.all<Row>(sql, params))[0];
  }

  async run(sql: string, params: SqlParams, sealing?: Sealing): Promise<Written> {
    const { rows, rowCount } = await this.ask(answering(sql, sealing), params);
    return { changed: rowCount ?? 0, seals: sealsOf(sealing, [], rows) };
  }

  async writeMany<Row extends object>(
    sql: BulkSql<Row>,
    rows: readonly Row[],
    sealing?: Sealing,
  ): Promise<Written> {
    const records = JSON.stringify(rows.map((row) => sql.recordOf(row)));
    const text = asksRows(sealing) ? `${sql.many} RETURNING ${sql.table}.*` : sql.many;
    const { rows: left, rowCount } = await this.send(text, [records]);
    return { changed: rowCount ?? 0, seals: sealsOf(sealing, rows, left) };
  }

  letReadsPass(): Promise<void> {
    return this.reads.answered(GIVE_WAY_MS);
  }

  /** A commit is short: one that is not answered has lost its connection, and nobody knows whether it was kept. */
  async commit(last: Statement | undefined): Promise<void> {
    const client = (await this.runner.connect()) as pg.PoolClient;
    const late = setTimeout(() => socketOf(client).destroy(), COMMIT_PATIENCE_MS);
    try {
      const [, { command }] = await Promise.all([
        last && this.ask(last.sql, last.params),
        askPostgres(this.runner, 'COMMIT'),
      ]);
      // What failed before makes a rollback of it, without an error.
      if (command !== 'COMMIT') throw this.failure?.error ?? new Error(NOT_ENDED);
    } finally {
      clearTimeout(late);
    }
  }

  async rollBack(): Promise<void> {
    // Where the connection is gone there is nothing to roll back.
    await askPostgres(this.runner, 'ROLLBACK').catch(() => undefined);
  }

  async release(): Promise<void> {
    await this.runner.release();
  }

  private ask(sql: string, params: SqlParams): Promise<pg.QueryResult<object>> {
    const { text, values } = forPostgres(sql, params);
    return this.send(text, values);
  }

  /** After a failure PostgreSQL refuses whatever is asked: what went wrong is told by the first, whoever waits for its answer. */
  private async send(text: string, values: unknown[]): Promise<pg.QueryResult<object>> {
    try {
      return await askPostgres(this.runner, text, values);
    } catch (error) {
      this.failure ??= { error };
      throw this.failure.error;
    }
  }
}
