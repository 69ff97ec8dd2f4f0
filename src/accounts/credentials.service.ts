import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import { Problem } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import type { SecondFactorKind } from './account.table.js';
import type { AccessRuleId } from './access-rules.js';
import type { Caller, Owed } from './caller.js';
import { refuseCrossSite } from './cross-site.js';
import { LastSeen } from './last-seen.service.js';
import { OverSessions } from './over-sessions.service.js';
import type { Role } from './roles.js';
import { tokenInCookie } from './session-cookie.js';
import { type SessionTokens, standingOf } from './session-rotation.js';
import { SessionTokensService } from './session-tokens.service.js';
import { SignInSettings } from './sign-in-settings.module.js';
import type { SignInMethod } from './sign-in.table.js';
import { isToken, tokenHash } from './tokens.js';

const DAY_MS = 86_400_000;

/** All that a session may do that has yet to choose a password, or to set up the second factor that its role needs. */
const WHILE_OWING: Record<Owed, readonly AccessRuleId[]> = {
  own_password_needed: ['session.close', 'account.setPassword'],
  second_factor_needed: ['session.close', 'account.readOwn', 'account.setPassword', 'account.secondFactor'],
};

interface CallerRow {
  name: string;
  role: Role;
  agency_code: string | null;
  last_at: string | null;
}

interface KeyRow extends CallerRow {
  scopes: string | null;
}

interface SessionRow extends CallerRow {
  id: string;
  is_over: number;
  form_secret: string;
  method: SignInMethod;
  second_factor: SecondFactorKind | null;
  initial_password_until: string | null;
  expires_at: string;
  token_hash: string;
  rotated_at: string;
  previous_hash: string | null;
  next_hash: string | null;
  next_at: string | null;
}

export interface Identified {
  caller?: Caller;
  /** Answers `Set-Cookie` where the browser’s token is due for a new one. */
  renew?: () => Promise<string | undefined>;
}

/** Finds out who sends a request, by session cookie or bearer token; every request asks the database anew. */
@Injectable()
export class Credentials {
  constructor(
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
    private readonly lastSeen: LastSeen,
    private readonly overSessions: OverSessions,
    private readonly tokens: SessionTokensService,
    private readonly settings: SignInSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @returns nobody where the request carries no credentials, or a cookie that is not good
   * @throws Problem 401 where a bearer token is not good, 403 where a cookie is used from another site
   */
  async identify(request: FastifyRequest): Promise<Identified> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer ([\w-]{1,200})$/i.exec(authorization)?.[1];
      const { caller } = token === undefined ? {} : await this.holderOf(token);
      if (!caller)
        throw new Problem(401, 'token_invalid', {
          headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
        });
      // A program that holds a token keeps it: only browsers take another from an answer.
      return { caller };
    }
    const cookie = tokenInCookie(this.publicUrl.base, request.headers);
    if (cookie === undefined) return {};
    const found = await this.holderOf(cookie);
    if (found.caller && request.method !== 'GET' && request.method !== 'HEAD')
      refuseCrossSite(request, this.publicUrl.base);
    return found;
  }

  private async holderOf(token: string): Promise<Identified> {
    if (!isToken(token)) return {};
    const now = this.clock();
    const hash = tokenHash(token);
    return token.startsWith('slc_key_') ? this.holderOfKey(hash, now) : this.holderOfSession(hash, now);
  }

  private async holderOfKey(hash: string, now: Date): Promise<Identified> {
    const row = await this.reader.get<KeyRow>(
      `SELECT 'key:' || k.id AS name, k.role, k.agency_code, k.scopes, k.last_used_at AS last_at FROM api_key k
       WHERE k.token_hash = :hash AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > :now)`,
      { hash, now: now.toISOString() },
    );
    if (!row) return {};
    this.lastSeen.note('key', hash, row.last_at, now);
    const { name, role, agency_code: agencyCode, scopes } = row;
    const confinedTo = scopes === null ? null : (JSON.parse(scopes) as AccessRuleId[]);
    return { caller: { name, role, agencyCode, session: null, confinedTo, owes: null } };
  }

  private async holderOfSession(hash: string, now: Date): Promise<Identified> {
    const row = await this.reader.get<SessionRow>(
      `SELECT a.username AS name, a.role, a.agency_code, a.initial_password_until, s.id, s.form_secret, s.method,
         s.second_factor, s.expires_at, s.token_hash, s.rotated_at, s.previous_hash, s.next_hash, s.next_at,
         s.last_seen_at AS last_at,
         CASE WHEN s.expires_at <= :now OR s.last_seen_at <= :idle OR s.created_at >= :tomorrow
           OR (s.method = 'password' AND a.initial_password_until <= :now) THEN 1 ELSE 0 END AS is_over
       FROM session s JOIN account a ON a.username = s.username
       WHERE (s.token_hash = :hash OR s.next_hash = :hash OR s.previous_hash = :hash) AND a.disabled_at IS NULL`,
      {
        hash,
        now: now.toISOString(),
        idle: new Date(now.getTime() - this.settings.idleMs).toISOString(),
        // Opened while the clock was wrong, it would last until that day comes.
        tomorrow: new Date(now.getTime() + DAY_MS).toISOString(),
      },
    );
    if (!row) return {};
    if (row.is_over === 1 || this.overSessions.has(row.id)) {
      this.overSessions.note(row.id);
      return {};
    }
    const tokens = tokensOf(row);
    const standing = standingOf(tokens, hash, now);
    if (standing === 'worn') {
      await this.tokens.end(row.id);
      return {};
    }
    if (standing === 'next') await this.tokens.take(row.id, hash, now);
    this.lastSeen.note('session', row.id, row.last_at, now);
    const caller = this.callerOf(row);
    return standing === 'current'
      ? { caller, renew: () => this.tokens.renew(row.id, tokens, row.expires_at, now) }
      : { caller };
  }

  private callerOf(row: SessionRow): Caller {
    const { name, role, agency_code: agencyCode, id, form_secret: formSecret } = row;
    const owes = this.owedBy(row);
    const confinedTo = owes === null ? null : WHILE_OWING[owes];
    return { name, role, agencyCode, session: { id, formSecret }, confinedTo, owes };
  }

  private owedBy({ method, initial_password_until, second_factor, role }: SessionRow): Owed | null {
    // Whom a provider vouched for has not used the password.
    if (method === 'password' && initial_password_until !== null) return 'own_password_needed';
    return second_factor === null && this.settings.needsSecondFactor(role) ? 'second_factor_needed' : null;
  }
}

function tokensOf(row: SessionRow): SessionTokens {
  return {
    tokenHash: row.token_hash,
    rotatedAt: row.rotated_at,
    previousHash: row.previous_hash,
    nextHash: row.next_hash,
    nextAt: row.next_at,
  };
}
