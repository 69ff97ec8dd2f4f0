import { type AgencyTree, agencyTree } from '../agencies/agency-tree.query.js';
import type { Queries } from '../database/reader.js';
import { whereOf } from '../database/sql.js';
import { stateOf } from '../http/pages.js';
import { LEVEL_COLUMNS, selectServices, type ServiceFilter } from './service-filter.js';
import { countedBy } from './counted-by.js';

export const COUNTED_FILTERS = ['level', 'agency', 'field', 'basis'] as const;
export type CountedFilter = (typeof COUNTED_FILTERS)[number];

/** How many services each choice of one filter would list; choices that list none are left out. */
export type ChoiceCounts = ReadonlyMap<string, number>;

/** The words of the list by which one filter chooses: its counts are of what all the others leave. */
const WORDS: Record<CountedFilter, readonly (keyof ServiceFilter)[]> = {
  level: ['level', 'minLevel'],
  agency: ['agency'],
  field: ['field'],
  basis: ['basis'],
};

/** What the counts beside a filter are of. */
export function withoutFilter(filter: ServiceFilter, counted: CountedFilter): ServiceFilter {
  const others = Object.entries(filter).filter(
    ([word, value]) => value !== undefined && !WORDS[counted].includes(word as keyof ServiceFilter),
  );
  return Object.fromEntries(others) as ServiceFilter;
}

/**
 * Counts beside the choices of one filter. Call it inside a snapshot.
 * @param others as `withoutFilter` leaves them
 * @throws Problem 404 as `selectServices`
 */
export async function choiceCounts(
  queries: Queries,
  others: ServiceFilter,
  counted: CountedFilter,
): Promise<ChoiceCounts> {
  const column = columnOf(others, counted);
  const { asOf: today } = await stateOf(queries);
  const selection = await selectServices(queries, others, today);
  const { from, count, conditions } = countedBy(queries.engine, selection, counted === 'field');
  const rows = await queries.all<{ choice: string | number; n: number }>(
    `SELECT ${column} AS choice, ${count} AS n FROM ${from} ${whereOf(conditions)} GROUP BY ${column}`,
    selection.params,
  );
  const counts = new Map(rows.map(({ choice, n }) => [choice === 0 ? 'none' : String(choice), n]));
  if (counted === 'agency' && others.scope === 'subtree')
    return withThoseUnder(await agencyTree(queries), counts);
  return counts;
}

function columnOf(others: ServiceFilter, counted: CountedFilter): string {
  if (counted === 'level') return LEVEL_COLUMNS[others.levelOf ?? 'published'];
  return { agency: 's.agency_code', field: 's.field_code', basis: 's.basis' }[counted];
}

/** Each agency with what all under it have. */
function withThoseUnder(tree: AgencyTree, own: ChoiceCounts): ChoiceCounts {
  const sums = new Map<string, number>();
  for (const [code, n] of own)
    for (const above of tree.upFrom(code)) sums.set(above.code, (sums.get(above.code) ?? 0) + n);
  return sums;
}
