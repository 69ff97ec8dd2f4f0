import { EntitySchema, type EntitySchemaColumnOptions, type ObjectLiteral } from 'typeorm';
import { SealedTable, sealTable } from './sealed-table.js';

/** `text`, `int` or `big`; `?` where the column may be null; `pk` where it belongs to the primary key. */
type ColumnKind = 'text' | 'text?' | 'text pk' | 'int' | 'int?' | 'int pk' | 'big' | 'big?' | 'big pk';

/** `validFrom` -> `valid_from`: the one rule between the names in code and those in the database. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Whether the ledger seals the rows of a table, so that a change behind the application's back is found (docs/ledger.md). */
export interface Keeping<Row> {
  sealed: boolean;
  /** Columns that are left out, since they move without an entry. */
  moving?: readonly (keyof Row & string)[];
  /** Why the rows are not sealed. */
  because?: string;
}

/** What is a record of the catalogue: every write of it is an entry of the ledger. */
export const SEALED: Keeping<unknown> = { sealed: true };

/** A record, some columns of which say what was last done with it and move without an entry. */
export function sealedBut<Row>(...moving: (keyof Row & string)[]): Keeping<Row> {
  return { sealed: true, moving };
}

/** Made anew from records, or working data that comes and goes. */
export function unsealed(because: string): Keeping<unknown> {
  return { sealed: false, because };
}

/**
 * The TypeORM schema of a table, written as a list of columns. Row types stay plain interfaces, so that no entity
 * class has to know another.
 */
export function table<Row extends ObjectLiteral>(
  name: string,
  keeping: Keeping<Row> | Keeping<unknown>,
  columns: { [Property in keyof Row & string]-?: ColumnKind },
): EntitySchema<Row> {
  if (keeping.sealed) {
    const sealed = Object.entries<ColumnKind>(columns).map(([property, kind]) => ({
      property,
      name: columnName(property),
      primary: kind.endsWith('pk'),
    }));
    sealTable(new SealedTable(name, sealed, (keeping.moving ?? []).map(columnName)));
  }
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
