import type { Queries } from '../database/reader.js';
import type { Key } from '../database/sealed-row.mjs';
import type { SealedTable } from '../database/sealed-table.js';
import type { SqlParams } from '../database/sql.js';

type Row = Record<string, string | number | null>;

/** All rows of a sealed table by their keys, so many at once. */
export async function* sealedRows(
  queries: Queries,
  table: SealedTable,
  limit: number,
): AsyncGenerator<Row[]> {
  const key = table.key.map(({ name }) => name).join(', ');
  const columns = [...new Set([...table.key.map(({ name }) => name), ...table.columns])].join(', ');
  const after = `(${key}) > (${table.key.map((_, i) => `:key${i}`).join(', ')})`;
  const select = (where: string) =>
    `SELECT ${columns} FROM ${table.name} ${where} ORDER BY ${key} LIMIT :limit`;
  let rows = await queries.all<Row>(select(''), { limit });
  while (rows.length > 0) {
    yield rows;
    if (rows.length < limit) return;
    rows = await queries.all<Row>(select(`WHERE ${after}`), {
      ...keyParams(table.keyOf(rows.at(-1)!)),
      limit,
    });
  }
}

export async function isThere(queries: Queries, table: SealedTable, key: Key): Promise<boolean> {
  const where = table.key.map(({ name }, i) => `${name} = :key${i}`).join(' AND ');
  const sql = `SELECT 1 AS there FROM ${table.name} WHERE ${where}`;
  return (await queries.get(sql, keyParams(key))) !== undefined;
}

function keyParams(key: Key): SqlParams {
  return Object.fromEntries(key.map((value, i) => [`key${i}`, value]));
}
