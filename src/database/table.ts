import { EntitySchema, type EntitySchemaColumnOptions, type ObjectLiteral } from 'typeorm';

/** `text`, `int` or `big`; `?` where the column may be null; `pk` where it belongs to the primary key. */
type ColumnKind = 'text' | 'text?' | 'text pk' | 'int' | 'int?' | 'int pk' | 'big' | 'big?' | 'big pk';

/** `validFrom` -> `valid_from`: the one rule between the names in code and those in the database. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * The TypeORM schema of a table, written as a list of columns. Row types stay plain interfaces, so that no entity
 * class has to know another.
 */
export function table<Row extends ObjectLiteral>(
  name: string,
  columns: { [Property in keyof Row & string]-?: ColumnKind },
): EntitySchema<Row> {
  const options = Object.entries<ColumnKind>(columns).map(([property, kind]) => [
    property,
    column(property, kind),
  ]);
  return new EntitySchema<Row>({ name, tableName: name, columns: Object.fromEntries(options) });
}

function column(property: string, kind: ColumnKind): EntitySchemaColumnOptions {
  return {
    name: columnName(property),
    type: kind.startsWith('text') ? 'text' : kind.startsWith('big') ? 'bigint' : 'integer',
    primary: kind.endsWith('pk'),
    nullable: kind.endsWith('?'),
  };
}
