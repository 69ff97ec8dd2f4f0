import type { BulkSql } from './bulk-sql.js';
import type { Engine } from './dialect.js';
import { type Seal, sealOf, sealOfGone } from './sealed-row.mjs';
import type { Sealing } from './sealed-table.js';
import type { SqlParams } from './sql.js';

export interface Statement {
  sql: string;
  params: SqlParams;
}

export interface Written {
  /** How many rows. */
  changed: number;
  /** Of each row where they are sealed. */
  seals: Seal[];
}

/** A connection for one transaction of writing. What is asked is done in the order of asking, whether its answer is waited for or not. */
export interface Transaction {
  readonly engine: Engine;
  /** @param first a statement of one row, asked with the beginning @returns the row */
  begin(first: string): Promise<unknown>;
  all<Row>(sql: string, params: SqlParams): Promise<Row[]>;
  get<Row>(sql: string, params: SqlParams): Promise<Row | undefined>;
  /** Runs a statement that answers no rows. */
  run(sql: string, params: SqlParams, sealing?: Sealing): Promise<Written>;
  writeMany<Row extends object>(sql: BulkSql<Row>, rows: readonly Row[], sealing?: Sealing): Promise<Written>;
  /** Waits for the reads under way, where they want what this transaction works with. */
  letReadsPass?(): Promise<void>;
  /** @param last a statement that goes with the commit @throws Error where the transaction is not ended by it */
  commit(last: Statement | undefined): Promise<void>;
  /** Does nothing where the transaction has ended or its connection is gone: the error before it is the one to tell. */
  rollBack(): Promise<void>;
  /** Gives the connection back. */
  release(): Promise<void>;
}

export const NOT_ENDED = 'The transaction was not ended by its commit';

/** The statement, so that it answers the rows that it writes where those are to be sealed as it leaves them. */
export function answering(sql: string, sealing: Sealing | undefined): string {
  return asksRows(sealing) ? `${sql} RETURNING *` : sql;
}

export function asksRows(sealing: Sealing | undefined): sealing is Sealing {
  return sealing !== undefined && sealing.as !== 'given';
}

/** The seals of rows that a statement answered, or was given. */
export function sealsOf(
  sealing: Sealing | undefined,
  given: readonly object[],
  answered: readonly object[],
): Seal[] {
  if (!sealing) return [];
  const { table, as } = sealing;
  if (as === 'given') return given.map((row) => sealOf(table.byProperty, row));
  return answered.map((row) => (as === 'gone' ? sealOfGone : sealOf)(table.byName, row));
}
