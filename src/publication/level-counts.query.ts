import { stateOf } from '../http/pages.js';
import type { Queries } from '../database/reader.js';
import { countedBy } from './service-list.query.js';
import { LEVEL_COLUMNS, selectServices, type ServiceFilter } from './service-filter.js';

/** How many services each choice of a level would list. */
export interface LevelCounts {
  all: number;
  none: number;
  1: number;
  2: number;
  3: number;
}

/** The counts beside the filter by level: of everything that the other filters leave. Call it inside a snapshot. */
export async function levelCounts(queries: Queries, filter: ServiceFilter): Promise<LevelCounts> {
  const { level: _, minLevel: __, ...others } = filter;
  const { asOf: today } = await stateOf(queries);
  const selection = await selectServices(queries, others, today);
  const column = LEVEL_COLUMNS[filter.levelOf ?? 'published'];
  const { from, count, conditions } = countedBy(selection);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const rows = await queries.all<{ level: 0 | 1 | 2 | 3; n: number }>(
    `SELECT ${column} AS level, ${count} AS n FROM ${from} ${where} GROUP BY ${column}`,
    selection.params,
  );
  const counts: LevelCounts = { all: 0, none: 0, 1: 0, 2: 0, 3: 0 };
  for (const { level, n } of rows) {
    counts[level === 0 ? 'none' : level] = n;
    counts.all += n;
  }
  return counts;
}
