import type BetterSqlite3 from 'better-sqlite3';
import type pg from 'pg';
import { DataSource, type EntitySchema } from 'typeorm';
import { isUnavailable } from './dialect.js';
import { WRITERS_OWN_PAGES } from './checkpoints.js';
import { engineOf, sqlitePath } from './database-url.js';
import { fileError } from './file-check.js';
import { refuseMissingFolder } from './file-lock.js';
import { MIGRATIONS } from './migrations/index.js';
import { postgresDriver } from './postgres-driver.js';
import { PostgresReader } from './postgres-reader.js';
import type { PostgresSockets } from './postgres-sockets.js';
import type { Reader } from './reader.js';
import { Replica } from './replica.js';
import { ReplicatedReader } from './replicated-reader.js';
import { ReadsUnderway } from './reads-underway.js';
import { SqliteReader } from './sqlite-reader.js';

export interface DatabaseOptions {
  /** `sqlite:<path>` or `postgres://...` */
  url: string;
  /** Read replicas of PostgreSQL: they answer what anybody may ask. */
  replicaUrls: string[];
  /** Connections for reads and for writes, on PostgreSQL. */
  poolSize: number;
  /** How long to wait for a connection, in milliseconds, on PostgreSQL. */
  connectTimeoutMs: number;
  /** Of a SQLite file, where it is missing; left out: it is made. */
  makesFolder?: boolean;
  /** Only reads: neither migrates nor takes the file for itself, so that a running server is not disturbed. */
  readOnly?: boolean;
}

/** Of every connection that writes to a SQLite file. */
export const WRITER_PRAGMAS = [
  'journal_mode = WAL',
  // WAL's default of NORMAL loses acknowledged writes at a power cut.
  'synchronous = FULL',
  'foreign_keys = ON',
  'busy_timeout = 2000',
  'cache_size = -65536',
  'journal_size_limit = 67108864',
  `wal_autocheckpoint = ${WRITERS_OWN_PAGES}`,
];

/** The data source of all writes: one connection on SQLite (see docs/decisions/0002), a pool on PostgreSQL. */
export function writerDataSource(
  options: DatabaseOptions,
  entities: EntitySchema[],
  migrations = MIGRATIONS,
): DataSource {
  if (engineOf(options.url) === 'postgres') {
    return new DataSource({
      type: 'postgres',
      driver: postgresDriver(),
      url: options.url,
      entities,
      migrations,
      migrationsTransactionMode: 'all',
      poolSize: options.poolSize,
      connectTimeoutMS: options.connectTimeoutMs,
      extra: {
        // Statements that do not wait for one another are sent together, and cost one journey.
        pipeline: true,
        statement_timeout: 60_000,
        // Another process has its turn to write for so long; one that is gone from the network loses its turn.
        lock_timeout: 15_000,
        idle_in_transaction_session_timeout: 60_000,
        connectionTimeoutMillis: options.connectTimeoutMs,
        options: '-c timezone=UTC',
      },
      poolErrorHandler: () => undefined,
    });
  }
  const path = sqlitePath(options.url);
  if (options.readOnly === true) {
    // TypeORM would make it.
    refuseMissingFolder(path);
    return new DataSource({ type: 'better-sqlite3', database: path, entities, readonly: true });
  }
  return new DataSource({
    type: 'better-sqlite3',
    database: path,
    entities,
    migrations,
    migrationsTransactionMode: 'all',
    prepareDatabase: (connection: BetterSqlite3.Database) => {
      for (const pragma of WRITER_PRAGMAS) connection.pragma(pragma);
    },
  });
}

const ATTEMPTS = 5;
const PAUSE_MS = 1000;

/** Opens it; a server that is only just coming up, or a busy machine, is asked again a few times. */
export async function openWriter(options: DatabaseOptions, entities: EntitySchema[]): Promise<DataSource> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writerDataSource(options, entities).initialize();
    } catch (error) {
      if (engineOf(options.url) !== 'postgres') throw fileError(sqlitePath(options.url), error);
      if (attempt === ATTEMPTS || !isUnavailable(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** The pool of connections behind a data source of PostgreSQL. */
export function poolOf(source: DataSource): pg.Pool {
  return (source.driver as unknown as { master: pg.Pool }).master;
}

/** The way of all reads; on SQLite only after the file was migrated. */
export function readerOf(
  options: DatabaseOptions,
  sockets?: PostgresSockets,
  underway = new ReadsUnderway(),
): Reader {
  if (engineOf(options.url) !== 'postgres') return new SqliteReader(sqlitePath(options.url));
  const primary = new PostgresReader(options.url, options, underway, sockets);
  if (options.replicaUrls.length === 0) return primary;
  return new ReplicatedReader(
    primary,
    options.replicaUrls.map((url) => new Replica(url, options)),
  );
}
