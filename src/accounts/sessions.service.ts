import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import type { Unit } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Problem } from '../http/problem.js';
import { SessionTable } from './account.table.js';
import { actorOf, type Caller } from './caller.js';
import { newToken, SESSION_ABSOLUTE_MS, SESSION_IDLE_MS, tokenHash } from './tokens.js';
import { hashPassword, isPassword } from './passwords.js';
import { Refusals } from './refusals.service.js';
import type { Role } from './roles.js';
import { SignInLimits } from './sign-in-limits.service.js';

/** An account has so many sessions at once; a further one ends the one that was not used for longest. */
const SESSIONS_AT_MOST = 200;

export interface SessionView {
  expiresAt: string | null;
  account: { username: string; role: Role; agencyCode: string | null };
}

export interface OpenedSession extends SessionView {
  token: string;
}

interface SignInRow {
  username: string;
  role: Role;
  agency_code: string | null;
  password_hash: string;
  disabled_at: string | null;
}

const SIGN_IN_SQL =
  'SELECT username, role, agency_code, password_hash, disabled_at FROM account WHERE username = :username';

@Injectable()
export class Sessions implements OnModuleInit {
  private dummyHash = '';

  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly limits: SignInLimits,
    private readonly refusals: Refusals,
  ) {}

  async onModuleInit(): Promise<void> {
    this.dummyHash = await hashPassword(newToken('ses'));
  }

  /**
   * Opens a session for who knows the password.
   * @param ip address of the caller, for slowing guesses down
   * @throws Problem 401 alike for an unknown account, a wrong password and a disabled account; 429
   */
  async open(
    typedName: string,
    password: string,
    ip: string,
  ): Promise<{ session: OpenedSession; headers: Record<string, string> }> {
    // Telephones begin every field with a capital letter and end it with a space.
    const username = typedName.trim().toLowerCase();
    const attempt = this.limits.begin(username, ip);
    const row = await this.reader.get<SignInRow>(SIGN_IN_SQL, { username });
    const knows = await isPassword(row?.password_hash ?? this.dummyHash, password);
    const session = row && knows && row.disabled_at === null ? await this.begin(row) : undefined;
    if (!session) {
      if (row) this.refusals.note(row.username);
      throw new Problem(401, 'bad_credentials', { headers: attempt.headers });
    }
    attempt.succeeded();
    return { session, headers: attempt.headers };
  }

  /** Whether the password is that of the account; wrong ones are counted and slowed down as at sign-in. */
  async proves(username: string, password: string, ip: string): Promise<boolean> {
    const attempt = this.limits.begin(username, ip);
    const row = await this.reader.get<SignInRow>(SIGN_IN_SQL, { username });
    const knows = await isPassword(row?.password_hash ?? this.dummyHash, password);
    if (knows) attempt.succeeded();
    else if (row) this.refusals.note(row.username);
    return knows;
  }

  /** The session or key that the caller uses. */
  async current(caller: Caller): Promise<SessionView> {
    const row =
      caller.sessionHash === null
        ? await this.reader.get<{ expires_at: string | null }>(
            `SELECT expires_at FROM api_key WHERE 'key:' || id = :name`,
            { name: caller.name },
          )
        : await this.reader.get<{ expires_at: string | null }>(
            'SELECT expires_at FROM session WHERE token_hash = :hash',
            { hash: caller.sessionHash },
          );
    const { name: username, role, agencyCode } = caller;
    return { expiresAt: row?.expires_at ?? null, account: { username, role, agencyCode } };
  }

  /** @throws Problem 404 where the caller uses a key, which has no session */
  async close(caller: Caller): Promise<void> {
    const hash = caller.sessionHash;
    if (hash === null) throw new Problem(404, 'not_found');
    await this.unitOfWork.run({ actor: actorOf(caller), action: 'session.close' }, async (unit) => {
      const session = await unit.get<{ expires_at: string }>(
        'SELECT expires_at FROM session WHERE token_hash = :hash',
        { hash },
      );
      if (!session) return;
      await unit.run('DELETE FROM session WHERE token_hash = :hash', { hash });
      unit.record(
        `account:${caller.name}`,
        { session: { expiresAt: session.expires_at } },
        { session: null },
      );
    });
  }

  /** @returns undefined where the account was changed while the password was being checked */
  private async begin(checked: SignInRow): Promise<OpenedSession | undefined> {
    const { username } = checked;
    const actor = { name: username, agencyCode: checked.agency_code };
    return this.unitOfWork.run({ actor, action: 'session.open' }, async (unit) => {
      const row = await unit.get<SignInRow>(SIGN_IN_SQL, { username });
      if (!row || row.password_hash !== checked.password_hash || row.disabled_at !== null) return undefined;
      await endStaleSessions(unit, username);
      const token = newToken('ses');
      const expiresAt = new Date(Date.parse(unit.at) + SESSION_ABSOLUTE_MS).toISOString();
      await unit.insertMany(SessionTable, [
        { tokenHash: tokenHash(token), username, createdAt: unit.at, lastSeenAt: unit.at, expiresAt },
      ]);
      unit.record(`account:${username}`, { session: null }, { session: { expiresAt } });
      return { token, expiresAt, account: { username, role: row.role, agencyCode: row.agency_code } };
    });
  }
}

/** Ends every session of the account at once; call it in the transaction that takes the account's trust away. */
export async function endSessions(unit: Unit, username: string): Promise<void> {
  await unit.run('DELETE FROM session WHERE username = :username', { username });
}

async function endStaleSessions(unit: Unit, username: string): Promise<void> {
  const idle = new Date(Date.parse(unit.at) - SESSION_IDLE_MS).toISOString();
  await unit.run('DELETE FROM session WHERE expires_at <= :now OR last_seen_at <= :idle', {
    now: unit.at,
    idle,
  });
  await unit.run(
    `DELETE FROM session WHERE token_hash IN (
       SELECT token_hash FROM session WHERE username = :username
       ORDER BY last_seen_at DESC, token_hash LIMIT 1000000 OFFSET :kept)`,
    { username, kept: SESSIONS_AT_MOST - 1 },
  );
}
