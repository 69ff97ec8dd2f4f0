import type { Queries } from '../database/reader.js';
import type { AccessRuleId } from './access-rules.js';
import type { Role } from './roles.js';

/** A key of a machine as administrators see it; the key itself is shown once, when it is made. */
export interface KeyView {
  id: string;
  name: string;
  role: Role;
  agencyCode: string | null;
  /** The access rules that it keeps to; null: all of its role. */
  scopes: AccessRuleId[] | null;
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  /** Number of the change after which it last asked the feed to go on, and when; null where it never read the feed. */
  feed: { place: number; readAt: string } | null;
}

interface KeyRow {
  id: string;
  name: string;
  role: Role;
  agency_code: string | null;
  scopes: string | null;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  feed_place: number | null;
  feed_read_at: string | null;
}

const COLUMNS =
  'id, name, role, agency_code, scopes, created_by, created_at, expires_at, revoked_at, last_used_at, feed_place, feed_read_at';

export async function keyView(queries: Queries, id: string): Promise<KeyView | undefined> {
  const row = await queries.get<KeyRow>(`SELECT ${COLUMNS} FROM api_key WHERE id = :id`, { id });
  return row && viewOf(row);
}

/** Keys in the order in which they were made, from the one after the number `after`. */
export async function keyViews(queries: Queries, after: number, limit: number): Promise<KeyView[]> {
  const rows = await queries.all<KeyRow>(
    `SELECT ${COLUMNS} FROM api_key WHERE CAST(id AS integer) > :after ORDER BY CAST(id AS integer) LIMIT :limit`,
    { after, limit },
  );
  return rows.map(viewOf);
}

/** Keys that this person made, the oldest first. */
export async function keysMadeBy(queries: Queries, username: string): Promise<KeyView[]> {
  const rows = await queries.all<KeyRow>(
    `SELECT ${COLUMNS} FROM api_key WHERE created_by = :username ORDER BY CAST(id AS integer)`,
    { username },
  );
  return rows.map(viewOf);
}

export async function countKeys(queries: Queries): Promise<number> {
  return (await queries.get<{ total: number }>('SELECT COUNT(*) AS total FROM api_key'))!.total;
}

function viewOf(row: KeyRow): KeyView {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    agencyCode: row.agency_code,
    scopes: row.scopes === null ? null : (JSON.parse(row.scopes) as AccessRuleId[]),
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
    feed: row.feed_place === null ? null : { place: row.feed_place, readAt: row.feed_read_at! },
  };
}
