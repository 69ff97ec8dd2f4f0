import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * The token that every form of a session carries. It follows from a secret of the session that is itself never shown, and
 * that stays when the session's own token is renewed: a form may be open for longer than that.
 */
export function csrfToken(formSecret: string): string {
  return createHash('sha256').update(`csrf ${formSecret}`).digest('base64url');
}

export function isCsrfToken(formSecret: string, token: unknown): boolean {
  const expected = Buffer.from(csrfToken(formSecret));
  // What follows a full stop tells whose form it is.
  const given = Buffer.from(typeof token === 'string' ? token.split('.')[0]! : '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
