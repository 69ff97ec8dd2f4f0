import type { Queries } from '../database/reader.js';
import { addDays } from '../domain/dates/civil-date.js';
import { type Fault, notFound, Problem } from '../http/problem.js';
import type { PublicServiceRow } from './public-service.table.js';

/** How a service stands: its own record, and what everybody reads of it today. */
export interface Standing {
  id: string;
  agencyCode: string;
  procedureCode: string;
  validFrom: string | null;
  validTo: string | null;
  closedReason: string | null;
  /** The published service; null where it is not in today's list. */
  service: unknown;
}

/** @throws Problem 404 */
export async function serviceRow(queries: Queries, id: string): Promise<PublicServiceRow> {
  const row = await findService(queries, id);
  if (!row) throw notFound();
  return row;
}

export function findService(queries: Queries, id: string): Promise<PublicServiceRow | undefined> {
  return queries.get<PublicServiceRow>(
    `SELECT id, agency_code AS "agencyCode", procedure_code AS "procedureCode", valid_from AS "validFrom",
            valid_to AS "validTo", closed_reason AS "closedReason", facts_no AS "factsNo", demonstration, revision,
            created_at AS "createdAt", updated_at AS "updatedAt"
     FROM public_service WHERE id = :id`,
    { id },
  );
}

/** The published document as it was last sent, byte for byte; null where the service is not in the list. */
export async function publishedDocument(queries: Queries, id: string): Promise<string | null> {
  const row = await queries.get<{ doc: string | null }>(
    'SELECT doc FROM change WHERE service_id = :id ORDER BY seq DESC LIMIT 1',
    { id },
  );
  return row?.doc ?? null;
}

/** In a transaction: call it after `flush`, so that the published document is the new one. */
export async function standingOf(queries: Queries, id: string): Promise<Standing> {
  const { agencyCode, procedureCode, validFrom, validTo, closedReason } = await serviceRow(queries, id);
  const doc = await publishedDocument(queries, id);
  const service: unknown = doc === null ? null : JSON.parse(doc);
  return { id, agencyCode, procedureCode, validFrom, validTo, closedReason, service };
}

/** A service past its last day takes no more facts, evidence or declarations. */
export function refuseEnded({ id, validTo }: PublicServiceRow, today: string): void {
  if (validTo !== null && validTo < today)
    throw new Problem(409, 'service_ended', { params: { id, validTo } });
}

const EARLIEST = '1900-01-01';
const DAYS_AHEAD = 366;

/** Days that can be stated of a service: from 1900 to a year from today. */
export function stateableDays(today: string): { min: string; max: string } {
  return { min: EARLIEST, max: addDays(today, DAYS_AHEAD) };
}

/** What is wrong with a day that is stated: it has to be one from `min` to `max`. */
export function dayFaults(pointer: string, day: string, { min, max }: { min: string; max: string }): Fault[] {
  if (day >= min && day <= max) return [];
  return [{ in: 'body', pointer, code: 'day_out_of_range', params: { min, max } }];
}
