/** The one file where SQLite and PostgreSQL differ. */

export type Engine = 'better-sqlite3' | 'postgres';

/** Column types: text is compared byte by byte on both, so that both sort alike. */
export function columnTypes(engine: string): { text: string; int: string; big: string; bytes: string } {
  return engine === 'postgres'
    ? { text: 'text COLLATE "C"', int: 'integer', big: 'bigint', bytes: 'bytea' }
    : { text: 'text', int: 'integer', big: 'integer', bytes: 'blob' };
}

/** Statements that make a table append-only, for the application as for anybody who uses its connection. */
export function refuseChange(engine: string, table: string): string[] {
  if (engine === 'postgres') {
    return [
      `CREATE FUNCTION ${table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '${table} is append-only'; END $$`,
      `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION ${table}_refuse()`,
    ];
  }
  return ['UPDATE', 'DELETE'].map(
    (operation) => `CREATE TRIGGER ${table}_no_${operation.toLowerCase()} BEFORE ${operation} ON ${table}
      BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  );
}

/**
 * Statements that refuse to put another row in the place of one of an append-only table. SQLite takes the old row out of the way of
 * `INSERT OR REPLACE` without asking the triggers of DELETE; PostgreSQL has no such thing.
 * @param keys the columns of each key of the table
 */
export function refuseReplacement(engine: string, table: string, keys: readonly string[][]): string[] {
  if (engine === 'postgres') return [];
  const isTaken = keys.map((columns) => {
    const same = columns.map((column) => `${column} = new.${column}`).join(' AND ');
    return `EXISTS (SELECT 1 FROM ${table} WHERE ${same})`;
  });
  return [
    `CREATE TRIGGER ${table}_no_replacement BEFORE INSERT ON ${table} WHEN ${isTaken.join(' OR ')}
      BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  ];
}

/** Statements that make the index behind the search of procedures by their folded names. */
export function searchIndex(engine: string): string[] {
  if (engine === 'postgres') {
    return [
      'CREATE EXTENSION IF NOT EXISTS pg_trgm',
      'CREATE EXTENSION IF NOT EXISTS unaccent',
      `CREATE INDEX procedure_search ON procedure USING gin ((' ' || name_folded) gin_trgm_ops)`,
    ];
  }
  return [
    // `đ` is not folded by any tokenizer of FTS5: the text is folded before it comes here. The index keeps its own text and
    // is found by code, since VACUUM may renumber the rows of `procedure`.
    `CREATE VIRTUAL TABLE procedure_search USING fts5 (code UNINDEXED, name_folded, prefix = '2 3')`,
    `CREATE TRIGGER procedure_search_insert AFTER INSERT ON procedure BEGIN
      INSERT INTO procedure_search (code, name_folded) VALUES (new.code, new.name_folded); END`,
    `CREATE TRIGGER procedure_search_update AFTER UPDATE OF name_folded ON procedure
      WHEN new.name_folded <> old.name_folded BEGIN
      DELETE FROM procedure_search WHERE code = old.code;
      INSERT INTO procedure_search (code, name_folded) VALUES (new.code, new.name_folded); END`,
  ];
}

/**
 * The condition "every token begins a word of the procedure's folded name", as SQL over `procedure p`.
 * @param tokens folded: only a-z and 0-9
 */
export function matchesTokens(
  engine: Engine,
  tokens: string[],
): { sql: string; params: Record<string, string> } {
  if (engine === 'postgres') {
    const params = Object.fromEntries(tokens.map((token, i) => [`token${i}`, `% ${token}%`]));
    return { sql: tokens.map((_, i) => `(' ' || p.name_folded) LIKE :token${i}`).join(' AND '), params };
  }
  return {
    sql: 'p.code IN (SELECT code FROM procedure_search WHERE procedure_search MATCH :tokens)',
    params: { tokens: tokens.map((token) => `name_folded : "${token}"*`).join(' AND ') },
  };
}

/** Reads the chain's head so that no other writer can pass until this transaction ends. */
export function lockHead(engine: Engine): string {
  const sql =
    'SELECT seq, hash, at, change_seq, list_day, content_seq, content_at, counted_seq FROM ledger_head WHERE id = 1';
  return engine === 'postgres' ? `${sql} FOR UPDATE` : sql;
}

