import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataSource, EntitySchema, ObjectLiteral } from 'typeorm';
import { civilToday } from '../domain/dates/civil-date.js';
import { type BulkSql, insertSql, updateSql } from './bulk-sql.js';
import type { Engine } from './dialect.js';
import type { Queries } from './reader.js';
import { RowSeals, sealedStatement } from './row-seals.js';
import { sealedTable, type Sealing } from './sealed-table.js';
import type { SqlParams, SqlValue } from './sql.js';
import type { Transaction, Written } from './transaction.js';

/** Who acts. `agencyCode` is null for those who act for no agency. */
export interface Actor {
  name: string;
  agencyCode: string | null;
}

export interface Intent {
  actor: Actor;
  /** What is done, as `subject.verb`: `declaration.create`. */
  action: string;
  /** The reason given by the person, where one was given. */
  why?: string | null;
}

/** One thing that a write changed, as the ledger keeps it. */
export interface LedgerItem {
  /** `service:STP~1.000688`, `procedure:1.000688`, `agency:080`, `account:lan` */
  subject: string;
  before: unknown;
  after: unknown;
}

/** Where the ledger's chain and the change feed end. */
export interface Head {
  seq: number;
  hash: string;
  at: string;
  changeSeq: number;
  listDay: string;
  /** The last entry that concerns what the catalogue shows, and its instant: not sign-ins, accounts, keys and the like. */
  contentSeq: number;
  contentAt: string;
  /** The last entry whose writer kept the counts of past days in step. */
  countedSeq: number;
}

/** Adds to every transaction before it commits; the lower `order` comes first. */
export interface BeforeCommit {
  readonly order: number;
  /** Also before: a long load flushes after every so many rows. */
  beforeCommit(unit: Unit): Promise<void>;
  /** Once in each transaction, when the last of its work is flushed. */
  atTheEnd?(unit: Unit): Promise<void>;
}

const ROWS_A_BATCH = 500;

/** One transaction of writing: everything in it is kept or nothing. Handed out by UnitOfWork alone. */
export class Unit implements Queries {
  /** Items for the ledger entry of this transaction. */
  readonly items: LedgerItem[] = [];
  /** Rows written, for the ledger entry of this transaction: every way of writing here notes what it left. */
  readonly seals = new RowSeals();
  /** Services whose published state has to be made anew before the commit, and whether new facts were stated of each. */
  readonly touched = new Map<string, boolean>();
  readonly engine: Engine;
  /** The civil day of `at` in Vietnam. */
  readonly today: string;
  /** Whether the counts of past days were in step when this transaction began: a version that keeps none may have written. */
  readonly isCounted: boolean;
  private isEnded = false;

  constructor(
    private readonly source: DataSource,
    private readonly transaction: Transaction,
    readonly intent: Intent,
    /** Changed in place by those who append to the ledger and to the feed. */
    readonly head: Head,
    /** When this transaction is recorded: later than every earlier one, whatever the clock says. */
    readonly at: string,
    /** What the clock says. Whatever ends after some time counts from here: `at` is ahead of it where the clock was set back. */
    readonly now: string,
    private readonly participants: readonly BeforeCommit[],
  ) {
    this.engine = transaction.engine;
    this.today = civilToday(new Date(at));
    this.isCounted = head.countedSeq === head.seq;
  }

  get actor(): Actor {
    return this.intent.actor;
  }

  /**
   * Has all that was recorded and touched so far appended and projected now, so that a long load stays in flat memory; it is
   * still one transaction.
   */
  async flush(): Promise<void> {
    for (const participant of this.participants) await participant.beforeCommit(this);
  }

  /** What is left to do when the work is done; called by UnitOfWork alone. */
  async finish(): Promise<void> {
    await this.flush();
    for (const participant of this.participants) await participant.atTheEnd?.(this);
  }

  /**
   * Refuses everything from now on: of several writes that were asked for together others may go on when one has failed. Called by
   * UnitOfWork alone.
   */
  end(): void {
    this.isEnded = true;
  }

  /** Between two parts of a long load: others are served. */
  async giveWay(): Promise<void> {
    await nextTurn();
    await this.transaction.letReadsPass?.();
  }

