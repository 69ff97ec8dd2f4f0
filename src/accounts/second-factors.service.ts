import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import type { Actor, Unit } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { notFound, Problem } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import type { SecondFactorKind } from './account.table.js';
import { actorOf, type Caller } from './caller.js';
import {
  isTotpCode,
  newRecoveryCodes,
  newTotpSecret,
  pauseMs,
  recoveryCodeHash,
  stepOf,
  totpAddress,
  withoutGaps,
} from './one-time-code.js';
import { endSessions, type OpenedSession, Sessions } from './sessions.service.js';
import { RecoveryCodeTable, SecondFactorTable } from './sign-in.table.js';
import { SignInSecrets, SignInSettings } from './sign-in-settings.module.js';

/** Why a code was not taken. */
export type CodeRefusal =
  | { refused: 'second_factor_wrong' | 'second_factor_unreadable' }
  | { refused: 'second_factor_paused'; seconds: number };

export type TakenCode = { kind: SecondFactorKind } | CodeRefusal;

export interface SecondFactorState {
  enrolled: boolean;
  since: string | null;
  recoveryCodesLeft: number;
  /** The role needs one. */
  required: boolean;
}

/** Shown this once, until the first code has confirmed that it arrived. */
export interface Enrolment {
  secret: string;
  address: string;
  /** QR code of the address. */
  svg: string;
}

/** A change of the second factor ends every session of the account: the caller goes on in a new one. */
export interface ChangedFactor {
  recoveryCodes: string[];
  session: OpenedSession;
}

interface FactorRow {
  secret: string;
  confirmed_at: string | null;
  last_step: number;
  failures: number;
  failed_at: string | null;
}

const FACTOR_SQL =
  'SELECT secret, confirmed_at, last_step, failures, failed_at FROM second_factor WHERE username = :username';

const contextOf = (username: string) => `second factor of ${username}`;

