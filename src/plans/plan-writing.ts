import type { Unit } from '../database/unit.js';
import type { Fault } from '../http/problem.js';
import type { ProposedLine } from './line-rules.js';
import { type Plan, planOf } from './plan.query.js';

/** Ends a change of a plan: it is counted and told to the ledger. */
export async function planChanged(unit: Unit, year: number, before: Plan | null): Promise<Plan> {
  await unit.run('UPDATE plan SET updated_at = :at, revision = revision + 1 WHERE year = :year', {
    year,
    at: unit.at,
  });
  const after = (await planOf(unit, year))!;
  unit.record(`plan:${year}`, before, after);
  return after;
}

/** What a line names and the catalogue does not know. */
export async function unknownReferences(
  unit: Unit,
  { serviceId, agencyCode, sourceIndicator }: ProposedLine,
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
    if (key === undefined || key === null || (await unit.get(sql, { key }))) continue;
    faults.push({ in: 'body', pointer, code: 'unknown_reference', params: { what } });
  }
  return faults;
}
