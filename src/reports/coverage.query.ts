import { type AgencyTree, agencyTree } from '../agencies/agency-tree.query.js';
import type { Queries } from '../database/reader.js';
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
} from '../domain/coverage.js';
import {
  selectServices,
  type ServiceFilter,
  type ServiceSelection,
  subtree,
} from '../publication/service-filter.js';
import { agencyGroups, type CoverageGroup, groupsOfAgency } from './coverage-groups.js';
import { LIST_WORDS, listPath } from './list-link.js';
import {
  type CatalogueHead,
  catalogueHead,
  contextOf,
  type Grouping,
  type ReportQuestion,
  scopeOf,
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
  question: ReportQuestion & { by?: Grouping },
): Promise<CoverageReport> {
  const { by = 'agency', unit = 'service', scope = 'own' } = question;
  const head = await catalogueHead(queries);
  const context = contextOf(question, head);
  const selection = await selectServices(queries, scopeOf(question), head.listDay);
  const { groups, tallies, total } = await countBy(queries, selection, question, by, context);
  const rows = groups
    .filter(({ key, isExpected }) => isExpected || tallies.has(key))
    .map(({ key, name, filter }) => ({
      key,
      name,
      ...coverageCounts(tallies.get(key) ?? emptyTally(), unit, context, filter),
    }));
  const totals = coverageCounts(total, unit, context, scopeOf(question));
  const ruleId = ruleOf(unit);
  return { rows, totals, ...context, unit, by, scope, ruleId, seq: head.seq, listWords: LIST_WORDS };
}

/** The rule of the counts; each Number names its own. */
export function ruleOf(unit: CountUnit): string {
  return coverageRule(unit, 1).replace('.atLeast1', '');
}

/** A tally with its shares and the list behind it. */
export function coverageCounts(
  tally: Tally,
  unit: CountUnit,
  context: NumberContext,
  filter: ServiceFilter,
): CoverageCounts {
  // The day is always named, so that the list is that of the report tomorrow too.
  const list = listPath(unit, { ...filter, levelOf: context.basis, asOf: context.asOf });
  const counts = countsOf(tally);
  return {
    ...counts,
    coverage: coverageOf(counts, unit, context, (level) => list + LIST_WORDS.atLeast[level]),
    list,
  };
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

/** Counts the services, or procedures, of a selection in the rows of a report. */
export function countBy(
  queries: Queries,
  selection: ServiceSelection,
  question: ReportQuestion,
  by: Grouping,
  context: NumberContext,
): Promise<Counted> {
  return by === 'field'
    ? countByField(queries, selection, question, context)
    : countByAgency(queries, selection, question, by, context);
}

async function countByField(
  queries: Queries,
  selection: ServiceSelection,
  question: ReportQuestion,
  { basis }: NumberContext,
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
  const tallies = await serviceTallies(queries, selection, 'field', basis);
  return { groups, tallies, total: sumOf(tallies) };
}

async function countByAgency(
  queries: Queries,
  selection: ServiceSelection,
  question: ReportQuestion,
  by: Exclude<Grouping, 'field'>,
  { basis, asOf }: NumberContext,
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
  const own = await serviceTallies(queries, selection, 'agency', basis);
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
