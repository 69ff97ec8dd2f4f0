import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Actor, Unit } from '../database/unit.js';
import { normalise } from '../domain/text/fold.js';
import { withChanges } from '../domain/with-changes.js';
import { badRequest, notFound, Problem, refuseFaults, takenFault } from '../http/problem.js';
import { AccountTable, type AccountRow } from './account.table.js';
import { accountView, type AccountView } from './account-view.query.js';
import { agencyFaults } from './agency-faults.js';
import { type GivenPassword, newInitialPassword } from './initial-password.js';
import { ownNames } from './own-names.query.js';
import { passwordFaults } from './password-rules.js';
import { hashPassword, isPassword } from './passwords.js';
import { actorOf, type Caller } from './caller.js';
import { endSessions, type OpenedSession, Sessions } from './sessions.service.js';

export type AccountRole = AccountRow['role'];

export interface NewAccount {
  username: string;
  displayName: string;
  role: AccountRole;
  agencyCode: string | null;
  /** Left out: the system makes an initial one. */
  password?: string | undefined;
}

export interface AddedAccount {
  account: AccountView;
  /** Where the system made its password. */
  given: GivenPassword | undefined;
}

export interface AccountChange {
  displayName?: string;
  role?: AccountRole;
  agencyCode?: string | null;
  disabled?: boolean;
}

/** Small letters only, so that no two names look alike and none has to be typed in one case. */
export const USERNAME_PATTERN = /^[a-z0-9][a-z0-9._-]{0,62}[a-z0-9]$/;

