import { type AgencyTree, agencyTree } from '../agencies/agency-tree.query.js';
import type { Queries } from '../database/reader.js';
import { addTally, emptyTally, type NumberContext, type Tally } from '../domain/coverage.js';
import { type ServiceSelection, subtree } from '../publication/service-filter.js';
import { agencyGroups, type CoverageGroup, groupsOfAgency } from './coverage-groups.js';
import { type Grouping, type ReportQuestion, scopeOf } from './report-question.js';
import { procedureTallies, serviceTallies } from './tallies.query.js';

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

/** All procedures of a selection, each once. */
export async function allProcedures(
  queries: Queries,
  selection: ServiceSelection,
  basis: NumberContext['basis'],
): Promise<Tally> {
  return (await procedureTallies(queries, selection, 'all', basis)).get('') ?? emptyTally();
}

export function sumOf(tallies: ReadonlyMap<string, Tally>): Tally {
  return [...tallies.values()].reduce((sum, tally) => addTally(sum, tally), emptyTally());
}
