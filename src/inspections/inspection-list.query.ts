import { whereOf } from '../database/sql.js';
import type { Queries } from '../database/reader.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Page, stateOf } from '../http/pages.js';
import type { InspectionRow } from './inspection.table.js';
import type { Where } from './visible-agencies.query.js';

/** An inspection in a list. */
export interface ListedInspection {
  id: string;
  serviceId: string;
  agencyCode: string;
  procedureName: string;
  method: InspectionRow['method'];
  state: InspectionRow['state'];
  declaredLevel: number;
  /** The verified level; null while open, or where not even level 1 was found. */
  level: number | null;
  effectiveFrom: string | null;
  staleFrom: string | null;
  inspector: string;
  openedAt: string;
  closedAt: string | null;
}

/** A page of inspections, the latest opened first; call it inside a snapshot. */
export async function inspectionPage(
  queries: Queries,
  within: Where,
  filter: { service?: string; state?: string; inspector?: string },
  limit: number,
  cursor: string | undefined,
): Promise<Page<ListedInspection>> {
  const conditions = [...within.conditions];
  const params = { ...within.params };
  if (filter.service !== undefined) {
    conditions.push('i.service_id = :service');
    params['service'] = filter.service;
  }
  if (filter.state !== undefined) {
    conditions.push('i.state = :state');
    params['state'] = filter.state;
  }
  if (filter.inspector !== undefined) {
    conditions.push('i.inspector = :inspector');
    params['inspector'] = filter.inspector;
  }
  const asked = [filter.service, filter.state, filter.inspector, params['agencies']];
  const list = `inspections ${JSON.stringify(asked)}`;
  const counted = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM inspection i JOIN public_service s ON s.id = i.service_id ${whereOf(conditions)}`,
    params,
  );
  if (cursor !== undefined) {
    const [openedAt, id] = decodeCursor(list, cursor);
    conditions.push('(i.opened_at, i.id) < (:afterAt, :afterId)');
    Object.assign(params, { afterAt: String(openedAt), afterId: String(id) });
  }
  const rows = await queries.all<ListedInspection>(
    `SELECT i.id, i.service_id AS "serviceId", s.agency_code AS "agencyCode", p.name AS "procedureName", i.method, i.state,
            d.level AS "declaredLevel", i.level, i.effective_from AS "effectiveFrom", i.stale_from AS "staleFrom",
            i.inspector, i.opened_at AS "openedAt", i.closed_at AS "closedAt"
     FROM inspection i
     JOIN public_service s ON s.id = i.service_id
     JOIN procedure p ON p.code = s.procedure_code
     JOIN declaration d ON d.service_id = i.service_id AND d.no = i.declaration_no
     ${whereOf(conditions)} ORDER BY i.opened_at DESC, i.id DESC LIMIT :limit`,
    { ...params, limit: limit + 1 },
  );
  const shown = rows.slice(0, limit).map((row) => ({ ...row, level: row.level || null }));
  const last = shown.at(-1);
  return {
    items: shown,
    next: last && rows.length > limit ? encodeCursor(list, [last.openedAt, last.id]) : null,
    total: counted!.total,
    ...(await stateOf(queries)),
  };
}
