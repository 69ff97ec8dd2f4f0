import type { Queries } from '../database/reader.js';
import type { CountUnit, NumberContext, Weight } from '../domain/coverage.js';
import type { LevelBasis, ServiceFilter } from '../publication/service-filter.js';

export const GROUPINGS = ['agency', 'field', 'level-of-government', 'district'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What a report is about; what is left out has its default. */
export interface ReportQuestion {
  agency?: string;
  scope?: 'own' | 'subtree';
  field?: string;
  unit?: CountUnit;
  basis?: LevelBasis;
  asOf?: string;
  knownAt?: string;
}

/** By what services are weighted, where they are. */
export interface WeightQuestion {
  weight?: Weight;
  /** `2012`, `2012-Q4` or `2012-11`; left out: the newest full year that is known. */
  volumePeriod?: string;
}

/** Where the catalogue stands: the day of the list, its last change, and when it was last written to. */
export interface CatalogueHead {
  listDay: string;
  seq: number;
  at: string;
}

export async function catalogueHead(queries: Queries): Promise<CatalogueHead> {
  const row = await queries.get<{ list_day: string; change_seq: number; at: string }>(
    'SELECT list_day, change_seq, content_at AS at FROM ledger_head WHERE id = 1',
  );
  return { listDay: row!.list_day, seq: row!.change_seq, at: row!.at };
}

/** The services that the report is about, in the words of the list of services. */
export function scopeOf({ agency, scope, field, asOf, knownAt }: ReportQuestion): ServiceFilter {
  return {
    ...(agency === undefined ? {} : { agency, scope: scope ?? 'own' }),
    ...(field === undefined ? {} : { field }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownAt === undefined ? {} : { knownAt }),
  };
}

/** Said beside every number: enough to count it again. */
export function contextOf(question: ReportQuestion, head: CatalogueHead): NumberContext {
  return {
    basis: question.basis ?? 'published',
    asOf: question.asOf ?? head.listDay,
    knownAt: question.knownAt ?? head.at,
  };
}
