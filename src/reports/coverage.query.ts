import type { Queries } from '../database/reader.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import {
  type ByLevel,
  type Counts,
  countsOf,
  coverageOf,
  coverageRule,
  type CountUnit,
  emptyTally,
  type NumberContext,
  type ReportNumber,
  type Tally,
  type Weight,
} from '../domain/coverage.js';
import { selectServices, type ServiceFilter } from '../publication/service-filter.js';
import { badRequest } from '../http/problem.js';
import { allProcedures, countBy, sumOf } from './counted-rows.query.js';
import { unweightedTallies, volumeWeights, weightedTallies } from './volume-weights.query.js';
import { LIST_WORDS, listPath, volumesPath } from './list-link.js';
import {
  type CatalogueHead,
  catalogueHead,
  contextOf,
  type Grouping,
  type ReportQuestion,
  scopeOf,
  type WeightQuestion,
} from './report-question.js';
import { serviceTallies } from './tallies.query.js';

export interface CoverageCounts extends Counts {
  coverage: ByLevel<ReportNumber>;
  /** Path of the list of everything counted in `total`; `listWords` of the report leads on to its parts. */
  list: string;
}

export interface CoverageRow extends CoverageCounts {
  key: string;
  name: string;
}

export interface CoverageReport extends NumberContext {
  rows: CoverageRow[];
  /** Counted on its own: what stands in several rows counts once. */
  totals: CoverageCounts;
  unit: CountUnit;
  by: Grouping;
  scope: 'own' | 'subtree';
  weight: Weight;
  /** Whose dossiers were counted; null where services count alike. */
  volumePeriod: string | null;
  ruleId: string;
  seq: number;
  listWords: typeof LIST_WORDS;
}

/**
 * How many services, or procedures, reach each level, by agency, field, level of government or district.
 * All of it from one state of the catalogue; call it inside a snapshot.
 * @throws Problem 404 where the agency or field does not exist
 */
export async function coverageReport(
  queries: Queries,
  question: ReportQuestion & WeightQuestion & { by?: Grouping },
): Promise<CoverageReport> {
  const { by = 'agency', unit = 'service', scope = 'own', weight = 'none', volumePeriod } = question;
  if (unit === 'procedure' && weight === 'volumes')
    throw badRequest([{ in: 'query', pointer: '/weight', code: 'services_only' }]);
  const head = await catalogueHead(queries);
  const context = contextOf(question, head);
  const selection = await selectServices(queries, scopeOf(question), head.listDay);
  const weights =
    weight === 'volumes'
      ? await volumeWeights(queries, volumePeriod, context.asOf, question.knownAt)
      : undefined;
  const counting = weights
    ? (among: 'agency' | 'field') => weightedTallies(queries, selection, among, context.basis, weights)
    : undefined;
  const { groups, tallies, total } = await countBy(queries, selection, question, by, context, counting);
  const unknown =
    weights &&
    (await countBy(queries, selection, question, by, context, (among) =>
      unweightedTallies(queries, selection, among, weights),
    ));
  const weighted = (tally: Tally | undefined): Weighted | undefined =>
    weights && { period: weights.period, unknown: tally?.levels[0] ?? 0 };
  const rows = groups
    .filter(({ key, isExpected }) => isExpected || tallies.has(key) || unknown?.tallies.has(key))
    .map(({ key, name, filter }) => ({
      key,
      name,
      ...coverageCounts(
        tallies.get(key) ?? emptyTally(),
        unit,
        context,
        filter,
        weighted(unknown?.tallies.get(key)),
      ),
    }));
  const totals = coverageCounts(total, unit, context, scopeOf(question), weighted(unknown?.total));
  const ruleId = ruleOf(unit, weight);
  const asked = { unit, by, scope, weight, volumePeriod: weights?.period ?? null };
  return { rows, totals, ...context, ...asked, ruleId, seq: head.seq, listWords: LIST_WORDS };
}

/** The rule of the counts; each Number names its own. */
export function ruleOf(unit: CountUnit, weight: Weight = 'none'): string {
  return coverageRule(unit, 1, weight).replace('.atLeast1', '');
}

/** Of a weighted count: the period, and how many services are left out since their dossiers are not known. */
interface Weighted {
  period: string;
  unknown: number;
}

/** A tally with its shares and the list behind it. */
export function coverageCounts(
  tally: Tally,
  unit: CountUnit,
  context: NumberContext,
  filter: Omit<ServiceFilter, 'levelOf'>,
  weighted?: Weighted,
): CoverageCounts {
  // The day is always named, so that the list is that of the report tomorrow too. What is copied comes last: V8 copies an object that
  // others follow into a table of names, ten times as slow to make and to read.
  const about = { levelOf: context.basis, asOf: context.asOf, ...filter };
  const list = weighted ? volumesPath(about, weighted.period) : listPath(unit, about);
  const excluded = weighted ? [{ reason: 'volumes_unknown', count: weighted.unknown }] : [];
  const weight = weighted ? 'volumes' : 'none';
  const counts = countsOf(tally);
  const listOf = (level: Level) => list + LIST_WORDS.atLeast[level];
  const coverage = coverageOf(counts, unit, context, listOf, weight, excluded);
  return Object.assign(counts, { coverage, list });
}

/** The totals of a report alone. */
export async function coverageTotals(
  queries: Queries,
  question: ReportQuestion,
  head: CatalogueHead,
): Promise<CoverageCounts & NumberContext> {
  const { unit = 'service' } = question;
  const context = contextOf(question, head);
  const selection = await selectServices(queries, scopeOf(question), head.listDay);
  const tally =
    unit === 'procedure'
      ? await allProcedures(queries, selection, context.basis)
      : sumOf(await serviceTallies(queries, selection, 'agency', context.basis));
  return { ...context, ...coverageCounts(tally, unit, context, scopeOf(question)) };
}
