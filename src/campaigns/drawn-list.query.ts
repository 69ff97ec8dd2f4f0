import type { Caller } from '../accounts/caller.js';
import { reachOf } from '../accounts/access-rules.js';
import type { Queries } from '../database/reader.js';
import type { SqlParams } from '../database/sql.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Page, stateOf } from '../http/pages.js';
import { brokenFourEyes } from '../inspections/four-eyes.query.js';
import type { DrawnFilter } from './campaigns.dto.js';
import { type DrawnState, type Outcome, outcomeOf } from './drawn-service.js';

/** A service that was drawn, and what became of it. */
export interface DrawnService {
  stratum: string;
  place: number;
  serviceId: string;
  ticket: string;
  agencyCode: string;
  agencyName: string;
  procedureCode: string;
  procedureName: string;
  /** On the day of the population. */
  declaredLevel: number;
  state: DrawnState;
  inspectionId: string | null;
  inspector: string | null;
  inspectedAt: string | null;
  /** Of the declaration that was inspected. */
  inspectedLevel: number | null;
  /** What was found; null where nothing was, or not even level 1. */
  foundLevel: number | null;
  outcome: Outcome | null;
  /** The rule of four eyes that forbids the caller to inspect it; null where they may, or where it is too late. */
  barredBy: string | null;
}

type Row = Omit<DrawnService, 'foundLevel' | 'outcome' | 'barredBy'> & {
  found: number | null;
  /** The declaration in effect today. */
  declarationNo: number | null;
};

/**
 * The inspection of a drawn service is the first that is opened after the draw and before the end of the campaign, whoever
 * opens it and why: nobody chooses among several, and two campaigns may rest on the same one.
 */
const DRAWN = `SELECT w.stratum, w.place, w.service_id AS "serviceId", w.ticket, p.agency_code AS "agencyCode",
    p.procedure_code AS "procedureCode", w.declared_level AS "declaredLevel",
    CASE WHEN i.state = 'closed' AND i.closed_at <= COALESCE(c.closed_at, i.closed_at) THEN 'inspected'
         WHEN i.id IS NOT NULL THEN 'inspecting'
         WHEN p.valid_to < COALESCE(substr(c.closed_at, 1, 10), h.list_day) THEN 'ended'
         ELSE 'waiting' END AS state,
    i.id AS "inspectionId", i.inspector, d.level AS "inspectedLevel", i.level AS found, i.closed_at AS "inspectedAt"
  FROM campaign c
  JOIN ledger_head h ON h.id = 1
  JOIN campaign_draw w ON w.campaign_id = c.id
  JOIN public_service p ON p.id = w.service_id
  LEFT JOIN inspection i ON i.service_id = w.service_id AND i.no = (
    SELECT MIN(x.no) FROM inspection x WHERE x.service_id = w.service_id AND x.opened_at > c.drawn_at
      AND x.opened_at < COALESCE(c.closed_at, '9999-12-31'))
  LEFT JOIN declaration d ON d.service_id = i.service_id AND d.no = i.declaration_no
  WHERE c.id = :id`;

const OUTCOME_CONDITIONS: Record<Outcome, string> = {
  over_claimed: `w.state = 'inspected' AND w.found < w."inspectedLevel"`,
  as_declared: `w.state = 'inspected' AND w.found = w."inspectedLevel"`,
  under_claimed: `w.state = 'inspected' AND w.found > w."inspectedLevel"`,
};

/** How many drawn services of each stratum are in each state. */
export function drawnCounts(
  queries: Queries,
  id: string,
): Promise<{ stratum: string; state: DrawnState; count: number }[]> {
  return queries.all(
    `SELECT w.stratum, w.state, COUNT(*) AS count FROM (${DRAWN}) w GROUP BY w.stratum, w.state ORDER BY w.stratum, w.state`,
    { id },
  );
}

