import { requireAgency } from '../../accounts/agency-scope.js';
import type { Caller } from '../../accounts/caller.js';
import type { Queries } from '../../database/reader.js';
import { inList } from '../../database/sql.js';
import { etagOfJson } from '../../http/preconditions.js';
import { statedFacts } from '../../public-services/facts.query.js';
import { serviceRow } from '../../public-services/standing.query.js';

export interface ServiceLifeOnDesk {
  id: string;
  agency: string;
  procedure: string;
  procedureCode: string;
  validFrom: string | null;
  validTo: string | null;
  closedReason: string | null;
  /** Tag that the form of closing sends back; null once it is closed. */
  version: string | null;
}

/**
 * Call it inside a snapshot.
 * @throws Problem 404, 403 where the service is not of the caller's agencies
 */
export async function lifeOnDesk(
  queries: Queries,
  caller: Caller,
  id: string,
  today: string,
): Promise<ServiceLifeOnDesk> {
  const { agencyCode, procedureCode, validFrom, validTo, closedReason } = await serviceRow(queries, id);
  await requireAgency(queries, caller, 'service.edit', agencyCode);
  const names = (await queries.get<{ agency: string; procedure: string }>(
    `SELECT a.name AS agency, p.name AS procedure FROM agency a, procedure p
     WHERE a.code = :agencyCode AND p.code = :procedureCode`,
    { agencyCode, procedureCode },
  ))!;
  const isOver = validTo !== null && validTo < today;
  const version = isOver ? null : etagOfJson(await statedFacts(queries, id, today));
  return { id, ...names, procedureCode, validFrom, validTo, closedReason, version };
}

export interface ClosedService {
  id: string;
  procedure: string;
  agency: string;
  validTo: string;
  closedReason: string | null;
}

const CLOSED_AT_MOST = 200;

/** Services that have a last day, the latest first. @param agencies undefined: of all agencies */
export function closedServices(
  queries: Queries,
  agencies: readonly string[] | undefined,
): Promise<ClosedService[]> {
  return queries.all<ClosedService>(
    `SELECT s.id, p.name AS procedure, a.name AS agency, s.valid_to AS "validTo", s.closed_reason AS "closedReason"
     FROM public_service s
     JOIN procedure p ON p.code = s.procedure_code
     JOIN agency a ON a.code = s.agency_code
     WHERE s.valid_to IS NOT NULL ${agencies ? `AND s.agency_code IN ${inList(queries.engine, 'agencies')}` : ''}
     ORDER BY s.valid_to DESC, s.id LIMIT :limit`,
    { limit: CLOSED_AT_MOST, ...(agencies ? { agencies: JSON.stringify(agencies) } : {}) },
  );
}
