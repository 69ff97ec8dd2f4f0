import { createHash, randomBytes } from 'node:crypto';

/** A session ends after so long without a request, and in any case after so long. */
export const SESSION_IDLE_MS = 2 * 3600_000;
export const SESSION_ABSOLUTE_MS = 12 * 3600_000;

/** A token that cannot be guessed: 256 bits, with a prefix that secret scanners can find. */
export function newToken(prefix: 'ses' | 'key'): string {
  return `slc_${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a token. It has 256 random bits, so a plain hash is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