/** Accounts of people, for the API as for the command line. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem 400 with every fault, 409 where the name is taken */
  async add(actor: Actor, account: NewAccount): Promise<AddedAccount> {
    const { username, role, agencyCode } = account;
    const names = await ownNames(this.reader, account);
    const faults = account.password === undefined ? [] : passwordFaults(account.password, username, names);
    if (!USERNAME_PATTERN.test(username))
      faults.push({ in: 'body', pointer: '/username', code: 'not_a_username' });
    const isGood = faults.length === 0;
    const isMade = account.password === undefined;
    const given = isGood && isMade ? newInitialPassword(username, names, this.clock()) : undefined;
    const password = account.password ?? given?.initialPassword ?? '';
    const passwordHash = isGood ? await hashPassword(password) : '';
    return this.unitOfWork.run({ actor, action: 'account.create' }, async (unit) => {
      faults.push(...(await agencyFaults(unit, role, agencyCode)));
      if (await accountView(unit, username)) faults.push(takenFault('/username', 'account', username));
      refuseFaults(faults);
      await unit.insertMany(AccountTable, [
        {
          username,
          displayName: normalise(account.displayName),
          role,
          agencyCode,
          passwordHash,
          initialPasswordUntil: given?.initialPasswordUntil ?? null,
          disabledAt: null,
          demonstration: 0,
          revision: 1,
          createdAt: unit.at,
          updatedAt: unit.at,
        },
      ]);
      const view = (await accountView(unit, username))!;
      unit.record(`account:${username}`, null, view);
      return { account: view, given };
    });
  }

  /**
   * @param mayWrite looks at the present state and throws where the caller has not seen it
   * @throws Problem 404, 400, and 409 where it would leave the catalogue without an administrator
   */
  async change(
    actor: Actor,
    username: string,
    change: AccountChange,
    mayWrite: (present: AccountView) => void = () => undefined,
  ): Promise<AccountView> {
    return this.unitOfWork.run({ actor, action: 'account.change' }, async (unit) => {
      const before = await accountView(unit, username);
      if (!before) throw notFound();
      mayWrite(before);
      const after = withChanges(before, change);
      const faults = await agencyFaults(unit, after.role, after.agencyCode);
      if (faults.length > 0) throw badRequest(faults);
      if (isActiveAdmin(before) && !isActiveAdmin(after)) await requireAnotherAdmin(unit, username);
      after.displayName = normalise(after.displayName);
      if (JSON.stringify(after) === JSON.stringify(before)) return before;
      await unit.run(
        `UPDATE account SET display_name = :displayName, role = :role, agency_code = :agencyCode,
           disabled_at = CASE WHEN :disabled = 0 THEN NULL ELSE COALESCE(disabled_at, :at) END,
           revision = revision + 1, updated_at = :at
         WHERE username = :username`,
        {
          username,
          displayName: after.displayName,
          role: after.role,
          agencyCode: after.agencyCode,
          disabled: Number(after.disabled),
          at: unit.at,
        },
      );
      // Whoever signed in with another role signs in anew; the reach of a role is asked of the account each time.
      if (after.disabled || after.role !== before.role) await endSessions(unit, username);
      const view = (await accountView(unit, username))!;
      unit.record(`account:${username}`, before, view);
      return view;
    });
  }

  setRole(
    actor: Actor,
    username: string,
    role: AccountRole,
    agencyCode?: string | null,
  ): Promise<AccountView> {
    return this.change(actor, username, { role, ...(agencyCode === undefined ? {} : { agencyCode }) });
  }

  disable(actor: Actor, username: string): Promise<AccountView> {
    return this.change(actor, username, { disabled: true });
  }

  /** Ends every session of the account at once. @throws Problem 404 */
  async endSessions(actor: Actor, username: string): Promise<void> {
    await this.unitOfWork.run({ actor, action: 'session.closeAll' }, async (unit) => {
      if (!(await accountView(unit, username))) throw notFound();
      const ended = await endSessions(unit, username);
      if (ended > 0) unit.record(`account:${username}`, { sessions: ended }, { sessions: 0 });
    });
  }

  /**
   * Sets a password and ends every session of the account.
   * @throws Problem 404, 400
   */
  async setPassword(actor: Actor, username: string, password: string): Promise<void> {
    await this.withNewPassword(actor, username, password, (unit) => endSessions(unit, username));
  }

  /** Gives an account an initial password, and ends every session of it. @throws Problem 404 */
  async giveInitialPassword(actor: Actor, username: string): Promise<GivenPassword> {
    const account = await accountView(this.reader, username);
    if (!account) throw notFound();
    const given = newInitialPassword(username, await ownNames(this.reader, account), this.clock());
    const { initialPassword, initialPasswordUntil } = given;
    await this.writePassword(actor, username, initialPassword, initialPasswordUntil, (unit) =>
      endSessions(unit, username),
    );
    return given;
  }

  /**
   * Sets the caller's own password and ends every session of the account; the caller goes on in a new one.
   * @throws Problem 400
   */
  setOwnPassword(caller: Caller, password: string): Promise<OpenedSession> {
    return this.withNewPassword(actorOf(caller), caller.name, password, (unit) =>
      this.sessions.replaceAll(unit, caller),
    );
  }

  private async withNewPassword<Result>(
    actor: Actor,
    username: string,
    password: string,
    after: (unit: Unit) => Promise<Result>,
  ): Promise<Result> {
    const account = await accountView(this.reader, username);
    const names = account ? await ownNames(this.reader, account) : [];
    const faults = passwordFaults(password, username, names);
    if (await this.isInitialPassword(username, password))
      faults.push({ in: 'body', pointer: '/password', code: 'password_as_given' });
    if (faults.length > 0) throw badRequest(faults);
    return this.writePassword(actor, username, password, null, after);
  }

  /** @param initialUntil until when it is good, where it is an initial one */
  private async writePassword<Result>(
    actor: Actor,
    username: string,
    password: string,
    initialUntil: string | null,
    after: (unit: Unit) => Promise<Result>,
  ): Promise<Result> {
    const passwordHash = await hashPassword(password);
    return this.unitOfWork.run({ actor, action: 'account.setPassword' }, async (unit) => {
      const before = await accountView(unit, username);
      if (!before) throw notFound();
      await unit.run(
        `UPDATE account SET password_hash = :passwordHash, initial_password_until = :initialUntil,
           revision = revision + 1, updated_at = :at WHERE username = :username`,
        { username, passwordHash, initialUntil, at: unit.at },
      );
      const written = { ...before, initialPasswordUntil: initialUntil, updatedAt: unit.at };
      unit.record(`account:${username}`, before, written);
      return after(unit);
    });
  }

  /** Whether it is the very password that the account got from the system: it must not stay. */
  private async isInitialPassword(username: string, password: string): Promise<boolean> {
    const initial = await this.reader.get<{ password_hash: string }>(
      'SELECT password_hash FROM account WHERE username = :username AND initial_password_until IS NOT NULL',
      { username },
    );
    return initial !== undefined && isPassword(initial.password_hash, password);
  }
}

function isActiveAdmin({ role, disabled }: AccountView): boolean {
  return role === 'admin' && !disabled;
}

async function requireAnotherAdmin(unit: Unit, username: string): Promise<void> {
  const other = await unit.get(
    `SELECT username FROM account WHERE role = 'admin' AND disabled_at IS NULL AND username <> :username LIMIT 1`,
    { username },
  );
  if (!other) throw new Problem(409, 'last_admin');
}
