import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import type { Unit } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Problem } from '../http/problem.js';
import { noteForLog } from '../http/request-log.js';
import type { SecondFactorKind } from './account.table.js';
import { deviceName } from './device-name.js';
import { isInitialPasswordOver } from './initial-password.js';
import { KnownDevices } from './known-devices.service.js';
import { hashOfNobody, isPassword } from './passwords.js';
import { type CodeRefusal, SecondFactors } from './second-factors.service.js';
import { type OpenedSession, type SessionOwner, Sessions } from './sessions.service.js';
import { Challenges } from './challenges.service.js';
import { type Attempt, SignInLimits } from './sign-in-limits.service.js';
import type { SignInMethod } from './sign-in.table.js';

export interface SignedIn {
  session: OpenedSession;
  headers: Record<string, string>;
}

/** An account as somebody signs in to it. */
export interface SignInAccount extends SessionOwner {
  password_hash: string;
  initial_password_until: string | null;
  disabled_at: string | null;
  revision: number;
  /** Since when it has a second factor. */
  factor_since: string | null;
}

export const SIGN_IN_SQL = `SELECT a.username, a.role, a.agency_code, a.password_hash, a.initial_password_until,
    a.disabled_at, a.revision, f.confirmed_at AS factor_since
  FROM account a LEFT JOIN second_factor f ON f.username = a.username
  WHERE a.username = :username`;

type Refusal = CodeRefusal | { refused: 'bad_credentials' | 'initial_password_over' };
type Outcome = { session: OpenedSession } | Refusal;

/** Signing in: the password or a provider first, then the second factor where the account has one. */
@Injectable()
export class SignIn {
  /** What a password is tried on where no account has the name, so that time does not tell which names there are. */
  private readonly nobody = hashOfNobody();

  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly limits: SignInLimits,
    private readonly devices: KnownDevices,
    private readonly sessions: Sessions,
    private readonly factors: SecondFactors,
    private readonly challenges: Challenges,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Opens a session for who knows the password, and the code where the account has a second factor.
   * @throws Problem 401 alike for an unknown account, a wrong password and a disabled account; 401 `initial_password_over`
   * for who knows an initial password that has ended; 401 `second_factor_required` with a challenge for `openByCode`; 429
   */
  async open(
    request: FastifyRequest,
    typedName: string,
    password: string,
    code: string | undefined,
  ): Promise<SignedIn> {
    const { account, attempt, knows } = await this.checkPassword(request, typedName, password);
    if (!account || !knows || account.disabled_at !== null)
      throw this.refused(request, { refused: 'bad_credentials' }, attempt);
    if (account.factor_since !== null && code === undefined) {
      attempt.succeeded();
      throw await this.askForCode(request, account, 'password', attempt.headers);
    }
    const outcome = await this.run(account, (unit, present) =>
      this.openWith(unit, present, 'password', code ?? '', null, request),
    );
    return this.finish(request, account.username, outcome, attempt);
  }

  /**
   * The second step.
   * @throws Problem 401 where the challenge is over or the code is wrong; 429
   */
  async openByCode(request: FastifyRequest, challenge: string, code: string): Promise<SignedIn> {
    const found = await this.challenges.find(challenge);
    if (!found) {
      noteForLog(request, { event: 'sign_in_failed', who: null, code: 'challenge_over' });
      throw new Problem(401, 'challenge_over');
    }
    noteForLog(request, { event: 'sign_in_failed', who: found.username });
    const attempt = this.limits.begin(
      found.username,
      request.ip,
      this.devices.nameOf(request, found.username),
    );
    const outcome = await this.run(found, async (unit, present) => {
      const method = await this.challenges.take(unit, challenge, present.revision);
      if (method === undefined) return { refused: 'bad_credentials' };
      const opened = await this.openWith(unit, present, method, code, null, request);
      if ('session' in opened) await this.challenges.end(unit, challenge);
      return opened;
    });
    return this.finish(request, found.username, outcome, attempt);
  }

