import type { Queries } from '../database/reader.js';
import { type PageRow, selectionSql } from './selection-sql.js';
import { isMatching, type ServiceSelection } from './service-filter.js';
import { AGENCY, type afterCursor, type ServiceOrder } from './service-order.js';

/** Where a page begins: a condition with its parameters. */
type After = ReturnType<typeof afterCursor>;

const BY_AGENCY: ServiceOrder = { columns: [AGENCY], descending: false };

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
  after: After,
  limit: number,
): Promise<PageRow[]> {
  const ranked = selection.ranked!;
  const rows: PageRow[] = [];
  let from = Number(after.params['after0'] ?? 0);
  let { conditions } = after;
  // The history has no index by procedure: it is looked through once for several.
  if (selection.isCurrent && from < ranked.length) {
    rows.push(...(await rowsOfMatch(queries, selection, from, after, limit)));
    from += 1;
    conditions = [];
  }
  for (let size = PROCEDURES_AT_FIRST; rows.length < limit && from < ranked.length; size *= TIMES_AS_MANY) {
    const found = await queries.all<PageRow & { rank: number }>(pageSql(selection, order, conditions), {
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
  after: After,
  limit: number,
): Promise<PageRow[]> {
  const matching = isMatching(queries.engine);
  const conditions = selection.conditions.map((one) =>
    one === matching ? 's.procedure_code = :match' : one,
  );
  const more = after.conditions.length > 0 ? ['s.agency_code > :after1'] : [];
  const found = await queries.all<PageRow>(pageSql({ ...selection, conditions }, BY_AGENCY, more), {
    ...selection.params,
    ...after.params,
    match: selection.ranked![rank]!,
    limit,
  });
  return found.map((row) => ({ ...row, rank }));
}

/** Sorted before a document is read: of the history there are none. */
function pageSql(selection: ServiceSelection, order: ServiceOrder, more: readonly string[]): string {
  const keys = `${selectionSql(selection, order, more, false)} LIMIT :limit`;
  if (!selection.isCurrent) return keys;
  return `SELECT c.doc, k.* FROM (${keys}) k JOIN change c ON c.seq = k.change_seq
    ORDER BY ${order.columns.map(({ as }) => `k.${as}`).join(', ')}`;
}
