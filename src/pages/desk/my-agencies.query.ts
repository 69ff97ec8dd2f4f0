import type { Caller } from '../../accounts/caller.js';
import { type AccessRuleId, reachOf } from '../../accounts/access-rules.js';
import type { Queries } from '../../database/reader.js';
import { inList } from '../../database/sql.js';
import { subtree } from '../../publication/service-filter.js';

export interface MyAgency {
  code: string;
  name: string;
}

/** The agencies that a rule lets the caller work for; undefined: all of them. */
export async function reachedAgencies(
  queries: Queries,
  caller: Caller,
  rule: AccessRuleId,
): Promise<string[] | undefined> {
  if (reachOf(rule, caller.role) === 'any') return undefined;
  return caller.agencyCode === null ? [] : (await subtree(queries, caller.agencyCode)).codes;
}

/** Their names, for choosing one; the caller's own first. */
export async function agenciesByName(
  queries: Queries,
  codes: readonly string[] | undefined,
  own: string | null,
): Promise<MyAgency[]> {
  return queries.all<MyAgency>(
    `SELECT code, name FROM agency
     ${codes ? `WHERE code IN ${inList(queries.engine, 'codes')}` : ''}
     ORDER BY CASE WHEN code = :own THEN 0 ELSE 1 END, name_sort, code`,
    { ...(codes ? { codes: JSON.stringify(codes) } : {}), own: own ?? '' },
  );
}

/** The agencies that a rule lets the caller work for, for choosing one; the caller's own first. */
export async function reachedAgenciesByName(
  queries: Queries,
  caller: Caller,
  rule: AccessRuleId,
): Promise<MyAgency[]> {
  return agenciesByName(queries, await reachedAgencies(queries, caller, rule), caller.agencyCode);
}
