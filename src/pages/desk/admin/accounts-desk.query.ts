import type { Queries } from '../../../database/reader.js';

/** What stands behind an account's password, and where its owner is signed in. */
export interface AccountSafety {
  username: string;
  /** Sessions that have not ended. */
  sessions: number;
  /** When one of them was used last. */
  lastSeenAt: string | null;
  secondFactorSince: string | null;
}

/** @param idleMs a session that was not used for so long has ended */
export async function accountSafety(
  queries: Queries,
  now: Date,
  idleMs: number,
): Promise<ReadonlyMap<string, AccountSafety>> {
  const rows = await queries.all<AccountSafety>(
    `SELECT a.username, COUNT(s.id) AS sessions, MAX(s.last_seen_at) AS "lastSeenAt",
       MAX(f.confirmed_at) AS "secondFactorSince"
     FROM account a
     LEFT JOIN session s ON s.username = a.username AND s.expires_at > :now AND s.last_seen_at > :idle
     LEFT JOIN second_factor f ON f.username = a.username
     GROUP BY a.username`,
    { now: now.toISOString(), idle: new Date(now.getTime() - idleMs).toISOString() },
  );
  return new Map(rows.map((row) => [row.username, row]));
}
