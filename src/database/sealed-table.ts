import { sha256 } from '../domain/canonical-json.js';

/** The primary key of a row, in the order of its columns. */
export type Key = (string | number)[];

interface SealedColumn {
  property: string;
  name: string;
  primary: boolean;
}

/** By what the values of a row are called: as in code, or as in the database. */
type Named = 'property' | 'name';

/**
 * A table whose rows the ledger seals: the entry of every write holds the hash of each row as it was written, so that a row
 * that was changed by anybody else is found (docs/ledger.md).
 */
export class SealedTable {
  readonly key: readonly SealedColumn[];
  /** In the order of their names: that of canonical JSON (RFC 8785). */
  private readonly members: readonly (SealedColumn & { prefix: string })[];
  private readonly moving: ReadonlySet<string>;

  /** @param moving names of columns that change without an entry, and are left out */
  constructor(
    readonly name: string,
    columns: readonly SealedColumn[],
    moving: readonly string[],
  ) {
    this.key = columns.filter(({ primary }) => primary);
    this.moving = new Set(moving);
    this.members = columns
      .filter((column) => !this.moving.has(column.name))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((column) => ({ ...column, prefix: `${JSON.stringify(column.name)}:` }));
  }

  /** Names of the columns that are sealed. */
  get columns(): string[] {
    return this.members.map(({ name }) => name);
  }

  /** Whether every one of these columns moves without an entry. */
  isMoving(names: readonly string[]): boolean {
    return names.length > 0 && names.every((name) => this.moving.has(name));
  }

  keyOf(row: object, named: Named = 'name'): Key {
    return this.key.map((column) => (row as Record<string, string | number>)[column[named]]!);
  }

  /**
   * SHA-256 of the row as canonical JSON. Columns without a value are left out, so that a column that a later version adds
   * leaves the hash of older rows as it is.
   */
  hashOf(row: object, named: Named = 'name'): string {
    let text = '';
    for (const column of this.members) {
      const value = (row as Record<string, string | number | null | undefined>)[column[named]];
      if (value === null || value === undefined) continue;
      text += `${text === '' ? '{' : ','}${column.prefix}${JSON.stringify(value)}`;
    }
    return sha256(`${text}}`);
  }
}

const tables = new Map<string, SealedTable>();

/** Has the ledger seal the rows of a table from now on. */
export function sealTable(table: SealedTable): void {
  tables.set(table.name, table);
}

export function sealedTable(name: string): SealedTable | undefined {
  return tables.get(name);
}

/** All of them, by name. */
export function sealedTables(): SealedTable[] {
  return [...tables.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
