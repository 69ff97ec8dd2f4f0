import type { Queries } from '../../../database/reader.js';
import { inList } from '../../../database/sql.js';

export interface ServiceName {
  procedure: string;
  procedureCode: string;
  agency: string;
  demonstration: boolean;
}

/** What services are called, by their ids. */
export async function serviceNames(
  queries: Queries,
  ids: readonly string[],
): Promise<Record<string, ServiceName>> {
  const rows = await queries.all<Omit<ServiceName, 'demonstration'> & { id: string; demonstration: number }>(
    `SELECT s.id, p.name AS procedure, p.code AS "procedureCode", a.name AS agency, s.demonstration
     FROM public_service s
     JOIN procedure p ON p.code = s.procedure_code
     JOIN agency a ON a.code = s.agency_code
     WHERE s.id IN ${inList(queries.engine, 'ids')}`,
    { ids: JSON.stringify([...new Set(ids)]) },
  );
  return Object.fromEntries(
    rows.map(({ id, demonstration, ...names }) => [id, { ...names, demonstration: demonstration === 1 }]),
  );
}
