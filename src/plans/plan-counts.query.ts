import { whereOf } from '../database/sql.js';
import type { Queries } from '../database/reader.js';
import { coverageRule, type CountUnit, reportNumber, type ReportNumber } from '../domain/coverage.js';
import {
  IS_DEMONSTRATION,
  knownThen,
  LEVEL_COLUMNS,
  selectAmong,
  selectServices,
  type ServiceFilter,
} from '../publication/service-filter.js';
import { countedBy } from '../publication/counted-by.js';
import { countedProcedures } from '../reports/counted-procedures.query.js';
import { coverageTotals } from '../reports/coverage.query.js';
import { listPath } from '../reports/list-link.js';
import { type CatalogueHead, contextOf } from '../reports/report-question.js';
import { sumWhere } from '../reports/tallies.query.js';
import { isWithin } from '../reports/timeline.query.js';
import type { PlanLine } from './plan.query.js';

/** A count of the catalogue itself, with how many of those counted are demonstration data. */
export type CatalogueNumber = ReportNumber & { demonstration: number };

/** What a line counts: services, or procedures all of whose services reach the level. */
export interface CountedLine {
  unit: CountUnit;
  level: 1 | 2 | 3;
  filter: Pick<ServiceFilter, 'agency' | 'scope' | 'procedure'>;
}

/** Undefined where the line cannot be counted. */
export function countedLine(line: PlanLine): CountedLine | undefined {
  if (line.level === null || line.kind === 'strand') return undefined;
  if (line.kind === 'count') {
    const filter: CountedLine['filter'] =
      line.agencyCode === null ? {} : { agency: line.agencyCode, scope: 'subtree' };
    return { unit: line.unit ?? 'service', level: line.level, filter };
  }
  const [agency, procedure] = line.serviceId!.split('~');
  return { unit: 'service', level: line.level, filter: { agency, procedure } };
}

/** How much of what the line counts reaches its level on a day. */
export async function catalogueNumber(
  queries: Queries,
  head: CatalogueHead,
  counted: CountedLine,
  asOf: string,
): Promise<CatalogueNumber> {
  const { unit, level } = counted;
  const { reached, all, demonstration } = await (unit === 'procedure' ? proceduresOn : servicesOn)(
    queries,
    head,
    counted,
    asOf,
  );
  const context = contextOf({ asOf }, head);
  const list = listOf(counted, asOf);
  return { ...reportNumber(reached, all, coverageRule(unit, level), context, list), demonstration };
}

/** What reached the level of a line on one of several days. */
export type ReachedOn = Pick<CatalogueNumber, 'numerator' | 'demonstration' | 'list'>;

/** The same without what it is a share of, for each of the days: services of all days are read at once. */
export async function reachedOnDays(
  queries: Queries,
  head: CatalogueHead,
  counted: CountedLine,
  days: readonly string[],
): Promise<ReachedOn[]> {
  const stretches = counted.unit === 'service' ? await stretchesThatReach(queries, counted, days) : undefined;
  const numbers: ReachedOn[] = [];
  for (const day of days) {
    if (!stretches) {
      numbers.push(await catalogueNumber(queries, head, counted, day));
      continue;
    }
    const present = stretches.filter((stretch) => isWithin(day, stretch));
    numbers.push({
      numerator: sum(present),
      demonstration: sum(present.filter((stretch) => stretch.demonstration === 1)),
      list: listOf(counted, day),
    });
  }
  return numbers;
}

interface Counted {
  reached: number;
  all: number;
  /** Of those that reached the level. */
  demonstration: number;
}

async function servicesOn(
  queries: Queries,
  head: CatalogueHead,
  { level, filter }: CountedLine,
  asOf: string,
): Promise<Counted> {
  const selection = await selectServices(queries, { ...filter, asOf }, head.listDay);
  const { from, each, conditions } = countedBy(queries.engine, selection);
  const reached = `${LEVEL_COLUMNS.published} >= :reached`;
  const row = await queries.get<Counted>(
    `SELECT ${sumWhere(each, reached, 'reached')}, COALESCE(SUM(${each}), 0) AS "all",
            ${sumWhere(each, `${reached} AND ${IS_DEMONSTRATION}`, 'demonstration')}
     FROM ${from} ${whereOf(conditions)}`,
    { ...selection.params, reached: level },
  );
  return row!;
}

async function proceduresOn(
  queries: Queries,
  head: CatalogueHead,
  { level, filter }: CountedLine,
  asOf: string,
): Promise<Counted> {
  const { coverage } = await coverageTotals(queries, { ...filter, unit: 'procedure', asOf }, head);
  const { numerator, denominator } = coverage[level];
  const shown = { ...filter, asOf, minLevel: level, demonstration: true };
  const { total } = await countedProcedures(queries, shown, 1, undefined);
  return { reached: numerator, all: denominator, demonstration: total };
}

/** So many services were at the level of a line, or above, from a day until another, which is the first no longer. */
interface ReachingStretch {
  valid_from: string;
  valid_to: string;
  demonstration: 0 | 1;
  n: number;
}

async function stretchesThatReach(
  queries: Queries,
  { level, filter }: CountedLine,
  days: readonly string[],
): Promise<ReachingStretch[]> {
  const among = await selectAmong(queries, { ...filter, minLevel: level }, false);
  const known = knownThen(undefined);
  return queries.all<ReachingStretch>(
    `SELECT s.valid_from, s.valid_to, s.demonstration, COUNT(*) AS n FROM service_state s
     ${whereOf(['s.valid_from <= :last AND s.valid_to > :first', known.condition, ...among.conditions])}
     GROUP BY s.valid_from, s.valid_to, s.demonstration`,
    { ...known.params, ...among.params, first: days[0] ?? '', last: days.at(-1) ?? '' },
  );
}

function listOf({ unit, level, filter }: CountedLine, asOf: string): string {
  return listPath(unit, { ...filter, asOf, minLevel: level });
}

function sum(stretches: readonly ReachingStretch[]): number {
  return stretches.reduce((total, { n }) => total + n, 0);
}
