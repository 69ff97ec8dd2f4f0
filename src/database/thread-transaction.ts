import type { BulkSql } from './bulk-sql.js';
import { ENDED_BY_ITSELF } from './ended-by-itself.mjs';
import type { Seal } from './sealed-row.mjs';
import type { Sealing } from './sealed-table.js';
import type { SqlParams } from './sql.js';
import { type Done, type Order, type SealOrder, StatementThread } from './statement-thread.js';
import { answering, NOT_ENDED, type Statement, type Transaction, type Written } from './transaction.js';

/**
 * A long load into a SQLite file, on a thread and a connection of its own. On the connection of the short ones nobody would be served while
 * it commits: SQLite goes through the whole log again then, hundreds of megabytes, since pages that did not stay in memory were written
 * to it more than once. The thread is there for one transaction, and its memory goes with it.
 */
export class ThreadTransaction implements Transaction {
  readonly engine = 'better-sqlite3' as const;
  private readonly thread: StatementThread;
  private isOpen = false;
  private failure: unknown;

  constructor(path: string, pragmas: readonly string[]) {
    this.thread = new StatementThread({ path, readonly: false, pragmas });
  }

  async begin(first: string): Promise<unknown> {
    const [, { rows }] = await Promise.all([this.thread.ask({ sql: 'BEGIN' }), this.ask({ sql: first })]);
    return rows[0];
  }

  async all<Row>(sql: string, params: SqlParams): Promise<Row[]> {
    return (await this.ask({ sql, params })).rows as Row[];
  }

  async get<Row>(sql: string, params: SqlParams): Promise<Row | undefined> {
    return (await this.all<Row>(sql, params))[0];
  }

  async run(sql: string, params: SqlParams, sealing?: Sealing): Promise<Written> {
    return writtenIn(
      await this.ask({ sql: answering(sql, sealing), params, seals: sealing && orderOf(sealing) }),
    );
  }

  async writeMany<Row extends object>(
    sql: BulkSql<Row>,
    rows: readonly Row[],
    sealing?: Sealing,
  ): Promise<Written> {
    const each = rows.map((row) => sql.valuesOf(row));
    const seals = sealing && orderOf(sealing, sql.names);
    return writtenIn(await this.ask({ sql: answering(sql.one, sealing), each, seals }));
  }

  async commit(last: Statement | undefined): Promise<void> {
    if (last) await this.ask(last);
    await this.ask({ sql: 'COMMIT' });
    if (this.isOpen) throw new Error(NOT_ENDED);
  }

  async rollBack(): Promise<void> {
    // With the thread its connection ends too, and what it had not committed.
    if (this.isOpen) await this.ask({ sql: 'ROLLBACK' }).catch(() => undefined);
  }

  async release(): Promise<void> {
    await this.thread.end();
  }

  private async ask(order: Omit<Order, 'isInside'>): Promise<Done> {
    try {
      const done = await this.thread.ask({ ...order, isInside: true });
      this.isOpen = done.isOpen;
      return done;
    } catch (error) {
      this.failure ??= error;
      throw (error as { code?: string }).code === ENDED_BY_ITSELF ? this.failure : error;
    }
  }
}

/** @param names of the columns of the rows that are given */
function orderOf({ table, as }: Sealing, names?: readonly string[]): SealOrder {
  return { shape: table.byName, areGone: as === 'gone', given: as === 'given' ? names : undefined };
}

function writtenIn({ changed, rows }: Done): Written {
  return { changed, seals: rows as Seal[] };
}
