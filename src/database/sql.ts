import type { Engine } from './dialect.js';

export type SqlValue = string | number | null;
/** Bytes are bound as they are; no row but those of edition_part holds any. */
export type SqlParams = Record<string, SqlValue | Uint8Array>;

interface CompiledSql {
  text: string;
  names: string[];
}

const compiled = new Map<string, CompiledSql>();
const NAMED = /(?<![:\w]):([a-z]\w*)/gi;
const COMPILED_AT_MOST = 2000;

/**
 * SQL in the repository names its parameters (`:agency`), which SQLite takes as they are; PostgreSQL wants `$1`.
 * The texts are few and fixed (lists of values are bound as JSON), so each is compiled once.
 */
export function forPostgres(
  sql: string,
  params: SqlParams,
): { text: string; values: (SqlValue | Uint8Array)[] } {
  let found = compiled.get(sql);
  if (!found) {
    const names: string[] = [];
    const text = sql.replace(NAMED, (_, name: string) => {
      const at = names.indexOf(name);
      return `$${at >= 0 ? at + 1 : names.push(name)}`;
    });
    if (compiled.size >= COMPILED_AT_MOST) compiled.clear();
    compiled.set(sql, (found = { text, names }));
  }
  return { text: found.text, values: found.names.map((name) => valueOf(params, name)) };
}

/** The same with the values in the text, for statements that take no parameters. @param quoted a text as a literal of SQL */
export function withValues(sql: string, params: SqlParams, quoted: (text: string) => string): string {
  return sql.replace(NAMED, (_, name: string) => {
    const value = valueOf(params, name);
    if (value === null) return 'NULL';
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string') return quoted(value);
    throw new Error(`Bytes cannot stand in a text: ${name}`);
  });
}

function valueOf(params: SqlParams, name: string): SqlValue | Uint8Array {
  const value = params[name];
  if (value === undefined) throw new Error(`The SQL names :${name}, which was not given`);
  return value;
}

/**
 * A text that differs between the engines, made once for each. Statements are kept by their text: one that is made anew for
 * every question has to be hashed anew.
 */
export function perEngine(make: (engine: Engine) => string): (engine: Engine) => string {
  const texts: Partial<Record<Engine, string>> = {};
  return (engine) => (texts[engine] ??= make(engine));
}

/**
 * A list bound as one parameter: `x IN ${inList(engine, 'codes')}` with `codes: JSON.stringify([...])`. PostgreSQL takes every list
 * in JSON for a hundred values, and reads a table of a province to find four of them; of an array it expects ten.
 */
export function inList(engine: Engine, name: string): string {
  return engine === 'postgres'
    ? `(SELECT unnest(${arrayOf(name)}))`
    : `(SELECT value FROM json_each(:${name}))`;
}

/**
 * A text about the rows that a list names: `make` puts `list` where `inList` would stand. Most lists are of one value, which both databases
 * find without taking JSON apart.
 */
export function perList(
  name: string,
  make: (list: string, engine: Engine) => string,
): (engine: Engine, values: readonly string[]) => [sql: string, params: SqlParams] {
  const many = perEngine((engine) => make(inList(engine, name), engine));
  const one = perEngine((engine) => make(`(:${name})`, engine));
  return (engine, values) =>
    values.length === 1
      ? [one(engine), { [name]: values[0]! }]
      : [many(engine), { [name]: JSON.stringify(values) }];
}

/** The same list as rows `r` with `r.value` and its place `r.key` from 0, for keeping the order of the list. */
export function listRows(engine: Engine, name: string): string {
  return engine === 'postgres'
    ? `(SELECT value, place - 1 AS key FROM unnest(${arrayOf(name)}) WITH ORDINALITY AS list (value, place)) r`
    : `json_each(:${name}) r`;
}

function arrayOf(name: string): string {
  return `ARRAY(SELECT jsonb_array_elements_text(CAST(:${name} AS jsonb)))`;
}

/**
 * A column by which no index is to be searched. SQLite has no statistics here and takes every index for a narrow one; PostgreSQL knows how
 * many rows a condition leaves.
 */
export function notSearched(engine: Engine, column: string): string {
  return engine === 'postgres' ? column : `+${column}`;
}

/** The conditions together; nothing where there are none. */
export function whereOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}
