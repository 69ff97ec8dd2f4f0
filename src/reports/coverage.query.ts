import { type AgencyTree, agencyTree } from '../agencies/agency-tree.query.js';
import type { Queries } from '../database/reader.js';
import type { Level } from '../domain/level-scheme/scheme.js';
import {
  addTally,
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
import {
  selectServices,
  type ServiceFilter,
  type ServiceSelection,
  subtree,
} from '../publication/service-filter.js';
import { agencyGroups, type CoverageGroup, groupsOfAgency } from './coverage-groups.js';
import { badRequest } from '../http/problem.js';
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
import { procedureTallies, serviceTallies } from './tallies.query.js';

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

/** What a report counted, by row and all together. */
export interface Counted {
  groups: CoverageGroup[];
  tallies: ReadonlyMap<string, Tally>;
  total: Tally;
}

/** What stands for a service in the rows: one, or its dossiers. */
type Counting = (among: 'agency' | 'field') => Promise<Map<string, Tally>>;

/** Counts the services, or procedures, of a selection in the rows of a report. */
export function countBy(
  queries: Queries,
  selection: ServiceSelection,
  question: ReportQuestion,
  by: Grouping,
  context: NumberContext,
  counting: Counting = (among) => serviceTallies(queries, selection, among, context.basis),
): Promise<Counted> {
  return by === 'field'
    ? countByField(queries, selection, question, context, counting)
    : countByAgency(queries, selection, question, by, context, counting);
}

async function countByField(
  queries: Queries,
  selection: ServiceSelection,
  question: ReportQuestion,
  { basis }: NumberContext,
  counting: Counting,
): Promise<Counted> {
  const fields = await queries.all<{ code: string; name: string }>(
    'SELECT code, name FROM field ORDER BY name_sort, code',
  );
  const groups = fields
    .filter(({ code }) => question.field === undefined || question.field === code)
    .map(({ code, name }) => ({
      key: code,
      name,
      filter: { ...scopeOf(question), field: code },
      isExpected: true,
    }));
  if (question.unit === 'procedure') {
    const tallies = await procedureTallies(queries, selection, 'field', basis);
    return { groups, tallies, total: await allProcedures(queries, selection, basis) };
  }
  const tallies = await counting('field');
  return { groups, tallies, total: sumOf(tallies) };
}

async function countByAgency(
  queries: Queries,
  selection: ServiceSelection,
  question: ReportQuestion,
  by: Exclude<Grouping, 'field'>,
  { basis, asOf }: NumberContext,
  counting: Counting,
): Promise<Counted> {
  const tree = await agencyTree(queries);
  const { scope = 'own' } = question;
  const inScope = await agenciesInScope(queries, tree, question);
  const groups = agencyGroups(tree, by, scopeOf(question), scope, inScope, asOf);
  if (question.unit === 'procedure') {
    const keys = new Set(groups.map(({ key }) => key));
    const pairs = [...inScope].flatMap((agency) =>
      groupsOfAgency(tree, by, scope, agency)
        .filter((group) => keys.has(group))
        .map((group) => ({ agency, group })),
    );
    const tallies = await procedureTallies(queries, selection, pairs, basis);
    return { groups, tallies, total: await allProcedures(queries, selection, basis) };
  }
  const own = await counting('agency');
  const tallies = new Map<string, Tally>();
  for (const [agency, tally] of own) {
    for (const group of groupsOfAgency(tree, by, scope, agency)) {
      tallies.set(group, addTally(tallies.get(group) ?? emptyTally(), tally));
    }
  }
  return { groups, tallies, total: sumOf(own) };
}

async function agenciesInScope(
  queries: Queries,
  tree: AgencyTree,
  { agency, scope }: ReportQuestion,
): Promise<ReadonlySet<string>> {
  if (agency === undefined) return new Set(tree.codes);
  return new Set(scope === 'subtree' ? (await subtree(queries, agency)).codes : [agency]);
}

async function allProcedures(
  queries: Queries,
  selection: ServiceSelection,
  basis: NumberContext['basis'],
): Promise<Tally> {
  return (await procedureTallies(queries, selection, 'all', basis)).get('') ?? emptyTally();
}

function sumOf(tallies: ReadonlyMap<string, Tally>): Tally {
  return [...tallies.values()].reduce((sum, tally) => addTally(sum, tally), emptyTally());
}
