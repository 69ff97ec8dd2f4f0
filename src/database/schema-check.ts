import type { DataSource } from 'typeorm';
import { storedTables } from './dialect.js';
import { MIGRATIONS } from './migrations/index.js';
import { ForeignDatabaseError, NewerSchemaError } from './schema-refusals.js';

/** @throws NewerSchemaError where a migration was run that this program does not know */
export async function refuseNewerSchema(source: DataSource): Promise<void> {
  const known = new Set<string>(MIGRATIONS.map(({ name }) => name));
  const unknown = (await applied(source)).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new NewerSchemaError(unknown);
}

/**
 * On PostgreSQL a schema may hold what extensions brought.
 * @throws ForeignDatabaseError where a SQLite file has tables, and not the one of migrations
 */
export async function refuseForeign(source: DataSource): Promise<void> {
  if (source.options.type !== 'better-sqlite3') return;
  const tables = await source.query<{ name: string }[]>(storedTables('better-sqlite3'));
  if (tables.length === 0 || tables.some(({ name }) => name === 'migrations')) return;
  throw new ForeignDatabaseError(source.options.database, tables[0]!.name);
}

/** Whether every migration of this program was run. */
export async function isUpToDate(source: DataSource): Promise<boolean> {
  const names = new Set(await applied(source));
  return MIGRATIONS.every(({ name }) => names.has(name));
}

/** The names of the migrations that were run, in their order. */
async function applied(source: DataSource): Promise<string[]> {
  const engine = source.options.type === 'postgres' ? 'postgres' : 'better-sqlite3';
  const tables = await source.query<{ name: string }[]>(storedTables(engine));
  if (!tables.some(({ name }) => name === 'migrations')) return [];
  const rows = await source.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name);
}
