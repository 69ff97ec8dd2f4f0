import type { Queries } from '../database/reader.js';
import { type SqlParams, whereOf } from '../database/sql.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { LEVEL_COLUMNS, selectServices, type ServiceFilter, tableOf } from '../publication/service-filter.js';
import { catalogueHead } from './report-question.js';
import { procedureMarks } from './tallies.query.js';

/** A procedure as reports count it, with how its services are distributed over the levels. */
export interface CountedProcedure {
  code: string;
  name: string;
  field: string;
  /** Reached by all its services within the scope; `null`: at least one reaches none. */
  lowestLevel: Level | null;
  services: { total: number; none: number; exact: Record<Level, number> };
}

export interface CountedProcedures {
  items: CountedProcedure[];
  next: string | null;
  total: number;
  asOf: string;
  seq: number;
}

const CONDITIONS: Record<NonNullable<ServiceFilter['state']>, string> = {
  verified: 'verified = 1',
  stale: 'stale = 1',
  overClaimed: 'over_claimed = 1',
  violation: 'violations = 1',
};

/** The list behind numbers that count procedures: level, state and demonstration are asked of procedures here. */
export async function countedProcedures(
  queries: Queries,
  filter: ServiceFilter,
  limit: number,
  cursor: string | undefined,
): Promise<CountedProcedures> {
  const { level, minLevel, levelOf = 'published', state, demonstration, ...scope } = filter;
  const head = await catalogueHead(queries);
  const selection = await selectServices(queries, scope, head.listDay);
  const column = LEVEL_COLUMNS[levelOf];
  const atLevel = ([0, 1, 2, 3] as const).map(
    (at) => `SUM(CASE WHEN ${column} = ${at} THEN 1 ELSE 0 END) AS at_${at}`,
  );
  const counted = `SELECT s.procedure_code AS code, MIN(s.field_code) AS field, COUNT(*) AS services,
      ${atLevel.join(', ')}, ${procedureMarks(levelOf)}
    FROM ${tableOf(selection)} s ${whereOf(selection.conditions)} GROUP BY s.procedure_code`;
  const params: SqlParams = { ...selection.params };
  const conditions: string[] = [];
  if (level !== undefined) {
    conditions.push('c.level = :lowest');
    params['lowest'] = level === 'none' ? 0 : Number(level);
  }
  if (minLevel !== undefined) {
    conditions.push('c.level >= :minLowest');
    params['minLowest'] = minLevel;
  }
  if (state !== undefined) conditions.push(CONDITIONS[state]);
  if (demonstration !== undefined) conditions.push(`c.demonstration = ${Number(demonstration)}`);

  const list = JSON.stringify(['procedures', Object.entries(filter).sort()]);
  const after = cursor === undefined ? '' : String(decodeCursor(list, cursor)[0]);
  const rows = await queries.all<Row>(
    `SELECT c.*, p.name FROM (${counted}) c JOIN procedure p ON p.code = c.code
     ${whereOf([...conditions, 'c.code > :after'])} ORDER BY c.code LIMIT :limit`,
    { ...params, after, limit: limit + 1 },
  );
  const count = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM (${counted}) c ${whereOf(conditions)}`,
    params,
  );
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(itemOf),
    next: rows.length > limit ? encodeCursor(list, [shown.at(-1)!.code]) : null,
    total: count!.total,
    asOf: filter.asOf ?? head.listDay,
    seq: head.seq,
  };
}

interface Row {
  code: string;
  name: string;
  field: string;
  services: number;
  level: Level | 0;
  at_0: number;
  at_1: number;
  at_2: number;
  at_3: number;
}

function itemOf(row: Row): CountedProcedure {
  return {
    code: row.code,
    name: row.name,
    field: row.field,
    lowestLevel: row.level || null,
    services: { total: row.services, none: row.at_0, exact: { 1: row.at_1, 2: row.at_2, 3: row.at_3 } },
  };
}
