import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import type { Unit } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Problem } from '../http/problem.js';
import { type SecondFactorKind, SessionTable } from './account.table.js';
import { actorOf, type Caller } from './caller.js';
import type { Role } from './roles.js';
import { SignInSettings } from './sign-in-settings.module.js';
import type { SignInMethod } from './sign-in.table.js';
import { newId, newToken, tokenHash } from './tokens.js';

/** An account has so many sessions at once; a further one ends the one that was not used for longest. */
const SESSIONS_AT_MOST = 200;

/** For so long whoever signed in needs no further proof to end their other sessions. */
const FRESH_MS = 10 * 60_000;

/** Whether a session was opened a moment ago, so that whoever uses it has just proved who they are. */
export function isFresh(createdAt: string, now: string): boolean {
  return Date.parse(now) - Date.parse(createdAt) <= FRESH_MS;
}

export interface SessionView {
  expiresAt: string | null;
  account: { username: string; role: Role; agencyCode: string | null };
}

export interface OpenedSession extends SessionView {
  token: string;
  expiresAt: string;
}

export interface SessionOwner {
  username: string;
  role: Role;
  agency_code: string | null;
}

/** How somebody signed in. */
export interface SignedInBy {
  method: SignInMethod;
  secondFactor: SecondFactorKind | null;
  device: string | null;
}

