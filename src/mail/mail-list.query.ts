import type { Queries } from '../database/reader.js';
import type { SqlParams } from '../database/sql.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { type Page, stateOf } from '../http/pages.js';
import type { MailMessageRow, MailState } from './mail.table.js';

/** A message as administrators see it; its text is that of the notification. */
export type MailView = Omit<MailMessageRow, 'body' | 'messageId'>;

const COLUMNS = `id, agency_code AS "agencyCode", recipient, subject, state, attempts, problem, created_at AS "createdAt",
  attempted_at AS "attemptedAt", next_attempt_at AS "nextAttemptAt"`;

export function mailView(queries: Queries, id: string): Promise<MailView | undefined> {
  return queries.get<MailView>(`SELECT ${COLUMNS} FROM mail_message WHERE id = :id`, { id });
}

/** A page of messages, the latest first; call it inside a snapshot. */
export async function mailPage(
  queries: Queries,
  state: MailState | undefined,
  limit: number,
  cursor: string | undefined,
): Promise<Page<MailView>> {
  const list = `mail ${state ?? ''}`;
  const isInState = state === undefined ? '1 = 1' : 'state = :state';
  const params: SqlParams = state === undefined ? {} : { state };
  const counted = await queries.get<{ total: number }>(
    `SELECT COUNT(*) AS total FROM mail_message WHERE ${isInState}`,
    params,
  );
  const [at, id] = cursor === undefined ? ['9999', ''] : decodeCursor(list, cursor);
  const rows = await queries.all<MailView>(
    `SELECT ${COLUMNS} FROM mail_message WHERE ${isInState} AND (created_at, id) < (:afterAt, :afterId)
     ORDER BY created_at DESC, id DESC LIMIT :limit`,
    { ...params, afterAt: String(at), afterId: String(id), limit: limit + 1 },
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit),
    next: last ? encodeCursor(list, [last.createdAt, last.id]) : null,
    total: counted!.total,
    ...(await stateOf(queries)),
  };
}