/** A page of what was drawn, stratum by stratum in the order of the draw; call it inside a snapshot. */
export async function drawnPage(
  queries: Queries,
  id: string,
  caller: Caller | undefined,
  filter: DrawnFilter,
  limit: number,
  cursor: string | undefined,
): Promise<Page<DrawnService>> {
  const { conditions, params } = whereDrawn(id, filter);
  const list = `campaign ${JSON.stringify([id, filter.agency, filter.stratum, filter.state, filter.outcome])}`;
  const counted = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM (${DRAWN}) w WHERE ${conditions.join(' AND ')}`,
    params,
  );
  if (cursor !== undefined) {
    const [stratum, place] = decodeCursor(list, cursor);
    conditions.push('(w.stratum, w.place) > (:afterStratum, :afterPlace)');
    Object.assign(params, { afterStratum: String(stratum), afterPlace: Number(place) });
  }
  const rows = await drawnRows(queries, conditions, params, limit + 1);
  const items: DrawnService[] = [];
  for (const row of rows.slice(0, limit)) {
    items.push(drawnService(row, await barredBy(queries, caller, row)));
  }
  const last = items.at(-1);
  return {
    items,
    next: last && rows.length > limit ? encodeCursor(list, [last.stratum, last.place]) : null,
    total: counted!.total,
    ...(await stateOf(queries)),
  };
}

/** All that was drawn, as everybody may see it. */
export async function allDrawn(queries: Queries, id: string): Promise<DrawnService[]> {
  const { conditions, params } = whereDrawn(id, {});
  const rows = await drawnRows(queries, conditions, params, Number.MAX_SAFE_INTEGER);
  return rows.map((row) => drawnService(row, null));
}

function drawnRows(
  queries: Queries,
  conditions: readonly string[],
  params: SqlParams,
  limit: number,
): Promise<Row[]> {
  return queries.all<Row>(
    `SELECT w.*, a.name AS "agencyName", q.name AS "procedureName",
            (SELECT e.no FROM declaration e WHERE e.service_id = w."serviceId"
               AND e.effective_from <= (SELECT list_day FROM ledger_head WHERE id = 1)
             ORDER BY e.effective_from DESC, e.no DESC LIMIT 1) AS "declarationNo"
     FROM (${DRAWN}) w
     JOIN agency a ON a.code = w."agencyCode"
     JOIN procedure q ON q.code = w."procedureCode"
     WHERE ${conditions.join(' AND ')} ORDER BY w.stratum, w.place LIMIT :limit`,
    { ...params, limit },
  );
}

function whereDrawn(
  id: string,
  { agency, stratum, state, outcome }: DrawnFilter,
): { conditions: string[]; params: SqlParams } {
  const conditions = ['1 = 1'];
  const params: SqlParams = { id };
  const where = (condition: string, values: SqlParams = {}) => {
    conditions.push(condition);
    Object.assign(params, values);
  };
  if (agency !== undefined) where('w."agencyCode" = :agency', { agency });
  if (stratum !== undefined) where('w.stratum = :stratum', { stratum });
  if (state !== undefined) where('w.state = :state', { state });
  if (outcome !== undefined) where(OUTCOME_CONDITIONS[outcome]);
  return { conditions, params };
}

async function barredBy(queries: Queries, caller: Caller | undefined, row: Row): Promise<string | null> {
  if (!caller || reachOf('inspection.conduct', caller.role) === undefined) return null;
  if (row.state !== 'waiting' || row.declarationNo === null) return null;
  return brokenFourEyes(
    queries,
    caller,
    { id: row.serviceId, agencyCode: row.agencyCode },
    row.declarationNo,
  );
}

function drawnService({ found, ...row }: Row, barredBy: string | null): DrawnService {
  const isInspected = row.state === 'inspected';
  return {
    stratum: row.stratum,
    place: row.place,
    serviceId: row.serviceId,
    ticket: row.ticket,
    agencyCode: row.agencyCode,
    agencyName: row.agencyName,
    procedureCode: row.procedureCode,
    procedureName: row.procedureName,
    declaredLevel: row.declaredLevel,
    state: row.state,
    inspectionId: row.inspectionId,
    inspector: row.inspector,
    inspectedAt: isInspected ? row.inspectedAt : null,
    inspectedLevel: row.inspectedLevel,
    foundLevel: isInspected ? found || null : null,
    outcome: isInspected ? outcomeOf(row.inspectedLevel!, found!) : null,
    barredBy,
  };
}