/**
 * Takes a lock for this connection until it ends, where no other holds it; answers `held`. PostgreSQL only: a SQLite file has
 * one process.
 */
export function tryHold(lock: number): string {
  return `SELECT pg_try_advisory_lock(${lock}) AS held`;
}

/** Has the server end this connection, and its locks, once it has been silent for so long. PostgreSQL only, from 14 on. */
export function endSilent(ms: number): string {
  return `SET idle_session_timeout = ${ms}`;
}

/** Takes a lock for this connection until it ends; waits while another holds it. PostgreSQL only. */
export function holdForSession(lock: number): string {
  return `SELECT pg_advisory_lock(${lock})`;
}

/** The tables that hold the catalogue: `name`. Those that an index keeps for itself are not among them. */
export function storedTables(engine: Engine): string {
  return engine === 'postgres'
    ? `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name COLLATE "C"`
    : `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'
       ORDER BY name`;
}

/** The columns of :table in their order: `name`, `type`, its place in the primary key (0: none), whether it holds bytes. */
export function storedColumns(engine: Engine): string {
  return engine === 'postgres'
    ? `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
         COALESCE(array_position(i.indkey::int2[], a.attnum), -1) + 1 AS pk,
         CASE format_type(a.atttypid, NULL) WHEN 'bytea' THEN 1 ELSE 0 END AS bytes
       FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
       WHERE a.attrelid = to_regclass(quote_ident(:table)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`
    : `SELECT name, type, pk, CASE lower(type) WHEN 'blob' THEN 1 ELSE 0 END AS bytes
       FROM pragma_table_info(:table) ORDER BY cid`;
}

/**
 * Statements after which rows may come in any order inside a transaction: that every reference holds is checked by the second
 * list, or by the commit.
 * @param references of PostgreSQL, as `referencesOf` tells them
 */
export function loosenReferences(
  engine: Engine,
  references: readonly { table: string; name: string }[],
): { before: string[]; after: string[] } {
  if (engine !== 'postgres') return { before: ['PRAGMA defer_foreign_keys = ON'], after: [] };
  const alter = ({ table, name }: { table: string; name: string }, how: string) =>
    `ALTER TABLE "${table}" ALTER CONSTRAINT "${name}" ${how}`;
  return {
    // A whole nation's references take longer to check than any request may last.
    before: [
      'SET LOCAL statement_timeout = 0',
      ...references.map((reference) => alter(reference, 'DEFERRABLE INITIALLY DEFERRED')),
    ],
    after: [
      'SET CONSTRAINTS ALL IMMEDIATE',
      ...references.map((reference) => alter(reference, 'NOT DEFERRABLE')),
    ],
  };
}

/** The foreign keys of PostgreSQL: `table`, `name`. */
export const REFERENCES = `SELECT conrelid::regclass::text AS "table", conname AS name FROM pg_constraint
  WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2`;

const UNAVAILABLE_CODES = new Set([
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Of errors without a code. */
const UNAVAILABLE_MESSAGES = new RegExp(
  [
    'Connection terminated',
    'timeout exceeded when trying to connect',
    'connection timeout',
    // A connection that ended between two statements of a transaction.
    'not queryable',
    'Query runner already released',
    // The folder of a SQLite file was taken away.
    'Cannot open database because the directory does not exist',
  ].join('|'),
  'i',
);

/** Whether the error says that the database is away, full, locked or read-only, rather than that the request is wrong. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = errorOfDriver(error);
  return (
    UNAVAILABLE_CODES.has(code.split('_').slice(0, 2).join('_')) ||
    // Connection, resources, shutdown; a lock or an answer that did not come in time; a read that a replica gave up.
    /^(08|53|57P|55P03|57014|40001)/.test(code) ||
    UNAVAILABLE_MESSAGES.test(message)
  );
}

/** Whether the error says that a row with this key is there already. */
export function isDuplicate(error: unknown): boolean {
  const { code } = errorOfDriver(error);
  return code === '23505' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE';
}

function errorOfDriver(error: unknown): { code: string; message: string } {
  const driver = (error as { driverError?: unknown } | null)?.driverError ?? error;
  const { code, message } = (driver ?? {}) as { code?: unknown; message?: unknown };
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' };
}
