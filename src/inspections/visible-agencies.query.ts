import { type AccessRuleId, reachOf } from '../accounts/access-rules.js';
import { requireAgency } from '../accounts/agency-scope.js';
import type { Caller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { inList, type SqlParams } from '../database/sql.js';
import { notFound } from '../http/problem.js';
import { subtree } from '../publication/service-filter.js';

/** Conditions of a list, and what they name. */
export interface Where {
  conditions: string[];
  params: SqlParams;
}

/**
 * The agencies whose records a caller may list by the rule: the one asked for with those under it, or all in reach.
 * @param column that holds the code of the agency
 * @throws Problem 404 where there is no such agency, 403 `other_agency` where it is out of reach
 */
export async function whereAgencies(
  queries: Queries,
  caller: Caller,
  rule: AccessRuleId,
  agency: string | undefined,
  column: string,
): Promise<Where> {
  if (agency !== undefined) {
    if (!(await queries.get('SELECT code FROM agency WHERE code = :agency', { agency }))) throw notFound();
    await requireAgency(queries, caller, rule, agency);
  } else if (reachOf(rule, caller.role) === 'any') return { conditions: [], params: {} };
  const top = agency ?? caller.agencyCode;
  const codes = top === null ? [] : (await subtree(queries, top)).codes;
  return {
    conditions: [`${column} IN ${inList(queries.engine, 'agencies')}`],
    params: { agencies: JSON.stringify(codes) },
  };
}
