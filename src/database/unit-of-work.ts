import type BetterSqlite3 from 'better-sqlite3';
import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { isUnavailable, lockHead, type Engine } from './dialect.js';
import { HEAD_CHANNEL } from './head-watch.service.js';
import { FifoLock, LockTimeoutError } from './fifo-lock.js';
import { LogToDisk } from './log-to-disk.js';
import { askPostgres } from './postgres-statements.js';
import { socketOf } from './postgres-sockets.js';
import type { Statements } from './reader.js';
import { perEngine } from './sql.js';
import { type BeforeCommit, type Head, type Intent, statementsOf, Unit } from './unit.js';

/** The database is away, full or locked: nothing was written. */
export class UnavailableError extends Error {}

/** Stands around the work of every transaction, inside it. */
export interface Around {
  /** When the transaction has its turn, before the work. What it throws ends the transaction. */
  begin(unit: Unit): Promise<void>;
  /** When all but the commit is done. */
  end(unit: Unit, result: unknown): Promise<void>;
}

const TURN_TIMEOUT_MS = 15_000;
const COMMIT_PATIENCE_MS = 4_000;
const NOT_ENDED = 'The transaction was not ended by its commit';

/**
 * The only way to write. One transaction at a time: on SQLite by a lock in this process, on PostgreSQL by the lock on
 * the ledger's head row, which is taken first. So the order of commits is the order of sequence numbers on both, and a
 * reader of the feed can miss nothing (docs/decisions/0002).
 */
export class UnitOfWork {
  readonly engine: Engine;
  private readonly turns = new FifoLock();
  private readonly participants: BeforeCommit[] = [];
  private readonly surroundings: Around[] = [];
  private readonly listeners: ((head: Readonly<Head>) => void)[] = [];
  private readonly statements: Statements | undefined;
  private readonly sqlite: BetterSqlite3.Database | undefined;
  private readonly log: LogToDisk | undefined;

  constructor(
    readonly dataSource: DataSource,
    private readonly clock: () => Date,
    private readonly readOnly = false,
  ) {
    this.engine = dataSource.options.type === 'postgres' ? 'postgres' : 'better-sqlite3';
    if (this.engine === 'better-sqlite3') {
      const { databaseConnection } = dataSource.driver as unknown as {
        databaseConnection: BetterSqlite3.Database;
      };
      this.sqlite = databaseConnection;
      this.statements = statementsOf(databaseConnection);
      this.log = new LogToDisk(databaseConnection);
      this.join(this.log);
    }
  }

  /** Has `participant` add to every transaction from now on. */
  join(participant: BeforeCommit): void {
    this.participants.push(participant);
    this.participants.sort((a, b) => a.order - b.order);
  }

  /** Has `around` stand around the work of every transaction from now on. */
  around(around: Around): void {
    this.surroundings.push(around);
  }

  /** Tells `listener` the new head after each commit of this process. */
  onCommit(listener: (head: Readonly<Head>) => void): void {
    this.listeners.push(listener);
  }

  /**
   * Runs `work` in one transaction and commits it.
   * @throws whatever `work` throws, after a rollback; UnavailableError where the database could not do it
   */
  async run<Result>(intent: Intent, work: (unit: Unit) => Promise<Result>): Promise<Result> {
    if (this.readOnly) throw new Error('This process only reads');
    const release = this.engine === 'better-sqlite3' ? await this.turn() : () => undefined;
    try {
      const { result, head } = await this.transact(intent, work);
      for (const listener of this.listeners) listener(head);
      return result;
    } catch (error) {
      throw isUnavailable(error)
        ? new UnavailableError('The database is not available', { cause: error })
        : error;
    } finally {
      release();
    }
  }

  /**
   * Begins, and reads the head so that no other writer can pass. On SQLite by statements that stay prepared: TypeORM's own way around
   * each costs as much as some of the writes. On PostgreSQL both are sent at once, as are the last two.
   */
  private async begin(runner: QueryRunner): Promise<Head> {
    const sql = lockHead(this.engine);
    if (this.statements) {
      this.statements.prepare('BEGIN').run();
      return headOf(this.statements.prepare(sql).get());
    }
    await runner.connect();
    const [, { rows }] = await Promise.all([askPostgres(runner, 'BEGIN'), askPostgres(runner, sql)]);
    return headOf(rows[0]);
  }

