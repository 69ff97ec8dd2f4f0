import type { Queries } from '../database/reader.js';
import { inList } from '../database/sql.js';
import { groupBy } from '../domain/group-by.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import {
  LEVEL_COLUMNS,
  type LevelBasis,
  type ServiceSelection,
  tableOf,
} from '../publication/service-filter.js';

/** How many of a procedure's services are at each level: never "the highest of any agency". */
export interface LevelDistribution {
  none: number;
  1: number;
  2: number;
  3: number;
}

/** The services of a selection, by procedure and level. */
export async function levelsByProcedure(
  queries: Queries,
  selection: Pick<ServiceSelection, 'isCurrent' | 'conditions' | 'params'>,
  codes: readonly string[],
  levelOf: LevelBasis = 'published',
): Promise<(code: string) => { levels: LevelDistribution; services: number }> {
  const rows = await queries.all<{ code: string; level: Level | 0; services: number }>(
    `SELECT s.procedure_code AS code, ${LEVEL_COLUMNS[levelOf]} AS level, COUNT(*) AS services
     FROM ${tableOf(selection)} s
     WHERE ${[...selection.conditions, `s.procedure_code IN ${inList(queries.engine, 'codes')}`].join(' AND ')}
     GROUP BY s.procedure_code, ${LEVEL_COLUMNS[levelOf]}`,
    { ...selection.params, codes: JSON.stringify(codes) },
  );
  const byCode = groupBy(rows, (row) => row.code);
  return (code) => {
    const levels: LevelDistribution = { none: 0, 1: 0, 2: 0, 3: 0 };
    let services = 0;
    for (const row of byCode.get(code) ?? []) {
      levels[row.level === 0 ? 'none' : row.level] = row.services;
      services += row.services;
    }
    return { levels, services };
  };
}
