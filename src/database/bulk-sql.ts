import type { DataSource, EntitySchema, ObjectLiteral } from 'typeorm';
import type { SqlValue } from './sql.js';

/** A statement that writes one row on SQLite, or any number of them, sent as JSON, on PostgreSQL. */
export interface BulkSql<Row> {
  table: string;
  /** Of the columns, in the order of `valuesOf`. */
  names: readonly string[];
  /** Parameters in the order of `names`. */
  one: string;
  /** $1 is a JSON array of `recordOf`. */
  many: string;
  valuesOf(row: Row): SqlValue[];
  recordOf(row: Row): Record<string, SqlValue>;
}

interface Column {
  property: string;
  name: string;
  type: string;
  isKey: boolean;
}

type Kept = Map<string, BulkSql<ObjectLiteral>>;
/** TypeORM finds a schema by a search, and a hot write would make the same texts anew each time. */
const kept = new WeakMap<DataSource, WeakMap<EntitySchema, Kept>>();

export function insertSql<Row extends ObjectLiteral>(
  source: DataSource,
  schema: EntitySchema<Row>,
): BulkSql<Row> {
  return keep(source, schema, 'insert', () => {
    const { table, columns } = shapeOf(source, schema);
    const names = columns.map(({ name }) => name).join(', ');
    return {
      table,
      columns,
      one: `INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
      many: `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${recordset(columns)}`,
    };
  });
}

/** @param properties what is written; rows are found by their primary keys */
export function updateSql<Row extends ObjectLiteral>(
  source: DataSource,
  schema: EntitySchema<Row>,
  properties: readonly string[],
): BulkSql<Partial<Row>> {
  return keep(source, schema, properties.join(), () => {
    const { table, columns } = shapeOf(source, schema);
    const set = properties.map((property) => columns.find((column) => column.property === property)!);
    const keys = columns.filter(({ isKey }) => isKey);
    const used = [...set, ...keys];
    return {
      table,
      columns: used,
      one: `UPDATE ${table} SET ${set.map(({ name }) => `${name} = ?`).join(', ')}
        WHERE ${keys.map(({ name }) => `${name} = ?`).join(' AND ')}`,
      many: `UPDATE ${table} SET ${set.map(({ name }) => `${name} = row_of.${name}`).join(', ')}
        FROM ${recordset(used)} WHERE ${keys.map(({ name }) => `${table}.${name} = row_of.${name}`).join(' AND ')}`,
    };
  });
}

function keep<Row extends ObjectLiteral>(
  source: DataSource,
  schema: EntitySchema<Row>,
  name: string,
  make: () => { table: string; columns: readonly Column[]; one: string; many: string },
): BulkSql<Row> {
  let schemas = kept.get(source);
  if (!schemas) kept.set(source, (schemas = new WeakMap()));
  let statements = schemas.get(schema);
  if (!statements) schemas.set(schema, (statements = new Map()));
  let found = statements.get(name);
  if (!found) {
    const { table, columns, one, many } = make();
    const properties = columns.map(({ property }) => property);
    const valueIn = (row: ObjectLiteral, property: string) => row[property] as SqlValue;
    found = {
      table,
      names: columns.map(({ name }) => name),
      one,
      many,
      valuesOf: (row) => properties.map((property) => valueIn(row, property)),
      recordOf: (row) =>
        Object.fromEntries(columns.map((column) => [column.name, valueIn(row, column.property)])),
    };
    statements.set(name, found);
  }
  return found;
}

function shapeOf<Row extends ObjectLiteral>(source: DataSource, schema: EntitySchema<Row>) {
  const { tableName, columns } = source.getMetadata(schema);
  return {
    table: tableName,
    columns: columns.map(({ propertyName, databaseName, type, isPrimary }): Column => ({
      property: propertyName,
      name: databaseName,
      type: String(type),
      isKey: isPrimary,
    })),
  };
}

function recordset(columns: readonly Column[]): string {
  const typed = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  return `jsonb_to_recordset(CAST($1 AS jsonb)) AS row_of (${typed})`;
}
