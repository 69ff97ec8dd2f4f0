import type BetterSqlite3 from 'better-sqlite3';
import { MigrationExecutor, type DataSource, type QueryRunner } from 'typeorm';
import { type DatabaseOptions, writerDataSource } from '../database/data-source.js';
import { engineOf } from '../database/database-url.js';
import { type Engine, loosenReferences, REFERENCES } from '../database/dialect.js';
import { MIGRATIONS } from '../database/migrations/index.js';
import { type Queries, Statements } from '../database/reader.js';
import { forPostgres, type SqlParams } from '../database/sql.js';
import { BackupError } from './backup-error.js';
import { type StoredTable, tablesOf } from './stored-tables.query.js';
import type { Value } from './table-file.js';

const ROWS_A_BATCH = 500;
const CHARACTERS_A_BATCH = 4_000_000;

/** An empty database that is filled in one transaction: before `commit` nothing of it is there for others. */
export class RestoringDatabase implements Queries {
  private constructor(
    readonly engine: Engine,
    private readonly source: DataSource,
    private readonly runner: QueryRunner,
    private readonly statements: Statements | undefined,
  ) {}

  /**
   * @param migrations names of those that make the schema of the rows
   * @throws BackupError where the database is not empty, or this program does not know a migration
   */
  static async open(options: DatabaseOptions, migrations: readonly string[]): Promise<RestoringDatabase> {
    const known = MIGRATIONS.slice(0, migrations.length);
    if (known.map(({ name }) => name).join() !== migrations.join())
      throw new BackupError(
        'The archive was made by another version of the program: restore it with that one',
      );
    const source = await writerDataSource(options, [], known).initialize();
    const runner = source.createQueryRunner();
    const engine = engineOf(options.url);
    const { databaseConnection } = source.driver as unknown as { databaseConnection: BetterSqlite3.Database };
    const statements = engine === 'postgres' ? undefined : new Statements(databaseConnection);
    const database = new RestoringDatabase(engine, source, runner, statements);
    try {
      await runner.startTransaction();
      if ((await tablesOf(database)).length > 0) throw new BackupError('The database is not empty');
      const executor = new MigrationExecutor(source, runner);
      executor.transaction = 'none';
      await executor.executePendingMigrations();
      await database.each(loosenReferences(engine, await database.references()).before);
      return database;
    } catch (error) {
      await database.abandon();
      throw error;
    }
  }

  async all<Row>(sql: string, params: SqlParams = {}): Promise<Row[]> {
    if (this.statements) return this.statements.prepare(sql).all(params) as Row[];
    const { text, values } = forPostgres(sql, params);
    return this.runner.query(text, values) as Promise<Row[]>;
  }

  async get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined> {
    return (await this.all<Row>(sql, params))[0];
  }

  /** @param columns of the rows, in their order @returns how many rows */
  async fill(table: StoredTable, columns: readonly string[], rows: AsyncIterable<Value[]>): Promise<number> {
    // What the migrations put there is in the archive as it became.
    const standing = await this.get<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table.name}`);
    if (standing!.n > 0) await this.each([`DELETE FROM ${table.name}`]);
    const insert = this.statements
      ? this.intoSqlite(this.statements, table, columns)
      : this.intoPostgres(table, columns);
    let count = 0;
    let batch: Value[][] = [];
    let characters = 0;
    for await (const row of rows) {
      batch.push(row);
      count += 1;
      for (const value of row) characters += typeof value === 'number' ? 8 : (value?.length ?? 0);
      if (batch.length === ROWS_A_BATCH || characters > CHARACTERS_A_BATCH) {
        await insert(batch);
        batch = [];
        characters = 0;
      }
    }
    await insert(batch);
    return count;
  }

  /** @throws whatever the database says of references that do not hold */
  async commit(): Promise<void> {
    await this.each(loosenReferences(this.engine, await this.references()).after);
    await this.runner.commitTransaction();
    // One file, so that it can be given its name.
    if (this.statements) await this.runner.query('PRAGMA journal_mode = DELETE');
    await this.close();
  }

  async abandon(): Promise<void> {
    if (this.runner.isTransactionActive) await this.runner.rollbackTransaction().catch(() => undefined);
    await this.close();
  }

  private async close(): Promise<void> {
    await this.runner.release();
    await this.source.destroy();
  }

  private async references(): Promise<{ table: string; name: string }[]> {
    return this.engine === 'postgres' ? this.all(REFERENCES) : [];
  }

  private async each(statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.runner.query(statement);
  }

  private intoSqlite(statements: Statements, { name }: StoredTable, columns: readonly string[]) {
    const statement = statements.prepare(
      `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
    return async (rows: Value[][]) => {
      for (const row of rows) statement.run(row);
    };
  }

  private intoPostgres({ name, columns: stored }: StoredTable, columns: readonly string[]) {
    const typed = columns.map(
      (column) => `${column} ${stored.find((candidate) => candidate.name === column)!.type}`,
    );
    const sql = `INSERT INTO ${name} (${columns.join(', ')})
      SELECT ${columns.join(', ')} FROM jsonb_to_recordset(CAST($1 AS jsonb)) AS row_of (${typed.join(', ')})`;
    return async (rows: Value[][]) => {
      const records = rows.map((row) =>
        Object.fromEntries(columns.map((column, i) => [column, forJson(row[i]!)])),
      );
      await this.runner.query(sql, [JSON.stringify(records)]);
    };
  }
}

/** Bytes as PostgreSQL reads them from text. */
function forJson(value: Value): string | number | null {
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value;
}
