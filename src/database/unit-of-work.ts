import type BetterSqlite3 from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import { WRITER_PRAGMAS } from './data-source.js';
import { isUnavailable, lockHead, type Engine } from './dialect.js';
import { HEAD_CHANNEL } from './head-watch.service.js';
import { FifoLock, LockTimeoutError } from './fifo-lock.js';
import { PostgresTransaction } from './postgres-transaction.js';
import type { ReadsUnderway } from './reads-underway.js';
import { Statements } from './reader.js';
import { perEngine } from './sql.js';
import { SqliteTransaction } from './sqlite-transaction.js';
import { ThreadTransaction } from './thread-transaction.js';
import type { Transaction } from './transaction.js';
import { type BeforeCommit, type Head, type Intent, Unit } from './unit.js';

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
/** The log is left to the thread that brings it into the file after the commit. The pages are half as many: they come to those of the others. */
const LONG_PRAGMAS = [...WRITER_PRAGMAS, 'wal_autocheckpoint = 0', 'cache_size = -32768'];

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
  private readonly open: (isLong: boolean) => Transaction;

  /**
   * @param reads of this process, to which long loads on PostgreSQL give way
   * @param mayWrite waited for before the first transaction: the check of a SQLite file
   * @param isFileThere whether what is written to a SQLite file can be found again by its name
   */
  constructor(
    readonly dataSource: DataSource,
    private readonly clock: () => Date,
    reads: ReadsUnderway,
    private readonly readOnly = false,
    private readonly mayWrite = Promise.resolve(),
    private readonly isFileThere = () => true,
  ) {
    this.engine = dataSource.options.type === 'postgres' ? 'postgres' : 'better-sqlite3';
    this.open = openerOf(dataSource, reads);
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
  run<Result>(intent: Intent, work: (unit: Unit) => Promise<Result>): Promise<Result> {
    return this.runIn(intent, work, false);
  }

  /** The same for thousands of rows: on SQLite others are served while it is written and committed. */
  runLong<Result>(intent: Intent, work: (unit: Unit) => Promise<Result>): Promise<Result> {
    return this.runIn(intent, work, true);
  }

  private async runIn<Result>(
    intent: Intent,
    work: (unit: Unit) => Promise<Result>,
    isLong: boolean,
  ): Promise<Result> {
    if (this.readOnly) throw new Error('This process only reads');
    const release = this.engine === 'better-sqlite3' ? await this.turn() : () => undefined;
    try {
      const { result, head } = await this.transact(intent, work, isLong);
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

  /** @throws UnavailableError where a SQLite file was moved, removed or replaced behind the program's back */
  refuseLostFile(): void {
    if (!this.isFileThere()) throw new UnavailableError('The database file is not where it was opened');
  }

  private async turn(): Promise<() => void> {
    await this.mayWrite;
    this.refuseLostFile();
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
    isLong: boolean,
  ): Promise<{ result: Result; head: Head }> {
    const transaction = this.open(isLong);
    let unit: Unit | undefined;
    try {
      // The head is read so that no other writer can pass.
      const head = headOf(await transaction.begin(lockHead(this.engine)));
      const before = { ...head };
      const now = this.clock().toISOString();
      const at = laterThan(head.at, now);
      unit = new Unit(this.dataSource, transaction, intent, head, at, now, this.participants);
      const result = await this.workIn(unit, work);
      const hasMoved =
        head.seq !== before.seq || head.changeSeq !== before.changeSeq || head.listDay !== before.listDay;
      await transaction.commit(hasMoved ? { sql: MOVE_HEAD(this.engine), params: { ...head } } : undefined);
      unit.end();
      return { result, head };
    } catch (error) {
      unit?.end();
      await transaction.rollBack();
      throw error;
    } finally {
      await transaction.release();
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

function openerOf(source: DataSource, reads: ReadsUnderway): (isLong: boolean) => Transaction {
  if (source.options.type === 'postgres')
    return () => new PostgresTransaction(source.createQueryRunner(), reads);
  const { databaseConnection } = source.driver as unknown as { databaseConnection: BetterSqlite3.Database };
  const statements = new Statements(databaseConnection);
  return (isLong) =>
    isLong
      ? new ThreadTransaction(databaseConnection.name, LONG_PRAGMAS)
      : new SqliteTransaction(databaseConnection, statements);
}

/** Tells the other processes of it when it is committed. */
const MOVE_HEAD = perEngine(
  (
    engine,
  ) => `UPDATE ledger_head SET seq = :seq, hash = :hash, at = :at, change_seq = :changeSeq, list_day = :listDay,
      content_seq = :contentSeq, content_at = :contentAt, counted_seq = :seq
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
    countedSeq: Number(row['counted_seq']),
  };
}

/** The clock's instant, or one millisecond after the last recorded one where the clock was set back. */
function laterThan(last: string, now: string): string {
  return now > last ? now : new Date(Date.parse(last) + 1).toISOString();
}
