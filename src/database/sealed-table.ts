import { hashOf, type Key, type RowShape } from './sealed-row.mjs';

interface SealedColumn {
  property: string;
  name: string;
  primary: boolean;
}

/**
 * A table whose rows the ledger seals: the entry of every write holds the hash of each row as it was written, so that a row
 * that was changed by anybody else is found (docs/ledger.md).
 */
export class SealedTable {
  readonly key: readonly SealedColumn[];
  /** Of rows whose values are called as in code. */
  readonly byProperty: RowShape;
  /** Of rows whose values are called as in the database. */
  readonly byName: RowShape;
  private readonly members: readonly SealedColumn[];
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
      // That of canonical JSON (RFC 8785).
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    this.byProperty = this.shape('property');
    this.byName = this.shape('name');
  }

  /** Names of the columns that are sealed. */
  get columns(): string[] {
    return this.members.map(({ name }) => name);
  }

  /** Whether every one of these columns moves without an entry. */
  isMoving(names: readonly string[]): boolean {
    return names.length > 0 && names.every((name) => this.moving.has(name));
  }

  /** @param row as in the database */
  keyOf(row: object): Key {
    return this.key.map(({ name }) => (row as Record<string, string | number>)[name]!);
  }

  /** @param row as in the database */
  hashOf(row: object): string {
    return hashOf(this.byName, row);
  }

  private shape(called: 'property' | 'name'): RowShape {
    return {
      key: this.key.map((column) => column[called]),
      members: this.members.map((column) => ({
        at: column[called],
        prefix: `${JSON.stringify(column.name)}:`,
      })),
    };
  }
}

/** The rows of a statement are to be sealed: as they were given to it, as it left them, or as gone. */
export interface Sealing {
  table: SealedTable;
  as: 'given' | 'left' | 'gone';
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
