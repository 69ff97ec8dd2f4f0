import type { BulkSql } from './bulk-sql.js';
import type { Engine } from './dialect.js';
import type { SqlParams } from './sql.js';

export interface Statement {
  sql: string;
  params: SqlParams;
}

export interface Written {
  /** How many rows. */
  changed: number;
  /** Where they were asked for: the rows as they were left, columns by their names. */
  left: object[];
}

/** A connection for one transaction of writing. What is asked is done in the order of asking, whether its answer is waited for or not. */
export interface Transaction {
  readonly engine: Engine;
  /** @param first a statement of one row, asked with the beginning @returns the row */
  begin(first: string): Promise<unknown>;
  all<Row>(sql: string, params: SqlParams): Promise<Row[]>;
  get<Row>(sql: string, params: SqlParams): Promise<Row | undefined>;
  /** Runs a statement that answers no rows. @returns how many rows it changed */
  run(sql: string, params: SqlParams): Promise<number>;
  writeMany<Row>(sql: BulkSql<Row>, rows: readonly Row[], wantsLeft: boolean): Promise<Written>;
  /** @param last a statement that goes with the commit @throws Error where the transaction is not ended by it */
  commit(last: Statement | undefined): Promise<void>;
  /** Does nothing where the transaction has ended or its connection is gone: the error before it is the one to tell. */
  rollBack(): Promise<void>;
  /** Gives the connection back. */
  release(): Promise<void>;
}

export const NOT_ENDED = 'The transaction was not ended by its commit';

/** The statement that writes one row and answers it as it was left. */
export function leaving(sql: string): string {
  return `${sql} RETURNING *`;
}
