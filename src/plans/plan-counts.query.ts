import type { Queries } from '../database/reader.js';
import { countServices } from '../publication/service-list.query.js';
import { selectServices, type ServiceFilter } from '../publication/service-filter.js';
import type { PlanLine } from './plan.query.js';

/** A count of the catalogue itself, as every reported number is stated. */
export interface CatalogueNumber {
  value: number | null;
  numerator: number;
  denominator: number;
  excluded: { reason: string; count: number }[];
  basis: 'published' | 'declared' | 'verified';
  asOf: string;
  knownAt: string;
  ruleId: string;
  /** Path and query of the list of exactly what was counted. */
  list: string;
  /** How many of those counted are demonstration data. */
  demonstration: number;
}

export interface CatalogueHead {
  listDay: string;
  at: string;
}

/** What a line counts: services, or procedures all of whose services reach the level. */
export interface CountedLine {
  unit: 'service' | 'procedure';
  level: 1 | 2 | 3;
  filter: ServiceFilter;
}

/** Undefined where the line cannot be counted. */
export function countedLine(line: PlanLine): CountedLine | undefined {
  if (line.level === null || line.kind === 'strand') return undefined;
  if (line.kind === 'count') {
    const filter: ServiceFilter =
      line.agencyCode === null ? {} : { agency: line.agencyCode, scope: 'subtree' };
    return { unit: line.unit ?? 'service', level: line.level, filter };
  }
  const [agency, procedure] = line.serviceId!.split('~');
  return { unit: 'service', level: line.level, filter: { agency, procedure } };
}

export async function catalogueHead(queries: Queries): Promise<CatalogueHead> {
  return (await queries.get<CatalogueHead>(
    'SELECT list_day AS "listDay", at FROM ledger_head WHERE id = 1',
  ))!;
}

/** How much of what the line counts reaches its level on a day. */
export async function catalogueNumber(
  queries: Queries,
  head: CatalogueHead,
  { level, filter }: CountedLine,
  asOf: string,
): Promise<CatalogueNumber> {
  const all = await selectServices(queries, { ...filter, asOf }, head.listDay);
  const reached = await selectServices(queries, { ...filter, asOf, minLevel: level }, head.listDay);
  const shown = { ...reached, conditions: [...reached.conditions, 's.demonstration = 1'] };
  const numerator = await countServices(queries, reached);
  const denominator = await countServices(queries, all);
  const words = new URLSearchParams({ ...(filter as Record<string, string>), asOf, minLevel: String(level) });
  return {
    value: denominator === 0 ? null : Math.round((numerator / denominator) * 10_000) / 10_000,
    numerator,
    denominator,
    excluded: [],
    basis: 'published',
    asOf,
    knownAt: head.at,
    ruleId: `coverage.service.atLeast${level}.v1`,
    list: `/api/v1/services?${words.toString()}`,
    demonstration: await countServices(queries, shown),
  };
}