/** One-time codes as a second factor, and the codes for the day when the telephone is gone. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly secrets: SignInSecrets,
    private readonly settings: SignInSettings,
    private readonly publicUrl: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async stateOf(caller: Caller): Promise<SecondFactorState> {
    requireSession(caller);
    const { name: username } = caller;
    const row = await this.reader.get<FactorRow>(FACTOR_SQL, { username });
    const { unused } = (await this.reader.get<{ unused: number }>(
      'SELECT COUNT(*) AS unused FROM recovery_code WHERE username = :username AND used_at IS NULL',
      { username },
    ))!;
    const since = row?.confirmed_at ?? null;
    const required = this.settings.needsSecondFactor(caller.role);
    return { enrolled: since !== null, since, recoveryCodesLeft: unused, required };
  }

  /**
   * Makes a secret that counts once a code of it was given back.
   * @throws Problem 409 where there is a second factor already, or nothing to keep its secret under
   */
  async begin(caller: Caller): Promise<Enrolment> {
    requireSession(caller);
    if (!this.secrets.isUsable) throw new Problem(409, 'second_factor_key_missing');
    const { name: username } = caller;
    const secret = newTotpSecret();
    await this.unitOfWork.run({ actor: actorOf(caller), action: 'secondFactor.begin' }, async (unit) => {
      const present = await unit.get<FactorRow>(FACTOR_SQL, { username });
      if (present?.confirmed_at) throw new Problem(409, 'second_factor_there');
      await unit.run('DELETE FROM second_factor WHERE username = :username', { username });
      await unit.insertMany(SecondFactorTable, [
        {
          username,
          secret: this.secrets.seal(secret, contextOf(username)),
          createdAt: unit.at,
          confirmedAt: null,
          lastStep: 0,
          failures: 0,
          failedAt: null,
        },
      ]);
      unit.record(`account:${username}`, { secondFactor: null }, { secondFactor: 'begun' });
    });
    return this.enrolment(username, secret);
  }

  /** The secret that waits for its first code; undefined where none does. */
  async pending(caller: Caller): Promise<Enrolment | undefined> {
    const { name: username } = caller;
    const row = await this.reader.get<FactorRow>(FACTOR_SQL, { username });
    if (!row || row.confirmed_at !== null) return undefined;
    const secret = this.secrets.open(row.secret, contextOf(username));
    return secret === undefined ? undefined : this.enrolment(username, secret);
  }

  /** @throws Problem 409 where no secret waits for its first code, 422 where the code is wrong */
  async confirm(caller: Caller, typed: string): Promise<ChangedFactor> {
    requireSession(caller);
    const { name: username } = caller;
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'secondFactor.confirm' }, async (unit) => {
      const row = await unit.get<FactorRow>(FACTOR_SQL, { username });
      if (!row || row.confirmed_at !== null) throw new Problem(409, 'second_factor_not_begun');
      const secret = this.secrets.open(row.secret, contextOf(username));
      const step = secret === undefined ? null : stepOf(secret, withoutGaps(typed), this.clock());
      if (step === null) throw refusedCode({ refused: 'second_factor_wrong' });
      await unit.run(
        'UPDATE second_factor SET confirmed_at = :at, last_step = :step WHERE username = :username',
        { username, at: unit.at, step },
      );
      const recoveryCodes = await this.makeRecoveryCodes(unit, username);
      unit.record(`account:${username}`, { secondFactor: 'begun' }, { secondFactor: 'totp' });
      return { recoveryCodes, session: await this.sessions.replaceAll(unit, caller, 'totp') };
    });
  }

  /** New recovery codes in place of the old ones. @throws Problem 404, 422, 429 */
  async renewRecoveryCodes(caller: Caller, typed: string): Promise<string[]> {
    requireSession(caller);
    const { name: username } = caller;
    return this.withCode(caller, typed, 'secondFactor.renewCodes', async (unit) => {
      const recoveryCodes = await this.makeRecoveryCodes(unit, username);
      unit.record(`account:${username}`, null, { recoveryCodes: recoveryCodes.length });
      return recoveryCodes;
    });
  }

  /** @throws Problem 404, 409 where the role needs it, 422, 429 */
  async remove(caller: Caller, typed: string): Promise<OpenedSession> {
    requireSession(caller);
    if (this.settings.needsSecondFactor(caller.role)) throw new Problem(409, 'second_factor_obligatory');
    return this.withCode(caller, typed, 'secondFactor.remove', async (unit) => {
      await this.forget(unit, caller.name);
      return this.sessions.replaceAll(unit, caller, null);
    });
  }

  /**
   * Takes the second factor from an account whose owner has lost it; its sessions end.
   * @throws Problem 404 where it has none
   */
  async reset(actor: Actor, username: string): Promise<void> {
    await this.unitOfWork.run({ actor, action: 'secondFactor.reset' }, async (unit) => {
      if (!(await unit.get(FACTOR_SQL, { username }))) throw notFound();
      await this.forget(unit, username);
      await endSessions(unit, username);
    });
  }

  /**
   * Takes a code of the account, each only once; a wrong one is counted in this transaction, which has to be committed.
   */
  async take(unit: Unit, username: string, typed: string): Promise<TakenCode> {
    const row = await unit.get<FactorRow>(FACTOR_SQL, { username });
    if (!row || row.confirmed_at === null) return { refused: 'second_factor_wrong' };
    const code = withoutGaps(typed);
    if (!isTotpCode(code)) return this.takeRecoveryCode(unit, username, code);
    const waitMs = waitOf(row, unit.now);
    if (waitMs > 0) return { refused: 'second_factor_paused', seconds: Math.ceil(waitMs / 1000) };
    const secret = this.secrets.isUsable ? this.secrets.open(row.secret, contextOf(username)) : undefined;
    if (secret === undefined) return { refused: 'second_factor_unreadable' };
    const step = stepOf(secret, code, this.clock());
    if (step === null || step <= row.last_step) {
      await unit.run(
        'UPDATE second_factor SET failures = failures + 1, failed_at = :at WHERE username = :username',
        { username, at: unit.now },
      );
      return { refused: 'second_factor_wrong' };
    }
    await unit.run(
      'UPDATE second_factor SET last_step = :step, failures = 0, failed_at = NULL WHERE username = :username',
      { username, step },
    );
    return { kind: 'totp' };
  }

  private async takeRecoveryCode(unit: Unit, username: string, code: string): Promise<TakenCode> {
    const row = await unit.get<{ no: number }>(
      'SELECT no FROM recovery_code WHERE username = :username AND code_hash = :hash AND used_at IS NULL',
      { username, hash: recoveryCodeHash(code) },
    );
    if (!row) return { refused: 'second_factor_wrong' };
    const { no } = row;
    await unit.run('UPDATE recovery_code SET used_at = :at WHERE username = :username AND no = :no', {
      username,
      no,
      at: unit.at,
    });
    unit.record(
      `account:${username}`,
      { recoveryCode: { no, usedAt: null } },
      { recoveryCode: { no, usedAt: unit.at } },
    );
    return { kind: 'recovery_code' };
  }

  /** Does the work where the code is right; a wrong one is counted all the same. */
  private async withCode<Result>(
    caller: Caller,
    typed: string,
    action: string,
    work: (unit: Unit) => Promise<Result>,
  ): Promise<Result> {
    const done = await this.unitOfWork.run({ actor: actorOf(caller), action }, async (unit) => {
      const row = await unit.get<FactorRow>(FACTOR_SQL, { username: caller.name });
      if (!row || row.confirmed_at === null) throw notFound();
      const taken = await this.take(unit, caller.name, typed);
      return 'refused' in taken ? taken : { result: await work(unit) };
    });
    if ('refused' in done) throw refusedCode(done);
    return done.result;
  }

  private async makeRecoveryCodes(unit: Unit, username: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    await unit.run('DELETE FROM recovery_code WHERE username = :username', { username });
    await unit.insertMany(
      RecoveryCodeTable,
      codes.map((code, i) => ({ username, no: i + 1, codeHash: recoveryCodeHash(code), usedAt: null })),
    );
    return codes;
  }

  private async forget(unit: Unit, username: string): Promise<void> {
    await unit.run('DELETE FROM recovery_code WHERE username = :username', { username });
    await unit.run('DELETE FROM second_factor WHERE username = :username', { username });
    unit.record(`account:${username}`, { secondFactor: 'totp' }, { secondFactor: null });
  }

  private async enrolment(username: string, secret: string): Promise<Enrolment> {
    const address = totpAddress(secret, new URL(this.publicUrl.base).host, username);
    const { toString: svgOf } = await import('qrcode');
    const svg = await svgOf(address, { type: 'svg', margin: 4, errorCorrectionLevel: 'M' });
    return { secret, address, svg };
  }
}

/** The answer to a code that was not taken, in a form or a body with the field `code`. */
export function refusedCode(refusal: CodeRefusal): Problem {
  if (refusal.refused === 'second_factor_paused') {
    const { seconds } = refusal;
    return new Problem(429, 'second_factor_paused', {
      params: { seconds },
      headers: { 'retry-after': String(seconds) },
    });
  }
  return new Problem(422, 'bad_request', {
    faults: [{ in: 'body', pointer: '/code', code: refusal.refused }],
  });
}

/** @throws Problem 404 where the caller uses a key: a machine has no second factor */
function requireSession({ session }: Caller): void {
  if (session === null) throw notFound();
}

/** Never longer than the pause itself, also where the clock was ahead when it began. */
function waitOf({ failed_at: failedAt, failures }: FactorRow, now: string): number {
  if (failedAt === null) return 0;
  const pause = pauseMs(failures);
  return Math.min(pause, Date.parse(failedAt) + pause - Date.parse(now));
}