  /**
   * A commit is short: one that is not answered has lost its connection, and nobody knows whether it was kept.
   * @param moved where the chain and the feed end now; undefined where they end as before
   */
  private async commit(runner: QueryRunner, unit: Unit, moved: Head | undefined): Promise<void> {
    const move = () => moved && unit.run(MOVE_HEAD(this.engine), { ...moved });
    if (this.statements) {
      await move();
      const commit = this.statements.prepare('COMMIT');
      this.log!.commit(unit, () => commit.run());
      if (this.sqlite?.inTransaction) throw new Error(NOT_ENDED);
      return;
    }
    const client = (await runner.connect()) as pg.PoolClient;
    const late = setTimeout(() => socketOf(client).destroy(), COMMIT_PATIENCE_MS);
    try {
      const [, { command }] = await Promise.all([move(), askPostgres(runner, 'COMMIT')]);
      // What failed before makes a rollback of it, without an error.
      if (command !== 'COMMIT') throw new Error(NOT_ENDED);
    } finally {
      clearTimeout(late);
    }
  }

  private async rollBack(runner: QueryRunner): Promise<void> {
    if (this.sqlite) {
      // On a full or failing disk SQLite has ended the transaction by itself.
      if (this.sqlite.inTransaction) this.sqlite.exec('ROLLBACK');
      return;
    }
    // Where the connection is gone there is nothing to roll back, and the first error is the one to tell.
    await askPostgres(runner, 'ROLLBACK').catch(() => undefined);
  }

  private async turn(): Promise<() => void> {
    try {
      return await this.turns.acquire(TURN_TIMEOUT_MS);
    } catch (error) {
      if (error instanceof LockTimeoutError) throw new UnavailableError(error.message, { cause: error });
      throw error;
    }
  }

  private async transact<Result>(
    intent: Intent,
    work: (unit: Unit) => Promise<Result>,
  ): Promise<{ result: Result; head: Head }> {
    const runner = this.dataSource.createQueryRunner();
    let unit: Unit | undefined;
    try {
      const head = await this.begin(runner);
      const before = { ...head };
      const now = this.clock().toISOString();
      unit = new Unit(runner, this.statements, intent, head, laterThan(head.at, now), now, this.participants);
      const result = await this.workIn(unit, work);
      const hasMoved =
        head.seq !== before.seq || head.changeSeq !== before.changeSeq || head.listDay !== before.listDay;
      await this.commit(runner, unit, hasMoved ? head : undefined);
      unit.end();
      return { result, head };
    } catch (error) {
      unit?.end();
      await this.rollBack(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async workIn<Result>(unit: Unit, work: (unit: Unit) => Promise<Result>): Promise<Result> {
    for (const around of this.surroundings) await around.begin(unit);
    const result = await work(unit);
    await unit.finish();
    for (const around of this.surroundings) await around.end(unit, result);
    if (unit.seals.size > 0)
      throw new Error(`${unit.intent.action} wrote ${unit.seals.tables.join(', ')} without recording it`);
    return result;
  }
}

/** Tells the other processes of it when it is committed. */
const MOVE_HEAD = perEngine(
  (
    engine,
  ) => `UPDATE ledger_head SET seq = :seq, hash = :hash, at = :at, change_seq = :changeSeq, list_day = :listDay,
      content_seq = :contentSeq, content_at = :contentAt
    WHERE id = 1${engine === 'postgres' ? ` RETURNING pg_notify('${HEAD_CHANNEL}', '')` : ''}`,
);

function headOf(stored: unknown): Head {
  const row = stored as Record<string, string | number>;
  return {
    seq: Number(row['seq']),
    hash: String(row['hash']),
    at: String(row['at']),
    changeSeq: Number(row['change_seq']),
    listDay: String(row['list_day']),
    contentSeq: Number(row['content_seq']),
    contentAt: String(row['content_at']),
  };
}

/** The clock's instant, or one millisecond after the last recorded one where the clock was set back. */
function laterThan(last: string, now: string): string {
  return now > last ? now : new Date(Date.parse(last) + 1).toISOString();
}