  /** States one change for the ledger. */
  record(subject: string, before: unknown, after: unknown): void {
    this.items.push({ subject, before, after });
  }

  /**
   * Has the service's published state made anew before the commit.
   * @param isRestated whether new facts were saved: what is published counts them, so that it is another one in any case
   */
  touch(serviceId: string, isRestated = false): void {
    this.touched.set(serviceId, isRestated || this.touched.get(serviceId) === true);
  }

  async all<Row>(sql: string, params: SqlParams = {}): Promise<Row[]> {
    this.refuseAfterEnd();
    return this.transaction.all<Row>(sql, params);
  }

  async get<Row>(sql: string, params: SqlParams = {}): Promise<Row | undefined> {
    this.refuseAfterEnd();
    return this.transaction.get<Row>(sql, params);
  }

  /** Runs a statement that answers no rows. @returns how many rows it changed */
  async run(sql: string, params: SqlParams = {}): Promise<number> {
    this.refuseAfterEnd();
    const sealing = sealedStatement(sql);
    return this.sealing(sealing, this.transaction.run(sql, params, sealing));
  }

  /**
   * Changes one row, which has to be there.
   * @param row its whole primary key, and the columns that change; what is undefined stays as it is
   */
  async update<Row extends ObjectLiteral>(schema: EntitySchema<Row>, row: Partial<Row>): Promise<void> {
    const { tableName, columns } = this.source.getMetadata(schema);
    const given = columns.filter((column) => row[column.propertyName] !== undefined);
    const parts = (primary: boolean) =>
      given
        .filter((column) => column.isPrimary === primary)
        .map(({ databaseName, propertyName }) => `${databaseName} = :${propertyName}`);
    const params = Object.fromEntries(
      given.map(({ propertyName }) => [propertyName, row[propertyName] as SqlValue]),
    );
    const changed = await this.run(
      `UPDATE ${tableName} SET ${parts(false).join(', ')} WHERE ${parts(true).join(' AND ')}`,
      params,
    );
    if (changed !== 1) throw new Error(`An update of one row of ${tableName} changed ${changed}`);
  }

  /** Inserts many rows of one table; others are served between the batches. */
  async insertMany<Row extends ObjectLiteral>(
    schema: EntitySchema<Row>,
    rows: readonly Row[],
  ): Promise<void> {
    const sql = insertSql(this.source, schema);
    await this.writeMany(sql, rows, 'given');
  }

  /** Writes the properties named of rows that have to be there, found by their primary keys. */
  async updateMany<Row extends ObjectLiteral>(
    schema: EntitySchema<Row>,
    properties: readonly (keyof Row & string)[],
    rows: readonly Partial<Row>[],
  ): Promise<void> {
    const sql = updateSql(this.source, schema, properties);
    const changed = await this.writeMany<Partial<Row>>(sql, rows, 'left');
    if (changed !== rows.length)
      throw new Error(`An update of ${rows.length} rows of ${schema.options.name} changed ${changed}`);
  }

  /** @param as what is sealed of the rows where the table is sealed */
  private async writeMany<Row extends object>(
    sql: BulkSql<Row>,
    rows: readonly Row[],
    as: Sealing['as'],
  ): Promise<number> {
    const table = sealedTable(sql.table);
    const sealing = table && { table, as };
    let changed = 0;
    for (let from = 0; from < rows.length; from += ROWS_A_BATCH) {
      if (from > 0) await nextTurn();
      this.refuseAfterEnd();
      const batch = rows.slice(from, from + ROWS_A_BATCH);
      changed += await this.sealing(sealing, this.transaction.writeMany(sql, batch, sealing));
    }
    return changed;
  }

  /** Keeps the seals of a write. @returns how many rows it changed */
  private async sealing(sealing: Sealing | undefined, writing: Promise<Written>): Promise<number> {
    if (sealing) this.seals.asked(sealing.table);
    const { changed, seals } = await writing;
    if (sealing) this.seals.add(sealing.table, seals);
    return changed;
  }

  private refuseAfterEnd(): void {
    if (this.isEnded) throw new Error('The transaction has ended');
  }
}
