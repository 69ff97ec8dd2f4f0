import { whereOf } from '../database/sql.js';
import type { Queries } from '../database/reader.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Page, stateOf } from '../http/pages.js';
import { notFound } from '../http/problem.js';
import type { FindingEventRow, FindingRow, FindingState } from './inspection.table.js';
import type { Where } from './visible-agencies.query.js';

/** What was done about a finding. */
export type FindingEvent = Omit<FindingEventRow, 'findingId' | 'late'> & { late: boolean };

export interface Finding extends FindingRow {
  events: FindingEvent[];
}

const COLUMNS = `f.id, f.inspection_id AS "inspectionId", f.service_id AS "serviceId", f.agency_code AS "agencyCode",
  f.criterion, f.text, f.due_date AS "dueDate", f.state, f.created_at AS "createdAt", f.updated_at AS "updatedAt"`;

/** @throws Problem 404 */
export async function findingOf(queries: Queries, id: string): Promise<Finding> {
  const row = await queries.get<FindingRow>(`SELECT ${COLUMNS} FROM finding f WHERE f.id = :id`, { id });
  if (!row) throw notFound();
  const events = await queries.all<Omit<FindingEventRow, 'findingId'>>(
    `SELECT no, kind, text, late, actor, actor_agency AS "actorAgency", at
     FROM finding_event WHERE finding_id = :id ORDER BY no`,
    { id },
  );
  return { ...row, events: events.map((event) => ({ ...event, late: event.late === 1 })) };
}

/** A page of findings, the earliest due first; call it inside a snapshot. */
export async function findingPage(
  queries: Queries,
  within: Where,
  filter: { service?: string; state?: string; overdue?: boolean },
  limit: number,
  cursor: string | undefined,
): Promise<Page<FindingRow>> {
  const state = await stateOf(queries);
  const conditions = [...within.conditions];
  const params = { ...within.params };
  for (const [column, value] of [
    ['service_id', filter.service],
    ['state', filter.state],
  ] as const) {
    if (value === undefined) continue;
    conditions.push(`f.${column} = :${column}`);
    params[column] = value;
  }
  if (filter.overdue !== undefined) {
    conditions.push(`${filter.overdue ? '' : 'NOT '}(f.state <> 'closed' AND f.due_date < :today)`);
    params['today'] = state.asOf;
  }
  const list = `findings ${JSON.stringify([Object.entries(filter).sort(), params['agencies']])}`;
  const counted = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM finding f ${whereOf(conditions)}`,
    params,
  );
  if (cursor !== undefined) {
    const [dueDate, id] = decodeCursor(list, cursor);
    conditions.push('(f.due_date, f.id) > (:afterDay, :afterId)');
    Object.assign(params, { afterDay: String(dueDate), afterId: String(id) });
  }
  const rows = await queries.all<FindingRow>(
    `SELECT ${COLUMNS} FROM finding f ${whereOf(conditions)} ORDER BY f.due_date, f.id LIMIT :limit`,
    { ...params, limit: limit + 1 },
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: last && rows.length > limit ? encodeCursor(list, [last.dueDate, last.id]) : null,
    total: counted!.total,
    ...state,
  };
}

/** How many findings stand in each state, and how many of them are overdue. */
export async function findingCounts(
  queries: Queries,
  within: Where,
): Promise<Record<FindingState | 'overdue' | 'all', number>> {
  const { asOf } = await stateOf(queries);
  const rows = await queries.all<{ state: FindingState; n: number; overdue: number }>(
    `SELECT f.state, COUNT(*) AS n, SUM(CASE WHEN f.due_date < :today THEN 1 ELSE 0 END) AS overdue
     FROM finding f ${whereOf(within.conditions)} GROUP BY f.state`,
    { ...within.params, today: asOf },
  );
  const counts = { open: 0, replied: 0, appealed: 0, closed: 0, overdue: 0, all: 0 };
  for (const { state, n, overdue } of rows) {
    counts[state] = n;
    counts.all += n;
    if (state !== 'closed') counts.overdue += overdue;
  }
  return counts;
}
