import { storedColumns, storedTables } from '../database/dialect.js';
import type { Queries } from '../database/reader.js';

export interface StoredColumn {
  name: string;
  /** As the database names it. */
  type: string;
  /** Place in the primary key, from 1; 0 where it is not in it. */
  pk: number;
  /** 1 where its values are bytes. */
  bytes: number;
}

export interface StoredTable {
  name: string;
  columns: StoredColumn[];
}

/** TypeORM's own record of what it ran: it follows from making the schema and is no content. */
const MIGRATIONS_TABLE = 'migrations';

/** The tables as the database itself tells them, so that none is forgotten that a later version adds. */
export async function tablesOf(queries: Queries): Promise<StoredTable[]> {
  const tables = await queries.all<{ name: string }>(storedTables(queries.engine));
  const found: StoredTable[] = [];
  for (const { name } of tables) {
    if (name === MIGRATIONS_TABLE) continue;
    found.push({ name, columns: await queries.all(storedColumns(queries.engine), { table: name }) });
  }
  return found;
}

/** Names of the migrations that made the schema; none where there is no schema. */
export async function migrationsOf(queries: Queries): Promise<string[]> {
  const tables = await queries.all<{ name: string }>(storedTables(queries.engine));
  if (!tables.some(({ name }) => name === MIGRATIONS_TABLE)) return [];
  const rows = await queries.all<{ name: string }>(`SELECT name FROM ${MIGRATIONS_TABLE} ORDER BY id`);
  return rows.map(({ name }) => name);
}
