import type { Queries } from '../database/reader.js';
import { Problem } from '../http/problem.js';
import type { AccessRuleId } from './access-rules.js';
import { type Caller, reachOfCaller } from './caller.js';

/**
 * Checks that the rule reaches a record of this agency; call it inside the transaction that writes.
 * @throws Problem 403 `other_agency`
 */
export async function requireAgency(
  queries: Queries,
  caller: Caller,
  rule: AccessRuleId,
  agencyCode: string | null,
): Promise<void> {
  if (await reaches(queries, caller, rule, agencyCode)) return;
  throw new Problem(403, 'other_agency', { params: { agency: agencyCode ?? '', rule } });
}

/** Whether the rule reaches a record of this agency. */
export async function reaches(
  queries: Queries,
  caller: Caller,
  rule: AccessRuleId,
  agencyCode: string | null,
): Promise<boolean> {
  const reach = reachOfCaller(rule, caller);
  if (reach === 'any') return true;
  if (reach !== 'ownAgencies' || caller.agencyCode === null || agencyCode === null) return false;
  return isWithin(queries, agencyCode, caller.agencyCode);
}

/** Whether the agency is `above` or stands somewhere under it. */
async function isWithin(queries: Queries, agencyCode: string, above: string): Promise<boolean> {
  const row = await queries.get<{ code: string }>(
    `WITH RECURSIVE up (code, parent_code) AS (
       SELECT code, parent_code FROM agency WHERE code = :agencyCode
       UNION SELECT a.code, a.parent_code FROM agency a JOIN up ON a.code = up.parent_code)
     SELECT code FROM up WHERE code = :above`,
    { agencyCode, above },
  );
  return row !== undefined;
}
