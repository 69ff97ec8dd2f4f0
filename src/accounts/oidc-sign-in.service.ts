import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Reader } from '../database/reader.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { notFound, Problem } from '../http/problem.js';
import { noteForLog } from '../http/request-log.js';
import type { Actor } from '../database/unit.js';
import { type OidcPerson, OidcProvider } from './oidc-provider.service.js';
import { SIGN_IN_SQL, SignIn, type SignedIn, type SignInAccount } from './sign-in.service.js';
import { OidcIdentityTable } from './sign-in.table.js';

/**
 * Whose account a person at the provider may use. Only accounts that an administrator has made; linked for good by issuer and
 * subject at the first sign-in, through the claim that the configuration names, and never by an e-mail address. An account that
 * is linked is not linked again: whoever gets another person's name at the provider later does not get their account.
 */
@Injectable()
export class OidcSignIn {
  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly provider: OidcProvider,
    private readonly signIn: SignIn,
  ) {}

  /** @throws Problem 403 `oidc_no_account`; 401 `second_factor_required` with a challenge */
  async open(request: FastifyRequest, person: OidcPerson): Promise<SignedIn> {
    noteForLog(request, { event: 'sign_in_failed', who: null });
    const account = await this.accountOf(person);
    if (account) noteForLog(request, { who: account.username });
    if (!account || account.disabled_at !== null)
      throw new Problem(403, 'oidc_no_account', { params: { provider: this.provider.config.name } });
    return this.signIn.openByProvider(
      request,
      account,
      this.provider.provesSecondFactor(person) ? 'provider' : null,
    );
  }

  /** Parts an account from its person at the provider. @throws Problem 404 where there is no link */
  async unlink(actor: Actor, username: string): Promise<void> {
    await this.unitOfWork.run({ actor, action: 'account.unlinkIdentity' }, async (unit) => {
      const links = await unit.all<{ issuer: string; subject: string }>(
        'SELECT issuer, subject FROM oidc_identity WHERE username = :username ORDER BY issuer',
        { username },
      );
      if (links.length === 0) throw notFound();
      await unit.run('DELETE FROM oidc_identity WHERE username = :username', { username });
      unit.record(`account:${username}`, { identities: links }, { identities: [] });
    });
  }

  private async accountOf(person: OidcPerson): Promise<SignInAccount | undefined> {
    const { issuer, subject } = person;
    const linked = await this.reader.get<{ username: string }>(
      'SELECT username FROM oidc_identity WHERE issuer = :issuer AND subject = :subject',
      { issuer, subject },
    );
    const username = linked?.username ?? (await this.link(person));
    return username === undefined ? undefined : this.reader.get<SignInAccount>(SIGN_IN_SQL, { username });
  }

  /** @returns the account that was linked; undefined where there is none to link */
  private async link({ issuer, subject, username }: OidcPerson): Promise<string | undefined> {
    if (username === undefined) return undefined;
    const actor = { name: username, agencyCode: null };
    return this.unitOfWork.run({ actor, action: 'account.linkIdentity' }, async (unit) => {
      const account = await unit.get<SignInAccount>(SIGN_IN_SQL, { username });
      if (!account || account.disabled_at !== null) return undefined;
      const other = await unit.get(
        `SELECT subject FROM oidc_identity WHERE issuer = :issuer AND (username = :username OR subject = :subject)`,
        { issuer, username, subject },
      );
      if (other) return undefined;
      await unit.insertMany(OidcIdentityTable, [
        { issuer, subject, username, linkedAt: unit.at, lastUsedAt: null },
      ]);
      unit.record(`account:${username}`, { identity: null }, { identity: { issuer, subject } });
      return username;
    });
  }
}
