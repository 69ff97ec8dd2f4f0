import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * The token that every form of a session carries. It follows from the session's secret token alone, so nothing has to be
 * kept, and nobody without the session can know it.
 * @param sessionHash SHA-256 of the session's token, which is itself never shown
 */
export function csrfToken(sessionHash: string): string {
  return createHash('sha256').update(`csrf ${sessionHash}`).digest('base64url');
}

export function isCsrfToken(sessionHash: string, token: unknown): boolean {
  const expected = Buffer.from(csrfToken(sessionHash));
  const given = Buffer.from(typeof token === 'string' ? token : '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
