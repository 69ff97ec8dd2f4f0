import type { Queries } from '../database/reader.js';
import type { Unit } from '../database/unit.js';
import { AgencyContactTable } from './agency.table.js';

/** Where an agency is written to. It is no part of the agency as everybody reads it. */
export interface AgencyContact {
  agencyCode: string;
  notifyEmail: string | null;
  updatedAt: string | null;
}

export async function agencyContact(queries: Queries, agencyCode: string): Promise<AgencyContact> {
  const contact = await queries.get<AgencyContact>(
    `SELECT agency_code AS "agencyCode", notify_email AS "notifyEmail", updated_at AS "updatedAt"
     FROM agency_contact WHERE agency_code = :agencyCode`,
    { agencyCode },
  );
  return contact ?? { agencyCode, notifyEmail: null, updatedAt: null };
}

/** @param notifyEmail null: it is not written to any longer */
export async function changeContact(
  unit: Unit,
  agencyCode: string,
  notifyEmail: string | null,
): Promise<void> {
  const before = (await agencyContact(unit, agencyCode)).notifyEmail;
  if (before === notifyEmail) return;
  await unit.run('DELETE FROM agency_contact WHERE agency_code = :agencyCode', { agencyCode });
  if (notifyEmail !== null)
    await unit.insertMany(AgencyContactTable, [{ agencyCode, notifyEmail, updatedAt: unit.at }]);
  unit.record(`contact:${agencyCode}`, { notifyEmail: before }, { notifyEmail });
}
