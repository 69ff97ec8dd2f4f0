import type { Queries } from '../database/reader.js';
import type { SqlParams } from '../database/sql.js';
import { stateOf } from '../http/pages.js';
import { countedInCells } from './coverage-cells.js';
import { pastServices, type StateRow } from './past-services.query.js';
import { selectServices, type ServiceFilter, type ServiceSelection } from './service-filter.js';
import {
  afterCursor,
  cursorAfter,
  isRanked,
  serviceOrder,
  type ServiceOrder,
  type ServiceSort,
} from './service-order.js';

export interface ServicePage {
  /** Canonical JSON of each service. */
  docs: string[];
  next: string | null;
  total: number;
  asOf: string;
  /** Number of the last change of the published list that this page can show. */
  seq: number;
}

export interface PageRequest {
  sort: ServiceSort | undefined;
  limit: number;
  cursor: string | undefined;
}

type PageRow = StateRow & { doc?: string };

/** One page of the list of services, all of it from one state of the catalogue; call it inside a snapshot. */
export async function servicePage(
  queries: Queries,
  filter: ServiceFilter,
  page: PageRequest,
): Promise<ServicePage> {
  const state = await stateOf(queries);
  const selection = await selectServices(queries, filter, state.asOf);
  const order = serviceOrder(queries.engine, selection, page.sort);
  const list = JSON.stringify([Object.entries(filter).sort(), page.sort ?? null]);
  const after = afterCursor(order, selection, list, page.cursor);
  const rows = await pageRows(queries, selection, order, after, page.limit + 1);
  const shown = rows.slice(0, page.limit);
  return {
    docs: selection.isCurrent
      ? shown.map((row) => row.doc!)
      : await pastServices(queries, shown, filter.asOf ?? state.asOf, filter.knownAt),
    next:
      rows.length > page.limit
        ? cursorAfter(order, list, shown.at(-1)! as unknown as Record<string, unknown>)
        : null,
    total: await countServices(queries, selection),
    asOf: filter.asOf ?? state.asOf,
    seq: state.seq,
  };
}

/** How many services the selection holds. */
export async function countServices(queries: Queries, selection: ServiceSelection): Promise<number> {
  const { from, count, conditions } = countedBy(selection);
  const row = await queries.get<{ total: number }>(
    `SELECT ${count} AS total FROM ${from} ${whereOf(conditions)}`,
    selection.params,
  );
  return row!.total;
}

/**
 * Where a selection is counted: in the cells that are kept in step with the list, as far as they tell it apart.
 * @param byField whether the counts are of each field
 */
export function countedBy(
  selection: ServiceSelection,
  byField = false,
): {
  from: string;
  count: string;
  /** How many services a row stands for. */
  each: string;
  conditions: string[];
} {
  if (selection.isOfCells) return countedInCells(selection, byField);
  return { from: `${tableOf(selection)} s`, count: 'COUNT(*)', each: '1', conditions: selection.conditions };
}

/** The SQL of the selection in an order, for pages and for streams. */
export function selectionSql(
  selection: ServiceSelection,
  order: ServiceOrder,
  more: readonly string[] = [],
  withDocs = selection.isCurrent,
): string {
  const keys = order.columns.map((column) => `${column.sql} AS ${column.as}`);
  const columns = selection.isCurrent
    ? [withDocs ? 'c.doc' : 's.change_seq', 's.service_id', 's.procedure_code', 's.agency_code']
    : [
        's.service_id',
        's.procedure_code',
        's.agency_code',
        's.version_no',
        's.level AS published_level',
        's.basis',
        's.declared_level',
        's.verified_level',
        's.verification_no',
        's.level_since',
        's.known_from',
        's.has_forms',
        's.demonstration',
      ];
  const direction = order.descending ? 'DESC' : 'ASC';
  return `SELECT ${[...new Set([...columns, ...keys.filter((key) => !columns.includes(key.split(' AS ')[0]!))])].join(', ')}
    FROM ${order.lead ? `${order.lead.from} CROSS JOIN ` : ''}${tableOf(selection)} s
    ${withDocs ? 'JOIN change c ON c.seq = s.change_seq' : ''}
    ${whereOf([...(order.lead ? [order.lead.on] : []), ...selection.conditions, ...more])}
    ORDER BY ${order.columns.map((column) => `${column.sql} ${direction}`).join(', ')}`;
}

async function pageRows(
  queries: Queries,
  selection: ServiceSelection,
  order: ServiceOrder,
  after: { conditions: string[]; params: SqlParams },
  limit: number,
): Promise<PageRow[]> {
  if (isRanked(order)) return rankedRows(queries, selection, order, after, limit);
  return queries.all<PageRow>(`${selectionSql(selection, order, after.conditions)} LIMIT :limit`, {
    ...selection.params,
    ...after.params,
    limit,
  });
}

/** A procedure that every commune handles fills a page by itself; a search within one agency takes a row of each. */
const PROCEDURES_AT_FIRST = 4;
const TIMES_AS_MANY = 4;

/**
 * Rows of a search, procedure by procedure from the best match on: a page of a search that matches half the catalogue reads
 * the services of a few procedures only.
 */
async function rankedRows(
  queries: Queries,
  selection: ServiceSelection,
  order: ServiceOrder,
  after: { conditions: string[]; params: SqlParams },
  limit: number,
): Promise<PageRow[]> {
  const ranked = selection.ranked!;
  const rows: PageRow[] = [];
  let from = Number(after.params['after0'] ?? 0);
  let { conditions } = after;
  for (let size = PROCEDURES_AT_FIRST; rows.length < limit && from < ranked.length; size *= TIMES_AS_MANY) {
    const found = await queries.all<PageRow & { rank: number }>(rankedSql(selection, order, conditions), {
      ...selection.params,
      ...(conditions.length > 0 ? { ...after.params, after0: 0 } : {}),
      matching: JSON.stringify(ranked.slice(from, from + size)),
      limit: limit - rows.length,
    });
    const first = from;
    rows.push(...found.map((row) => ({ ...row, rank: row.rank + first })));
    from += size;
    conditions = [];
  }
  return rows;
}

/** Sorted by rank before a document is read: the services of all these procedures are looked at, and a page of them is shown. */
function rankedSql(selection: ServiceSelection, order: ServiceOrder, more: readonly string[]): string {
  const keys = `${selectionSql(selection, order, more, false)} LIMIT :limit`;
  if (!selection.isCurrent) return keys;
  return `SELECT c.doc, k.service_id, k.procedure_code, k.agency_code, k.rank
    FROM (${keys}) k JOIN change c ON c.seq = k.change_seq ORDER BY k.rank, k.agency_code`;
}

function tableOf(selection: ServiceSelection): string {
  return selection.isCurrent ? 'published_service' : 'service_state';
}

function whereOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}
