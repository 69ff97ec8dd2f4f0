/** A session’s tokens: the one in use, the one before it, and one that was sent to the browser and has not come back yet. */
export interface SessionTokens {
  tokenHash: string;
  rotatedAt: string;
  previousHash: string | null;
  nextHash: string | null;
  nextAt: string | null;
}

/**
 * `worn`: a token that was replaced longer ago. An honest browser has forgotten it, so somebody else has a copy of one of the
 * two.
 */
export type TokenStanding = 'current' | 'next' | 'previous' | 'worn';

/** Requests that were under way when the token was replaced still carry the old one. */
const GRACE_MS = 30_000;
/** An answer with a new token may have been lost: after so long another is sent. */
const RESEND_MS = 60_000;

const since = (instant: string, now: Date): number => now.getTime() - Date.parse(instant);

export function standingOf(tokens: SessionTokens, hash: string, now: Date): TokenStanding {
  if (hash === tokens.tokenHash) return 'current';
  if (hash === tokens.nextHash) return 'next';
  return since(tokens.rotatedAt, now) <= GRACE_MS ? 'previous' : 'worn';
}

/** Whether the browser is to be sent a new token. */
export function isDue({ rotatedAt, nextAt }: SessionTokens, now: Date, rotateMs: number): boolean {
  return since(rotatedAt, now) >= rotateMs && (nextAt === null || since(nextAt, now) >= RESEND_MS);
}

/** The latest instant of a token that is sent again. */
export function resendBefore(now: Date): string {
  return new Date(now.getTime() - RESEND_MS).toISOString();
}
