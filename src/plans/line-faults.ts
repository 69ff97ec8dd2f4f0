import type { Queries } from '../database/reader.js';
import { withChanges } from '../domain/with-changes.js';
import type { FurtherRules } from '../http/further-rules.js';
import type { Fault } from '../http/problem.js';
import { faultsOfLine, type ProposedLine } from './line-rules.js';
import { planOf } from './plan.query.js';
import type { AddPlanLine, ChangePlanLine, PlanLinePath, PlanPath } from './plans.dto.js';

/** Everything that is wrong with that which is known of a line of the year's plan. */
export async function lineFaults(
  queries: Queries,
  line: Partial<ProposedLine>,
  year: number,
  isApproved: boolean,
): Promise<Fault[]> {
  return [...faultsOfLine(line, year, isApproved), ...(await unknownReferences(queries, line))];
}

export const alsoOfNewLine: FurtherRules<AddPlanLine, PlanPath> = async (queries, known, { path }) => {
  const { year } = path;
  if (year === undefined) return unknownReferences(queries, known);
  return lineFaults(queries, known, year, (await planOf(queries, year))?.state === 'approved');
};

/** What would be wrong with a line after a change of which some members are refused. */
export const alsoOfChangedLine: FurtherRules<ChangePlanLine, PlanLinePath> = async (
  queries,
  change,
  { path: { year, no }, refused },
) => {
  const plan = year === undefined ? undefined : await planOf(queries, year);
  const line = plan?.lines.find((one) => one.no === no);
  if (!plan || !line) return unknownReferences(queries, change);
  const after: Partial<ProposedLine> = {
    ...withChanges<ProposedLine>(line, change),
    reason: change.reason ?? null,
  };
  const known = Object.entries(after).filter(([member]) => !refused.has(`/${member}`));
  return lineFaults(queries, Object.fromEntries(known), plan.year, plan.state === 'approved');
};

/** What a line names and the catalogue does not know. */
async function unknownReferences(
  queries: Queries,
  { serviceId, agencyCode, sourceIndicator }: Partial<ProposedLine>,
): Promise<Fault[]> {
  const references = [
    {
      pointer: '/serviceId',
      what: 'service',
      key: serviceId,
      sql: 'SELECT id FROM public_service WHERE id = :key',
    },
    {
      pointer: '/agencyCode',
      what: 'agency',
      key: agencyCode,
      sql: 'SELECT code FROM agency WHERE code = :key',
    },
    {
      pointer: '/sourceIndicator',
      what: 'indicator',
      key: sourceIndicator,
      sql: 'SELECT id FROM indicator WHERE id = :key',
    },
  ];
  const faults: Fault[] = [];
  for (const { pointer, what, key, sql } of references) {
    if (key === undefined || key === null || (await queries.get(sql, { key }))) continue;
    faults.push({ in: 'body', pointer, code: 'unknown_reference', params: { what } });
  }
  return faults;
}
