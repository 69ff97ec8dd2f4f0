import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import { Problem } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import type { Caller } from './caller.js';
import { refuseCrossSite } from './cross-site.js';
import { LastSeen } from './last-seen.service.js';
import type { Role } from './roles.js';
import { tokenInCookie } from './session-cookie.js';
import { SESSION_IDLE_MS, tokenHash } from './tokens.js';

interface CallerRow {
  name: string;
  role: Role;
  agency_code: string | null;
  last_at: string | null;
}

/** Finds out who sends a request, by session cookie or bearer token; every request asks the database anew. */
@Injectable()
export class Credentials {
  constructor(
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
    private readonly lastSeen: LastSeen,
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
    const cookie = tokenInCookie(this.publicUrl.base, request.headers);
    if (cookie === undefined) return undefined;
    const caller = await this.callerOfToken(cookie);
    if (caller && request.method !== 'GET' && request.method !== 'HEAD')
      refuseCrossSite(request, this.publicUrl.base);
    return caller;
  }

  private async callerOfToken(token: string): Promise<Caller | undefined> {
    const now = this.clock();
    const hash = tokenHash(token);
    const kind = token.startsWith('slc_key_') ? 'key' : 'session';
    const row = await (kind === 'key' ? this.keyOf(hash, now) : this.sessionOf(hash, now));
    if (!row) return undefined;
    this.lastSeen.note(kind, hash, row.last_at, now);
    return {
      name: row.name,
      role: row.role,
      agencyCode: row.agency_code,
      sessionHash: kind === 'session' ? hash : null,
    };
  }

  private keyOf(hash: string, now: Date): Promise<CallerRow | undefined> {
    return this.reader.get<CallerRow>(
      `SELECT 'key:' || k.id AS name, k.role, k.agency_code, k.last_used_at AS last_at FROM api_key k
       WHERE k.token_hash = :hash AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > :now)`,
      { hash, now: now.toISOString() },
    );
  }

  private sessionOf(hash: string, now: Date): Promise<CallerRow | undefined> {
    return this.reader.get<CallerRow>(
      `SELECT a.username AS name, a.role, a.agency_code, s.last_seen_at AS last_at FROM session s
       JOIN account a ON a.username = s.username
       WHERE s.token_hash = :hash AND s.expires_at > :now AND s.last_seen_at > :idle AND a.disabled_at IS NULL`,
      { hash, now: now.toISOString(), idle: new Date(now.getTime() - SESSION_IDLE_MS).toISOString() },
    );
  }
}
