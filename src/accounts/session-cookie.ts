import type { IncomingHttpHeaders } from 'node:http';
import { SESSION_ABSOLUTE_MS } from './tokens.js';

/** The cookie of sessions. Over https its name begins with `__Host-`: only this very host, over TLS, can have set it. */
export function cookieName(publicBase: string): string {
  return publicBase.startsWith('https:') ? '__Host-session' : 'session';
}

/** `Set-Cookie` that keeps the token, or with `null` forgets it. */
export function sessionCookie(publicBase: string, token: string | null): string {
  const secure = publicBase.startsWith('https:') ? '; Secure' : '';
  const age = token === null ? 0 : SESSION_ABSOLUTE_MS / 1000;
  return `${cookieName(publicBase)}=${token ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}

export function tokenInCookie(publicBase: string, headers: IncomingHttpHeaders): string | undefined {
  const name = cookieName(publicBase);
  for (const part of (headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || undefined;
  }
  return undefined;
}
