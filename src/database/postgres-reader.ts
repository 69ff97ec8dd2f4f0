import type pg from 'pg';
import { copied } from './postgres-copy.js';
import { newPool } from './postgres-driver.js';
import type { PostgresSockets } from './postgres-sockets.js';
import { StatementNames } from './postgres-statements.js';
import type { ReadsUnderway } from './reads-underway.js';
import { type Queries, Reader, SLICE, type Snapshot } from './reader.js';
import { forPostgres, type SqlParams, withValues } from './sql.js';

/**
 * Many texts of reads are put together from what is asked for, and the planner may judge one better by its values: named are those that are
 * asked again and again.
 */
const read = new StatementNames(300, 10);

interface Asked {
  query(question: pg.QueryConfig): Promise<pg.QueryResult>;
}

class PostgresQueries implements Queries {
  readonly engine = 'postgres' as const;

  constructor(
    private readonly client: Asked,
    private readonly underway: ReadsUnderway,
  ) {}

  async all<Row>(sql: string, params: SqlParams = {}): Promise<Row[]> {
    const { text, values } = forPostgres(sql, params);
    const asked = this.client.query({ name: read.of(text), text, values });
    return (await this.underway.during(asked)).rows as Row[];
  }

  async get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined> {
    return (await this.all<Row>(sql, params))[0];
  }
}

/**
 * One connection in a transaction, which takes a question only when it has answered the one before: who asks several at once has them
 * stand in line. Where one fails the transaction is over, and so are those behind it.
 */
class InLine implements Asked {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly client: pg.ClientBase) {}

  query(question: pg.QueryConfig): Promise<pg.QueryResult> {
    const answer = this.last.then(() => this.client.query(question));
    this.last = answer;
    return answer;
  }
}

/** Reads inside one transaction. */
class PostgresSnapshot extends PostgresQueries implements Snapshot {
  private cursors = 0;

  constructor(
    private readonly transaction: pg.ClientBase,
    underway: ReadsUnderway,
  ) {
    super(new InLine(transaction), underway);
  }

  async *stream<Row>(sql: string, params: SqlParams = {}, size = SLICE): AsyncGenerator<Row[]> {
    const { text, values } = forPostgres(sql, params);
    const cursor = `rows_${++this.cursors}`;
    await this.transaction.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values);
    for (;;) {
      const { rows } = await this.transaction.query(`FETCH ${size} FROM ${cursor}`);
      if (rows.length === 0) break;
      yield rows as Row[];
    }
    await this.transaction.query(`CLOSE ${cursor}`);
  }

  lines(rows: string, order: string, params: SqlParams = {}): Promise<Uint8Array> {
    const values = withValues(rows, params, (text) => this.transaction.escapeLiteral(text));
    return copied(this.transaction, `SELECT line FROM (${values}) r ORDER BY ${order}`);
  }
}

/** Reads over a pool of connections; to a replica where one is configured. */
export class PostgresReader extends Reader {
  readonly engine = 'postgres' as const;
  private readonly pool: pg.Pool;
  private readonly single: PostgresQueries;

  constructor(
    url: string,
    { poolSize, connectTimeoutMs }: { poolSize: number; connectTimeoutMs: number },
    private readonly underway: ReadsUnderway,
    sockets?: PostgresSockets,
  ) {
    super();
    this.pool = newPool({
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: 30_000,
      options: '-c timezone=UTC',
    });
    // A connection that the server ends while idle is replaced at the next use; it must not end the process.
    this.pool.on('error', () => undefined);
    // Nor must one that it ends between two statements of a snapshot: the next statement fails and says so.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    sockets?.watch(this.pool);
    this.single = new PostgresQueries(this.pool, underway);
  }

  all<Row>(sql: string, params?: SqlParams): Promise<Row[]> {
    return this.single.all<Row>(sql, params);
  }

  get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined> {
    return this.single.get<Row>(sql, params);
  }

  snapshot<Result>(read: (queries: Snapshot) => Promise<Result>): Promise<Result> {
    return this.inTransaction((client) => read(new PostgresSnapshot(client, this.underway)));
  }

  longSnapshot<Result>(read: (queries: Queries) => Promise<Result>): Promise<Result> {
    return this.snapshot(read);
  }

  async *stream<Row>(sql: string, params: SqlParams = {}, size = SLICE): AsyncGenerator<Row[]> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      yield* new PostgresSnapshot(client, this.underway).stream<Row>(sql, params, size);
    } catch (error) {
      broken = error as Error;
      throw error;
    } finally {
      if (!broken) await client.query('COMMIT').catch((error: Error) => (broken = error));
      client.release(broken);
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async inTransaction<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let result: Result;
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      result = await work(client);
    } catch (error) {
      const broken = await client.query('ROLLBACK').then(
        () => undefined,
        (failure: Error) => failure,
      );
      client.release(broken);
      throw error;
    }
    // All was read: the connection alone waits for the end.
    void client.query('COMMIT').then(
      () => client.release(),
      (failure: Error) => client.release(failure),
    );
    return result;
  }
}
