import type { Queries } from '../database/reader.js';
import { listRows, whereOf } from '../database/sql.js';
import { addTally, emptyTally, type Mark, type Tally } from '../domain/coverage.js';
import { countedBy } from '../publication/counted-by.js';
import {
  IS_DEMONSTRATION,
  LEVEL_COLUMNS,
  type LevelBasis,
  type ServiceSelection,
  STATE_CONDITIONS,
  tableOf,
} from '../publication/service-filter.js';

const MARK_CONDITIONS: Record<Mark, string> = {
  verified: STATE_CONDITIONS.verified,
  stale: STATE_CONDITIONS.stale,
  overClaimed: STATE_CONDITIONS.overClaimed,
  violations: STATE_CONDITIONS.violation,
  demonstration: IS_DEMONSTRATION,
};
const MARK_COLUMNS: Record<Mark, string> = {
  verified: 'verified',
  stale: 'stale',
  overClaimed: 'over_claimed',
  violations: 'violations',
  demonstration: 'demonstration',
};
const MARKS = Object.keys(MARK_CONDITIONS) as Mark[];

/** A row of a grouped count: so many at this level, and so many of them with each mark. */
export interface TallyRow extends MarkColumns {
  key: string;
  level: 0 | 1 | 2 | 3;
  total: number;
}

interface MarkColumns {
  verified: number;
  stale: number;
  over_claimed: number;
  violations: number;
  demonstration: number;
}

export function tallyOf(row: Omit<TallyRow, 'key'>): Tally {
  const levels: Tally['levels'] = [0, 0, 0, 0];
  levels[row.level] = row.total;
  return { levels, ...marksOf(row) };
}

/** A row of a count by key alone: a row for each level would be three times as many to hand over. */
interface WideTallyRow extends MarkColumns {
  key: string;
  none: number;
  one: number;
  two: number;
  three: number;
}

function marksOf({
  verified,
  stale,
  over_claimed: overClaimed,
  violations,
  demonstration,
}: MarkColumns): Record<Mark, number> {
  return { verified, stale, overClaimed, violations, demonstration };
}

function talliesOf(rows: readonly TallyRow[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const row of rows) {
    tallies.set(row.key, addTally(tallies.get(row.key) ?? emptyTally(), tallyOf(row)));
  }
  return tallies;
}

/** The marks as sums of `n` over rows `s`. */
export function markSums(n: string): string {
  return MARKS.map((mark) => sumWhere(n, MARK_CONDITIONS[mark], MARK_COLUMNS[mark])).join(', ');
}

/** Sum of `n` over the rows `s` that meet the condition. */
export function sumWhere(n: string, condition: string, name: string): string {
  return `COALESCE(SUM(${n}) FILTER (WHERE ${condition}), 0) AS ${name}`;
}

/** Services by agency or by field. */
export async function serviceTallies(
  queries: Queries,
  selection: ServiceSelection,
  by: 'agency' | 'field',
  basis: LevelBasis,
): Promise<Map<string, Tally>> {
  const key = by === 'agency' ? 's.agency_code' : 's.field_code';
  const { from, each, conditions } = countedBy(queries.engine, selection, by === 'field');
  const level = LEVEL_COLUMNS[basis];
  const levels = ['none', 'one', 'two', 'three'].map((name, at) => sumWhere(each, `${level} = ${at}`, name));
  const rows = await queries.all<WideTallyRow>(
    `SELECT ${key} AS key, ${levels.join(', ')}, ${markSums(each)} FROM ${from} ${whereOf(conditions)} GROUP BY ${key}`,
    selection.params,
  );
  return new Map(
    rows.map((row) => [row.key, { levels: [row.none, row.one, row.two, row.three], ...marksOf(row) }]),
  );
}

/**
 * Marks of procedures: the lowest level of their services is theirs, since a procedure is never said to be where only some
 * agencies are. `verified` is asked of all services, the other marks of any.
 */
export function procedureMarks(basis: LevelBasis): string {
  const marks = MARKS.map((mark) => {
    const ofServices = mark === 'verified' ? 'MIN' : 'MAX';
    return `${ofServices}(CASE WHEN ${MARK_CONDITIONS[mark]} THEN 1 ELSE 0 END) AS ${MARK_COLUMNS[mark]}`;
  });
  return [`MIN(${LEVEL_COLUMNS[basis]}) AS level`, ...marks].join(', ');
}

/**
 * Distinct procedures by group.
 * @param groups `all`: one group with the key ''; `field`; or each agency with the groups in which its services count
 */
export async function procedureTallies(
  queries: Queries,
  selection: ServiceSelection,
  groups: 'all' | 'field' | readonly { agency: string; group: string }[],
  basis: LevelBasis,
): Promise<Map<string, Tally>> {
  const listed = typeof groups !== 'string';
  const key = listed ? 'g.group_key' : groups === 'field' ? 's.field_code' : `''`;
  // Materialized, or each service would be looked up in the lists anew.
  const lists = `WITH g AS MATERIALIZED (
      SELECT a.value AS agency_code, b.value AS group_key
      FROM (SELECT r.key, r.value FROM ${listRows(queries.engine, 'groupAgencies')}) a
      JOIN (SELECT r.key, r.value FROM ${listRows(queries.engine, 'groupKeys')}) b ON b.key = a.key)`;
  const sums = MARKS.map((mark) => `SUM(${MARK_COLUMNS[mark]}) AS ${MARK_COLUMNS[mark]}`).join(', ');
  const rows = await queries.all<TallyRow>(
    `${listed ? lists : ''}
     SELECT key, level, COUNT(*) AS total, ${sums}
     FROM (SELECT ${key} AS key, s.procedure_code, ${procedureMarks(basis)}
           FROM ${tableOf(selection)} s ${listed ? 'JOIN g ON g.agency_code = s.agency_code' : ''}
           ${whereOf(selection.conditions)} GROUP BY 1, 2) p
     GROUP BY key, level`,
    listed
      ? {
          ...selection.params,
          groupAgencies: JSON.stringify(groups.map(({ agency }) => agency)),
          groupKeys: JSON.stringify(groups.map(({ group }) => group)),
        }
      : selection.params,
  );
  return talliesOf(rows);
}
