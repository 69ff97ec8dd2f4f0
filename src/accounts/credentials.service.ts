import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import { Problem } from '../http/problem.js';
import type { Caller } from './caller.js';
import type { Role } from './roles.js';

/** A session ends after so long without a request, and in any case after so long. */
export const SESSION_IDLE_MS = 2 * 3600_000;
export const SESSION_ABSOLUTE_MS = 12 * 3600_000;

export const SESSION_COOKIE = 'session';
/** The name of the cookie where the catalogue is served over https. */
export const SECURE_SESSION_COOKIE = '__Host-session';

/** A token that cannot be guessed: 256 bits, with a prefix that secret scanners can find. */
export function newToken(prefix: 'ses' | 'key'): string {
  return `slc_${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a token. It has 256 random bits, so a plain hash is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

interface CallerRow {
  name: string;
  role: Role;
  agency_code: string | null;
}

/** Finds out who sends a request, by session cookie or bearer token; every request asks the database anew. */
@Injectable()
export class Credentials {
  constructor(
    private readonly reader: Reader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @returns undefined where the request carries no credentials
   * @throws Problem 401 where they are not good, 403 where a cookie is used from another site
   */
  async callerOf(request: FastifyRequest): Promise<Caller | undefined> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer ([\w-]{1,200})$/i.exec(authorization)?.[1];
      const caller = token === undefined ? undefined : await this.callerOfToken(token);
      if (!caller)
        throw new Problem(401, 'token_invalid', {
          headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
        });
      return caller;
    }
    const cookie = cookieOf(request);
    if (cookie === undefined) return undefined;
    const caller = await this.callerOfToken(cookie);
    if (caller && request.method !== 'GET' && request.method !== 'HEAD') refuseCrossSite(request);
    return caller;
  }

  private async callerOfToken(token: string): Promise<Caller | undefined> {
    const now = this.clock();
    const hash = tokenHash(token);
    if (token.startsWith('slc_key_')) {
      const row = await this.reader.get<CallerRow>(
        `SELECT 'key:' || k.id AS name, k.role, k.agency_code FROM api_key k
         WHERE k.token_hash = :hash AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > :now)`,
        { hash, now: now.toISOString() },
      );
      return row && { name: row.name, role: row.role, agencyCode: row.agency_code, sessionHash: null };
    }
    const row = await this.reader.get<CallerRow>(
      `SELECT a.username AS name, a.role, a.agency_code FROM session s
       JOIN account a ON a.username = s.username
       WHERE s.token_hash = :hash AND s.expires_at > :now AND s.last_seen_at > :idle AND a.disabled_at IS NULL`,
      { hash, now: now.toISOString(), idle: new Date(now.getTime() - SESSION_IDLE_MS).toISOString() },
    );
    return row && { name: row.name, role: row.role, agencyCode: row.agency_code, sessionHash: hash };
  }
}

function cookieOf(request: FastifyRequest): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (name === SECURE_SESSION_COOKIE || name === SESSION_COOKIE)
      return part.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** A browser sends the cookie with requests that other sites cause: those may not write. */
function refuseCrossSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem(403, 'cross_site');
  const { origin, host } = request.headers;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host))
    throw new Problem(403, 'cross_site');
}
