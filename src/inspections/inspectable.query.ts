import type { Caller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import type { Problem } from '../http/problem.js';
import { refusedByFourEyes } from './four-eyes.query.js';

/** Number of the declaration in effect on a day; undefined where there is none. */
export async function declarationInEffect(
  queries: Queries,
  serviceId: string,
  today: string,
): Promise<number | undefined> {
  const row = await queries.get<{ no: number }>(
    `SELECT no FROM declaration WHERE service_id = :serviceId AND effective_from <= :today
     ORDER BY effective_from DESC, no DESC LIMIT 1`,
    { serviceId, today },
  );
  return row?.no;
}

/** What forbids the caller to inspect these services, by service; those that they may inspect are left out. */
export async function forbiddenToInspect(
  queries: Queries,
  caller: Caller,
  services: readonly { serviceId: string; agencyCode: string }[],
  today: string,
): Promise<Record<string, Problem>> {
  const forbidden: Record<string, Problem> = {};
  for (const { serviceId, agencyCode } of services) {
    const no = await declarationInEffect(queries, serviceId, today);
    if (no === undefined) continue;
    const refused = await refusedByFourEyes(queries, caller, { id: serviceId, agencyCode }, no);
    if (refused !== null) forbidden[serviceId] = refused;
  }
  return forbidden;
}
