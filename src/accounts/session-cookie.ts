import type { IncomingHttpHeaders } from 'node:http';

/** Over https the names of cookies begin with `__Host-`: only this very host, over TLS, can have set them. */
export function cookieName(publicBase: string, name: string): string {
  return publicBase.startsWith('https:') ? `__Host-${name}` : name;
}

/** `Set-Cookie` that keeps a value for so long, or with `null` forgets it; scripts and other sites never see it. */
export function hostCookie(publicBase: string, name: string, value: string | null, seconds: number): string {
  const secure = publicBase.startsWith('https:') ? '; Secure' : '';
  const age = value === null ? 0 : seconds;
  return `${cookieName(publicBase, name)}=${value ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}

export function valueOfCookie(
  publicBase: string,
  name: string,
  headers: IncomingHttpHeaders,
): string | undefined {
  const wanted = cookieName(publicBase, name);
  for (const part of (headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === wanted) return part.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** `Set-Cookie` that keeps the session’s token, or with `null` forgets it. */
export function sessionCookie(publicBase: string, token: string | null, seconds = 0): string {
  return hostCookie(publicBase, 'session', token, seconds);
}

export function tokenInCookie(publicBase: string, headers: IncomingHttpHeaders): string | undefined {
  return valueOfCookie(publicBase, 'session', headers);
}
