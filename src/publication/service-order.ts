import type { Engine } from '../database/dialect.js';
import { listRows, type SqlParams } from '../database/sql.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { badRequest } from '../http/problem.js';
import type { ServiceSelection } from './service-filter.js';

export const SORTS = [
  'code',
  '-code',
  'name',
  '-name',
  'level',
  '-level',
  'updatedAt',
  '-updatedAt',
] as const;
export type ServiceSort = (typeof SORTS)[number];

interface KeyColumn {
  sql: string;
  /** Name under which the page's rows carry it. */
  as: string;
  type: 'string' | 'number';
}

/** In which order a list is read, and how a page begins after the last item of the one before. */
export interface ServiceOrder {
  columns: KeyColumn[];
  descending: boolean;
  /** What is read first, row by row in its own order, so that a page needs no sorting of the whole list. */
  lead?: { from: string; on: string };
}

const PROCEDURE: KeyColumn = { sql: 's.procedure_code', as: 'procedure_code', type: 'string' };
export const AGENCY: KeyColumn = { sql: 's.agency_code', as: 'agency_code', type: 'string' };

/** By the given sort; a search without one is by how well the procedure matches; else by procedure and agency. */
export function serviceOrder(
  engine: Engine,
  selection: ServiceSelection,
  sort: ServiceSort | undefined,
): ServiceOrder {
  if (sort === undefined && selection.ranked !== undefined) {
    return {
      columns: [{ sql: 'r.key', as: 'rank', type: 'number' }, AGENCY],
      descending: false,
      lead: { from: listRows(engine, 'matching'), on: 's.procedure_code = r.value' },
    };
  }
  const descending = sort?.startsWith('-') === true;
  const by = (sort ?? 'code').replace('-', '');
  if (by === 'name') {
    return {
      columns: [
        { sql: 'p.name_sort', as: 'name_sort', type: 'string' },
        { ...PROCEDURE, sql: 'p.code' },
        AGENCY,
      ],
      descending,
      lead: { from: 'procedure p', on: 's.procedure_code = p.code' },
    };
  }
  const first = firstColumn(selection, by);
  return { columns: [...(first ? [first] : []), PROCEDURE, AGENCY], descending };
}

function firstColumn(selection: ServiceSelection, by: string): KeyColumn | undefined {
  if (by === 'level') return { sql: 's.level', as: 'level', type: 'number' };
  if (by !== 'updatedAt') return undefined;
  return { sql: selection.isCurrent ? 's.updated_at' : 's.known_from', as: 'updated_at', type: 'string' };
}

/** Begins after the item of the cursor: a condition with its parameters. */
export function afterCursor(
  order: ServiceOrder,
  selection: ServiceSelection,
  list: string,
  cursor: string | undefined,
): { conditions: string[]; params: SqlParams } {
  if (cursor === undefined) return { conditions: [], params: {} };
  const key = decodeCursor(list, cursor);
  if (isRanked(order)) key[0] = rankOfCursor(selection, key);
  const isKey = order.columns.every((column, i) => typeof key[i] === column.type);
  if (!isKey) throw badRequest([{ in: 'query', pointer: '/cursor', code: 'bad_cursor' }]);
  const columns = order.columns.map((column) => column.sql).join(', ');
  const names = order.columns.map((_, i) => `:after${i}`).join(', ');
  return {
    conditions: [`(${columns}) ${order.descending ? '<' : '>'} (${names})`],
    params: Object.fromEntries(order.columns.map((_, i) => [`after${i}`, key[i]!])),
  };
}

/** The cursor that begins after this row. */
export function cursorAfter(order: ServiceOrder, list: string, row: Record<string, unknown>): string {
  const key = order.columns.map((column) => row[column.as] as string | number);
  // The place in a ranking moves when procedures are added: the procedure itself finds it again.
  return encodeCursor(list, isRanked(order) ? [...key, String(row['procedure_code'])] : key);
}

/** Whether the list is ordered by how well procedures match a search. */
export function isRanked(order: ServiceOrder): boolean {
  return order.columns[0]!.as === 'rank';
}

function rankOfCursor({ ranked }: ServiceSelection, key: (string | number)[]): number {
  const place = ranked!.indexOf(String(key[2]));
  return place < 0 ? Number(key[0]) : place;
}
