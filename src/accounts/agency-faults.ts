import type { Queries } from '../database/reader.js';
import type { Fault } from '../http/problem.js';

/** What is wrong with the agency of somebody in this role; for keys as for people. */
export async function agencyFaults(
  queries: Queries,
  role: string,
  agencyCode: string | null,
): Promise<Fault[]> {
  const at = { in: 'body', pointer: '/agencyCode' } as const;
  if (agencyCode === null) return role === 'clerk' ? [{ ...at, code: 'agency_needed' }] : [];
  const agency = await queries.get('SELECT code FROM agency WHERE code = :agencyCode', { agencyCode });
  return agency ? [] : [{ ...at, code: 'unknown_reference', params: { what: 'agency' } }];
}
