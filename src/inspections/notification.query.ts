import { whereOf } from '../database/sql.js';
import type { Queries } from '../database/reader.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Page, stateOf } from '../http/pages.js';
import { notFound } from '../http/problem.js';
import type { NotificationRow } from './inspection.table.js';
import type { Where } from './visible-agencies.query.js';

export type Notification = Omit<NotificationRow, 'no'>;

const COLUMNS = `n.id, n.agency_code AS "agencyCode", n.kind, n.service_id AS "serviceId", n.subject, n.at,
  n.read_at AS "readAt", n.read_by AS "readBy"`;

/** @throws Problem 404 */
export async function notificationOf(queries: Queries, id: string): Promise<Notification> {
  const row = await queries.get<Notification>(`SELECT ${COLUMNS} FROM notification n WHERE n.id = :id`, {
    id,
  });
  if (!row) throw notFound();
  return row;
}

/** A page of notifications, the latest first; call it inside a snapshot. */
export async function notificationPage(
  queries: Queries,
  within: Where,
  unread: boolean | undefined,
  limit: number,
  cursor: string | undefined,
): Promise<Page<Notification>> {
  const conditions = [...within.conditions];
  const params = { ...within.params };
  if (unread !== undefined) conditions.push(`n.read_at IS ${unread ? '' : 'NOT '}NULL`);
  const list = `notifications ${JSON.stringify([unread ?? null, params['agencies']])}`;
  const counted = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM notification n ${whereOf(conditions)}`,
    params,
  );
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(list, cursor);
    conditions.push('(n.at, n.id) < (:afterAt, :afterId)');
    Object.assign(params, { afterAt: String(at), afterId: String(id) });
  }
  const rows = await queries.all<Notification>(
    `SELECT ${COLUMNS} FROM notification n ${whereOf(conditions)} ORDER BY n.at DESC, n.id DESC LIMIT :limit`,
    { ...params, limit: limit + 1 },
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: last && rows.length > limit ? encodeCursor(list, [last.at, last.id]) : null,
    total: counted!.total,
    ...(await stateOf(queries)),
  };
}

/** How many of the notifications nobody has read. */
export async function unreadNotifications(queries: Queries, within: Where): Promise<number> {
  const counted = await queries.get<{ unread: number }>(
    `SELECT COUNT(*) AS unread FROM notification n ${whereOf([...within.conditions, 'n.read_at IS NULL'])}`,
    within.params,
  );
  return counted!.unread;
}
