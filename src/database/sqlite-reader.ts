import { setImmediate as nextTurn } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { LongReads } from './long-reads.js';
import { type Queries, Reader, SLICE, type Snapshot, Statements } from './reader.js';
import type { SqlParams } from './sql.js';

const MAPPED = 256 * 1024 * 1024;

/** Of a connection that reads. @param mapped bytes of the file that are read without being copied */
const readerPragmas = (mapped = MAPPED) => ['busy_timeout = 2000', `mmap_size = ${mapped}`];

/** After so long without a snapshot or a stream the memory that they used goes back to the system. */
const QUIET_MS = 10_000;

/** One read-only connection with its statements. */
class SqliteQueries implements Snapshot {
  readonly engine = 'better-sqlite3' as const;
  readonly statements: Statements;

  constructor(readonly connection: BetterSqlite3.Database) {
    this.statements = new Statements(connection);
  }

  async all<Row>(sql: string, params: SqlParams = {}): Promise<Row[]> {
    return this.statements.prepare(sql).all(params) as Row[];
  }

  async get<Row>(sql: string, params: SqlParams = {}): Promise<Row | undefined> {
    return this.statements.prepare(sql).get(params) as Row | undefined;
  }

  async *stream<Row>(sql: string, params: SqlParams = {}, size = SLICE): AsyncGenerator<Row[]> {
    let slice: Row[] = [];
    // Not from the kept statements: an iterating statement may not be used by another stream.
    for (const row of this.connection.prepare(sql).iterate(params)) {
      slice.push(row as Row);
      if (slice.length === size) {
        yield slice;
        slice = [];
        await nextTurn();
      }
    }
    if (slice.length > 0) yield slice;
  }

  async lines(rows: string, order: string, params?: SqlParams): Promise<Uint8Array> {
    const joined = await this.get<{ lines: Uint8Array | null }>(
      `SELECT CAST(string_agg(line, char(10) ORDER BY ${order}) || char(10) AS BLOB) AS lines FROM (${rows})`,
      params,
    );
    return joined?.lines ?? new Uint8Array();
  }
}

/** Read-only connections on a file in WAL mode: one for single statements, others for snapshots and streams. */
export class SqliteReader extends Reader {
  readonly engine = 'better-sqlite3' as const;
  private readonly single: SqliteQueries;
  private readonly idle: SqliteQueries[] = [];
  private readonly opened = new Set<SqliteQueries>();
  private readonly longReads: LongReads;
  private readonly quiet: NodeJS.Timeout;

  constructor(private readonly path: string) {
    super();
    this.quiet = setTimeout(() => this.giveBackMemory(), QUIET_MS).unref();
    // After each commit a mapping is taken down and built again at the next read: more than a single statement costs.
    this.single = this.open(0);
    this.longReads = new LongReads(path, readerPragmas());
  }

  all<Row>(sql: string, params?: SqlParams): Promise<Row[]> {
    return this.single.all<Row>(sql, params);
  }

  get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined> {
    return this.single.get<Row>(sql, params);
  }

  async snapshot<Result>(read: (queries: Snapshot) => Promise<Result>): Promise<Result> {
    const queries = this.idle.pop() ?? this.open();
    queries.connection.exec('BEGIN');
    try {
      return await read(queries);
    } finally {
      queries.connection.exec('COMMIT');
      this.rest(queries);
    }
  }

  longSnapshot<Result>(read: (queries: Queries) => Promise<Result>): Promise<Result> {
    return this.longReads.snapshot(read);
  }

  async *stream<Row>(sql: string, params: SqlParams = {}, size = SLICE): AsyncGenerator<Row[]> {
    const queries = this.idle.pop() ?? this.open();
    try {
      yield* queries.stream<Row>(sql, params, size);
    } finally {
      this.rest(queries);
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.quiet);
    await this.longReads.close();
    for (const { connection } of this.opened) connection.close();
    this.opened.clear();
    this.idle.length = 0;
  }

  private rest(queries: SqliteQueries): void {
    this.idle.push(queries);
    this.quiet.refresh();
  }

  /** Pages of the file, mapped or copied: of each connection that read much they would stay the program's. */
  private giveBackMemory(): void {
    for (const { connection } of this.idle)
      for (const pragma of ['shrink_memory', 'mmap_size = 0', `mmap_size = ${MAPPED}`])
        connection.pragma(pragma);
  }

  /** @param mapped bytes of the file that are read without being copied */
  private open(mapped?: number): SqliteQueries {
    const connection = new BetterSqlite3(this.path, { readonly: true, fileMustExist: true });
    for (const pragma of readerPragmas(mapped)) connection.pragma(pragma);
    const queries = new SqliteQueries(connection);
    this.opened.add(queries);
    return queries;
  }
}
