import type { Queries } from '../database/reader.js';
import { type SqlParams, whereOf } from '../database/sql.js';
import { stateOf } from '../http/pages.js';
import { countedBy } from './counted-by.js';
import { pastServices } from './past-services.query.js';
import { rankedRows } from './ranked-services.query.js';
import { type PageRow, selectionSql } from './selection-sql.js';
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
  const { from, count, conditions } = countedBy(queries.engine, selection);
  const row = await queries.get<{ total: number }>(
    `SELECT ${count} AS total FROM ${from} ${whereOf(conditions)}`,
    selection.params,
  );
  return row!.total;
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