@Injectable()
export class Sessions {
  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: SignInSettings,
  ) {}

  /** The session or key that the caller uses. */
  async current(caller: Caller): Promise<SessionView> {
    const row =
      caller.session === null
        ? await this.reader.get<{ expires_at: string | null }>(
            `SELECT expires_at FROM api_key WHERE 'key:' || id = :name`,
            { name: caller.name },
          )
        : await this.reader.get<{ expires_at: string | null }>(
            'SELECT expires_at FROM session WHERE id = :id',
            { id: caller.session.id },
          );
    const { name: username, role, agencyCode } = caller;
    return { expiresAt: row?.expires_at ?? null, account: { username, role, agencyCode } };
  }

  /** What the caller's session began with; undefined for keys. */
  async methodOf({ session }: Caller): Promise<SignInMethod | undefined> {
    const row = await this.reader.get<{ method: SignInMethod }>('SELECT method FROM session WHERE id = :id', {
      id: session?.id ?? '',
    });
    return row?.method;
  }

  /** @throws Problem 404 where the caller uses a key, which has no session */
  async close(caller: Caller): Promise<void> {
    if (caller.session === null) throw new Problem(404, 'not_found');
    await this.end(caller, caller.session.id);
  }

  /** Ends the session with which somebody came to sign in: nobody would use it or sign out of it any more. */
  async closeEarlier(caller: Caller | undefined): Promise<void> {
    if (caller?.session) await this.end(caller, caller.session.id);
  }

  /**
   * Ends one of the caller's own sessions at once.
   * @param hasProved the caller has typed their password just now
   * @throws Problem 404 where it is none of theirs, 403 where it is another than the one that they use and nothing proved
   * lately who they are
   */
  async endOne(caller: Caller, id: string, hasProved = false): Promise<void> {
    if (caller.session === null || !(await this.end(caller, id, hasProved)))
      throw new Problem(404, 'not_found');
  }

  /**
   * Ends every session of the caller but the one that they use.
   * @param hasProved the caller has typed their password just now
   * @returns how many
   * @throws Problem 403 where nothing proved lately who they are
   */
  async endOthers(caller: Caller, hasProved = false): Promise<number> {
    if (caller.session === null) throw new Problem(404, 'not_found');
    const { id } = caller.session;
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'session.closeOthers' }, async (unit) => {
      if (!hasProved) await requireFresh(unit, id);
      const ended = await endSessions(unit, caller.name, id);
      if (ended > 0) unit.record(`account:${caller.name}`, { otherSessions: ended }, { otherSessions: 0 });
      return ended;
    });
  }

  /** Opens a session in this transaction; the account and its second factor were checked in it. */
  async open(unit: Unit, owner: SessionOwner, by: SignedInBy): Promise<OpenedSession> {
    const { username, role, agency_code: agencyCode } = owner;
    await this.endStale(unit, username);
    const token = newToken('ses');
    const expiresAt = new Date(Date.parse(unit.now) + this.settings.absoluteMs).toISOString();
    const hash = tokenHash(token);
    await unit.insertMany(SessionTable, [
      {
        tokenHash: hash,
        username,
        id: newId(),
        formSecret: newId(),
        ...by,
        rotatedAt: unit.now,
        previousHash: null,
        nextHash: null,
        nextAt: null,
        createdAt: unit.now,
        lastSeenAt: unit.now,
        expiresAt,
      },
    ]);
    const { method, secondFactor } = by;
    unit.record(`account:${username}`, { session: null }, { session: { expiresAt, method, secondFactor } });
    return { token, expiresAt, account: { username, role, agencyCode } };
  }

  /**
   * Ends every session of the caller, whose rights have changed in this transaction, and opens a new one in place of the one
   * that they use.
   * @param secondFactor what proves them from now on; undefined: what did so before
   */
  async replaceAll(
    unit: Unit,
    caller: Caller,
    secondFactor?: SecondFactorKind | null,
  ): Promise<OpenedSession> {
    const { name: username, role, agencyCode, session } = caller;
    const present = await unit.get<{
      method: SignInMethod;
      second_factor: SecondFactorKind | null;
      device: string | null;
    }>('SELECT method, second_factor, device FROM session WHERE id = :id', { id: session?.id ?? '' });
    if (!present) throw new Problem(401, 'token_invalid');
    await endSessions(unit, username);
    const { method, device, second_factor: before } = present;
    const owner = { username, role, agency_code: agencyCode };
    return this.open(unit, owner, {
      method,
      device,
      secondFactor: secondFactor === undefined ? before : secondFactor,
    });
  }

  /** @returns false where the caller has no such session */
  private end(caller: Caller, id: string, hasProved = false): Promise<boolean> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'session.close' }, async (unit) => {
      const session = await unit.get<{ expires_at: string }>(
        'SELECT expires_at FROM session WHERE id = :id AND username = :username',
        { id, username: caller.name },
      );
      if (!session) return false;
      if (!hasProved && id !== caller.session!.id) await requireFresh(unit, caller.session!.id);
      await unit.run('DELETE FROM session WHERE id = :id', { id });
      unit.record(
        `account:${caller.name}`,
        { session: { expiresAt: session.expires_at } },
        { session: null },
      );
      return true;
    });
  }

  private async endStale(unit: Unit, username: string): Promise<void> {
    const idle = new Date(Date.parse(unit.now) - this.settings.idleMs).toISOString();
    await unit.run('DELETE FROM session WHERE expires_at <= :now OR last_seen_at <= :idle', {
      now: unit.now,
      idle,
    });
    await unit.run(
      `DELETE FROM session WHERE id IN (
         SELECT id FROM session WHERE username = :username
         ORDER BY last_seen_at DESC, id LIMIT 1000000 OFFSET :kept)`,
      { username, kept: SESSIONS_AT_MOST - 1 },
    );
  }
}

/** @throws Problem 403 */
async function requireFresh(unit: Unit, id: string): Promise<void> {
  const session = await unit.get<{ created_at: string }>('SELECT created_at FROM session WHERE id = :id', {
    id,
  });
  if (!session || !isFresh(session.created_at, unit.at)) throw new Problem(403, 'sign_in_again');
}

/**
 * Ends every session of the account at once; call it in the transaction that changes what the account may do.
 * @param kept id of a session that goes on
 * @returns how many ended
 */
export async function endSessions(unit: Unit, username: string, kept = ''): Promise<number> {
  await unit.run('DELETE FROM sign_in_challenge WHERE username = :username', { username });
  return unit.run('DELETE FROM session WHERE username = :username AND id <> :kept', { username, kept });
}
