import type { Queries } from '../database/reader.js';
import type { SqlParams } from '../database/sql.js';
import { type PageRow, selectionSql } from './selection-sql.js';
import { isMatching, type ServiceSelection } from './service-filter.js';
import { AGENCY, type ServiceOrder } from './service-order.js';

/** A procedure that every commune handles fills a page by itself; a search within one agency takes a row of each. */
const PROCEDURES_AT_FIRST = 4;
const TIMES_AS_MANY = 4;

/**
 * Rows of a search, procedure by procedure from the best match on: a page of a search that matches half the catalogue reads
 * the services of a few procedures only.
 */
export async function rankedRows(
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
  // The history has no index by procedure: it is looked through once for several.
  if (selection.isCurrent && from < ranked.length) {
    rows.push(...(await rowsOfMatch(queries, selection, from, after.params['after1'], limit)));
    from += 1;
    conditions = [];
  }
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

/** Services of one procedure that matches, by agency: in the order of an index, so that no more are read than shown. */
async function rowsOfMatch(
  queries: Queries,
  selection: ServiceSelection,
  rank: number,
  afterAgency: SqlParams[string] | undefined,
  limit: number,
): Promise<PageRow[]> {
  const matching = isMatching(queries.engine);
  const conditions = selection.conditions.map((one) =>
    one === matching ? 's.procedure_code = :match' : one,
  );
  const more = afterAgency === undefined ? [] : ['s.agency_code > :afterAgency'];
  const order: ServiceOrder = { columns: [AGENCY], descending: false };
  const keys = `${selectionSql({ ...selection, conditions }, order, more, false)} LIMIT :limit`;
  const { matching: _list, ...params } = selection.params;
  const found = await queries.all<PageRow>(
    `SELECT c.doc, k.service_id, k.procedure_code, k.agency_code
     FROM (${keys}) k JOIN change c ON c.seq = k.change_seq ORDER BY k.agency_code`,
    {
      ...params,
      match: selection.ranked![rank]!,
      ...(more.length > 0 ? { afterAgency: afterAgency! } : {}),
      limit,
    },
  );
  return found.map((row) => ({ ...row, rank }));
}

/** Sorted by rank before a document is read: the services of all these procedures are looked at, and a page of them is shown. */
function rankedSql(selection: ServiceSelection, order: ServiceOrder, more: readonly string[]): string {
  const keys = `${selectionSql(selection, order, more, false)} LIMIT :limit`;
  if (!selection.isCurrent) return keys;
  return `SELECT c.doc, k.service_id, k.procedure_code, k.agency_code, k.rank
    FROM (${keys}) k JOIN change c ON c.seq = k.change_seq ORDER BY k.rank, k.agency_code`;
}