  /**
   * Opens a session for whom a provider of OpenID Connect has vouched.
   * @param provided the second factor, where the provider’s counts here
   * @throws Problem 401 `second_factor_required` with a challenge
   */
  async openByProvider(
    request: FastifyRequest,
    account: SignInAccount,
    provided: SecondFactorKind | null,
  ): Promise<SignedIn> {
    if (account.factor_since !== null && provided === null)
      throw await this.askForCode(request, account, 'oidc', {});
    const outcome = await this.run(account, (unit, present) =>
      this.openWith(unit, present, 'oidc', '', provided, request),
    );
    return this.finish(request, account.username, outcome);
  }

  /** Whether the password is that of the account; wrong ones are counted and slowed down as at sign-in. */
  async proves(request: FastifyRequest, username: string, password: string): Promise<boolean> {
    const { account, attempt, knows } = await this.checkPassword(request, username, password);
    const until = account?.initial_password_until ?? null;
    const proves = knows && !isInitialPasswordOver(until, this.clock().toISOString());
    if (proves) attempt.succeeded();
    noteForLog(request, proves ? { event: undefined } : { event: 'password_refused', denied: true });
    return proves;
  }

  private async checkPassword(
    request: FastifyRequest,
    typedName: string,
    password: string,
  ): Promise<{ account: SignInAccount | undefined; attempt: Attempt; knows: boolean }> {
    // Telephones begin every field with a capital letter and end it with a space.
    const username = typedName.trim().toLowerCase();
    const account = await this.reader.get<SignInAccount>(SIGN_IN_SQL, { username });
    noteForLog(request, { event: 'sign_in_failed', who: account?.username ?? null });
    const attempt = this.limits.begin(username, request.ip, this.devices.nameOf(request, username));
    const knows = await isPassword(account?.password_hash ?? this.nobody, password);
    return { account, attempt, knows };
  }

  private async askForCode(
    request: FastifyRequest,
    account: SignInAccount,
    method: SignInMethod,
    headers: Record<string, string>,
  ): Promise<Problem> {
    const code = 'second_factor_required';
    noteForLog(request, { event: 'second_factor_asked', who: account.username, code, denied: false });
    const challenge = await this.challenges.begin(account, method);
    return new Problem(401, code, { headers, extra: { challenge } });
  }

  /** Does the last step in one transaction, on the account as it is then. */
  private run(
    {
      username,
      agency_code: agencyCode,
      revision,
    }: Pick<SignInAccount, 'username' | 'agency_code' | 'revision'>,
    work: (unit: Unit, present: SignInAccount) => Promise<Outcome>,
  ): Promise<Outcome> {
    const actor = { name: username, agencyCode };
    return this.unitOfWork.run({ actor, action: 'session.open' }, async (unit) => {
      const present = await unit.get<SignInAccount>(SIGN_IN_SQL, { username });
      // Changed while the password was being checked: what was checked may be right no longer.
      if (!present || present.revision !== revision || present.disabled_at !== null)
        return { refused: 'bad_credentials' };
      return work(unit, present);
    });
  }

  private async openWith(
    unit: Unit,
    account: SignInAccount,
    method: SignInMethod,
    code: string,
    provided: SecondFactorKind | null,
    request: FastifyRequest,
  ): Promise<Outcome> {
    if (method === 'password' && isInitialPasswordOver(account.initial_password_until, unit.now))
      return { refused: 'initial_password_over' };
    let secondFactor = provided;
    if (account.factor_since !== null && provided === null) {
      const taken = await this.factors.take(unit, account.username, code);
      if ('refused' in taken) return taken;
      secondFactor = taken.kind;
    }
    const device = deviceName(request.headers['user-agent']);
    return { session: await this.sessions.open(unit, account, { method, secondFactor, device }) };
  }

  private finish(request: FastifyRequest, username: string, outcome: Outcome, attempt?: Attempt): SignedIn {
    if ('refused' in outcome) throw this.refused(request, outcome, attempt);
    attempt?.succeeded();
    noteForLog(request, { event: 'sign_in', who: username });
    return { session: outcome.session, headers: attempt?.headers ?? {} };
  }

  private refused(request: FastifyRequest, refusal: Refusal, attempt?: Attempt): Problem {
    const { refused: code } = refusal;
    noteForLog(request, { code });
    const headers = attempt?.headers ?? {};
    if (refusal.refused !== 'second_factor_paused') return new Problem(401, code, { headers });
    const { seconds } = refusal;
    return new Problem(429, code, {
      params: { seconds },
      headers: { ...headers, 'retry-after': String(seconds) },
    });
  }
}
