import { type Key, type SealedTable, sealedTable } from './sealed-table.js';

/** A row as the transaction leaves it: its primary key and its hash, or null where it is gone. */
export interface RowSeal {
  table: string;
  row: [...Key, string | null];
}

/** The rows of sealed tables that a transaction wrote, each as it was last, until an entry of the ledger takes them. */
export class RowSeals {
  private readonly rows = new Map<string, RowSeal>();
  private readonly writes = new Map<string, number>();

  get size(): number {
    return this.rows.size;
  }

  /** Names the tables that were written, for an error. */
  get tables(): string[] {
    return [...new Set([...this.rows.values()].map(({ table }) => table))].sort();
  }

  /** How many rows of these tables were written so far, those that were taken with them. */
  writesOf(tables: readonly string[]): number {
    return tables.reduce((sum, table) => sum + (this.writes.get(table) ?? 0), 0);
  }

  /** @param named by what the values of the row are called */
  written(table: SealedTable, row: object, named: 'property' | 'name'): void {
    this.put(table.name, table.keyOf(row, named), table.hashOf(row, named));
  }

  deleted(table: SealedTable, row: object): void {
    this.put(table.name, table.keyOf(row), null);
  }

  /** All that were written since this was last asked, in the order in which each was written first. */
  take(): RowSeal[] {
    const taken = [...this.rows.values()];
    this.rows.clear();
    return taken;
  }

  private put(table: string, key: Key, hash: string | null): void {
    this.writes.set(table, (this.writes.get(table) ?? 0) + 1);
    this.rows.set(`${table}${JSON.stringify(key)}`, { table, row: [...key, hash] });
  }
}

interface SealedStatement {
  table: SealedTable;
  deletes: boolean;
}

const START = /^\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)/i;
const STATEMENTS_AT_MOST = 2000;
const known = new Map<string, SealedStatement | null>();

/** The sealed table whose rows a statement writes, if it writes any that are sealed. The texts are few and fixed. */
export function sealedStatement(sql: string): SealedStatement | null {
  let found = known.get(sql);
  if (found === undefined) {
    if (known.size >= STATEMENTS_AT_MOST) known.clear();
    known.set(sql, (found = read(sql)));
  }
  return found;
}

function read(sql: string): SealedStatement | null {
  const [, verb, name] = START.exec(sql) ?? [];
  const table = name === undefined ? undefined : sealedTable(name);
  if (verb === undefined || table === undefined) return null;
  if (/^UPDATE/i.test(verb) && table.isMoving(columnsSet(sql))) return null;
  return { table, deletes: /^DELETE/i.test(verb) };
}

function columnsSet(sql: string): string[] {
  const [, set = ''] = /\bSET\b(.*?)(?:\bWHERE\b|$)/is.exec(sql) ?? [];
  return [...set.matchAll(/(?:^|,)\s*(\w+)\s*=/g)].map(([, column]) => column!);
}
