import type { Unit } from '../database/unit.js';
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
