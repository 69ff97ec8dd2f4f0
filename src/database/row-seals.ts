import { type Seal, sealOf } from './sealed-row.mjs';
import { type SealedTable, sealedTable, type Sealing } from './sealed-table.js';

/** A row as the transaction leaves it. */
export interface RowSeal {
  table: string;
  row: Seal;
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

  /** How many writes to these tables were asked for so far, those whose rows were taken with them. */
  writesOf(tables: readonly string[]): number {
    return tables.reduce((sum, table) => sum + (this.writes.get(table) ?? 0), 0);
  }

  /** A write to the table is asked for: what was read of it before may be another thing now. */
  asked(table: SealedTable): void {
    this.writes.set(table.name, (this.writes.get(table.name) ?? 0) + 1);
  }

  /** Rows as a write left them. */
  add({ name }: SealedTable, seals: readonly Seal[]): void {
    for (const row of seals) this.rows.set(`${name}\n${row.slice(0, -1).join('\n')}`, { table: name, row });
  }

  /** Rows as they stand in the database. */
  standing(table: SealedTable, rows: readonly object[]): void {
    this.add(
      table,
      rows.map((row) => sealOf(table.byName, row)),
    );
  }

  /** All that were written since this was last asked, in the order in which each was written first. */
  take(): RowSeal[] {
    const taken = [...this.rows.values()];
    this.rows.clear();
    return taken;
  }
}

const START = /^\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)/i;
const STATEMENTS_AT_MOST = 2000;
const known = new Map<string, Sealing | 'none'>();

/** What is sealed of the rows that a statement writes, if any are. The texts are few and fixed. */
export function sealedStatement(sql: string): Sealing | undefined {
  let found = known.get(sql);
  if (found === undefined) {
    if (known.size >= STATEMENTS_AT_MOST) known.clear();
    known.set(sql, (found = read(sql) ?? 'none'));
  }
  return found === 'none' ? undefined : found;
}

function read(sql: string): Sealing | undefined {
  const [, verb, name] = START.exec(sql) ?? [];
  const table = name === undefined ? undefined : sealedTable(name);
  if (verb === undefined || table === undefined) return undefined;
  if (/^UPDATE/i.test(verb) && table.isMoving(columnsSet(sql))) return undefined;
  return { table, as: /^DELETE/i.test(verb) ? 'gone' : 'left' };
}

function columnsSet(sql: string): string[] {
  const [, set = ''] = /\bSET\b(.*?)(?:\bWHERE\b|$)/is.exec(sql) ?? [];
  return [...set.matchAll(/(?:^|,)\s*(\w+)\s*=/g)].map(([, column]) => column!);
}
