import type { Queries } from '../database/reader.js';
import { coverageRule, type CountUnit, reportNumber, type ReportNumber } from '../domain/coverage.js';
import { countServices } from '../publication/service-list.query.js';
import { selectServices, type ServiceFilter } from '../publication/service-filter.js';
import { countedProcedures } from '../reports/counted-procedures.query.js';
import { coverageTotals } from '../reports/coverage.query.js';
import { listPath } from '../reports/list-link.js';
import { type CatalogueHead, contextOf } from '../reports/report-question.js';
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
  { unit, level, filter }: CountedLine,
  asOf: string,
): Promise<CatalogueNumber> {
  const reached = { ...filter, asOf, minLevel: level };
  const number =
    filter.procedure === undefined
      ? (await coverageTotals(queries, { ...filter, unit, asOf }, head)).coverage[level]
      : reportNumber(
          await servicesOf(queries, head, reached),
          await servicesOf(queries, head, { ...filter, asOf }),
          coverageRule(unit, level),
          contextOf({ asOf }, head),
          listPath(unit, reached),
        );
  const shown = { ...reached, demonstration: true };
  const demonstration =
    unit === 'procedure'
      ? (await countedProcedures(queries, shown, 1, undefined)).total
      : await servicesOf(queries, head, shown);
  return { ...number, demonstration };
}

async function servicesOf(queries: Queries, head: CatalogueHead, filter: ServiceFilter): Promise<number> {
  return countServices(queries, await selectServices(queries, filter, head.listDay));
}
