import type { Queries } from '../database/reader.js';
import type { SecondFactorKind } from './account.table.js';
import type { Caller } from './caller.js';
import type { SignInMethod } from './sign-in.table.js';

/** One of a person’s own sessions, told so that they know it again. */
export interface OwnSession {
  id: string;
  method: SignInMethod;
  secondFactor: SecondFactorKind | null;
  device: string | null;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  /** It is the one that asks. */
  current: boolean;
}

interface Row {
  id: string;
  method: SignInMethod;
  second_factor: SecondFactorKind | null;
  device: string | null;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
}

/** The caller’s sessions that have not ended, the one used last first. */
export async function ownSessions(
  queries: Queries,
  { name, session }: Caller,
  now: Date,
  idleMs: number,
): Promise<OwnSession[]> {
  const rows = await queries.all<Row>(
    `SELECT id, method, second_factor, device, created_at, last_seen_at, expires_at FROM session
     WHERE username = :name AND expires_at > :now AND last_seen_at > :idle
     ORDER BY last_seen_at DESC, id`,
    { name, now: now.toISOString(), idle: new Date(now.getTime() - idleMs).toISOString() },
  );
  return rows.map((row) => ({
    id: row.id,
    method: row.method,
    secondFactor: row.second_factor,
    device: row.device,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    current: row.id === session?.id,
  }));
}
