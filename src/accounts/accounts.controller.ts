import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Reader } from '../database/reader.js';
import { badCursor, decodeCursor, encodeCursor } from '../http/cursor.js';
import { Describe, HoldsSecrets } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { nextLink } from '../http/next-link.js';
import { type Page, stateOf } from '../http/pages.js';
import { etagOfJson, requireIfMatch } from '../http/preconditions.js';
import { badRequest, notFound, Problem } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import { Access } from './access.guard.js';
import { accountFaults } from './account-faults.js';
import { accountView, accountViews, type AccountView, countAccounts } from './account-view.query.js';
import {
  AccountPath,
  ChangeAccountBody,
  ListAccountsQuery,
  NewAccountBody,
  SetPasswordBody,
} from './accounts.dto.js';
import { ACCOUNT, ACCOUNT_PAGE, GIVEN_PASSWORD, NEW_ACCOUNT } from './accounts.schema.js';
import { AccountsService, USERNAME_PATTERN } from './accounts.service.js';
import { actorOf, type Caller, CurrentCaller } from './caller.js';
import { type GivenPassword, INITIAL_PASSWORD_DAYS } from './initial-password.js';
import { type LinkedIdentity, linkedIdentities } from './linked-identities.query.js';
import { OidcSignIn } from './oidc-sign-in.service.js';
import { SecondFactors } from './second-factors.service.js';
import { LINKED_IDENTITIES } from './session.schema.js';
import { SignIn } from './sign-in.service.js';

const PAGE_SIZE = 50;
const tag = 'accounts';
const examples = { username: 'clerk' };
const INITIAL = `shown this once, good for ${INITIAL_PASSWORD_DAYS} days, and for nothing but choosing another`;

@Controller('api/v1/accounts')
@Access('account.manage')
export class AccountsController {
  constructor(
    private readonly reader: Reader,
    private readonly accounts: AccountsService,
    private readonly signIn: SignIn,
    private readonly factors: SecondFactors,
    private readonly oidc: OidcSignIn,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Describe({ summary: 'Accounts of people, by user name', tag, answers: { 200: ACCOUNT_PAGE } })
  async list(
    @Query() query: ListAccountsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<AccountView>> {
    const { limit = PAGE_SIZE, cursor } = query;
    const after = cursor === undefined ? '' : String(decodeCursor('accounts', cursor)[0]);
    if (after !== '' && !USERNAME_PATTERN.test(after)) throw badCursor();
    return this.reader.snapshot(async (queries) => {
      const found = await accountViews(queries, after, limit + 1);
      const items = found.slice(0, limit);
      const next = found.length > limit ? encodeCursor('accounts', [items.at(-1)!.username]) : null;
      if (next !== null) void reply.header('link', nextLink(this.publicUrl, 'accounts', query, next));
      return { items, next, total: await countAccounts(queries), ...(await stateOf(queries)) };
    });
  }

  @Post()
  @HoldsSecrets()
  @AlsoTells<NewAccountBody>(accountFaults)
  @Describe({
    summary: 'Add an account',
    more: `Without a password the system makes an initial one: ${INITIAL}.`,
    tag,
    answers: { 201: NEW_ACCOUNT },
    problems: [409],
  })
  async add(
    @Body() { agencyCode = null, ...rest }: NewAccountBody,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountView & Partial<Pick<GivenPassword, 'initialPassword'>>> {
    const { account, given } = await this.accounts.add(actorOf(caller), { ...rest, agencyCode });
    void reply.headers({
      location: this.publicUrl.api(`accounts/${account.username}`),
      etag: etagOfJson(account),
      ...(given ? { 'cache-control': 'no-store' } : {}),
    });
    return { ...account, ...given };
  }

  @Get(':username')
  @Describe({ summary: 'One account', tag, answers: { 200: ACCOUNT }, examples })
  async one(@Param() { username }: AccountPath): Promise<AccountView> {
    const account = await accountView(this.reader, username);
    if (!account) throw notFound();
    return account;
  }

  @Patch(':username')
  @AlsoTells<ChangeAccountBody>((queries, { agencyCode = null }) => accountFaults(queries, { agencyCode }))
  @Describe({
    summary:
      'Change name, role or agency of an account, disable it or enable it again; disabled or in another role, its sessions end at once',
    tag,
    answers: { 200: ACCOUNT },
    problems: [409],
    ifMatch: 'required',
    examples,
  })
  async change(
    @Param() { username }: AccountPath,
    @Body() change: ChangeAccountBody,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountView> {
    const account = await this.accounts.change(actorOf(caller), username, change, (present) =>
      requireIfMatch(request, [etagOfJson(present)]),
    );
    void reply.header('etag', etagOfJson(account));
    return account;
  }

  @Post(':username/password')
  @AlsoTells<SetPasswordBody>((queries, { password }) => accountFaults(queries, { password }))
  @HoldsSecrets()
  @HttpCode(204)
  @Access('account.setPassword')
  @Describe({
    summary: 'Set a password; every session of the account ends at once, the caller’s own too',
    more: `One’s own is set with the present one. Where an administrator sends none for another’s account, the system makes an initial one, answered with 200: ${INITIAL}.`,
    tag,
    answers: { 200: GIVEN_PASSWORD, 204: null },
    problems: [429],
    // Nobody’s: whoever tries the route out changes no password.
    examples: { username: 'tran.lan' },
  })
  async setPassword(
    @Param() { username }: AccountPath,
    @Body() { password, currentPassword }: SetPasswordBody,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GivenPassword | undefined> {
    const isOwn = caller.name === username;
    if (!isOwn && (caller.role !== 'admin' || caller.owes !== null)) {
      const params = { role: caller.role, rule: 'account.setPassword' };
      throw new Problem(403, caller.owes ?? 'other_account', { params });
    }
    if (password === undefined && !isOwn) {
      void reply.status(200).header('cache-control', 'no-store');
      return this.accounts.giveInitialPassword(actorOf(caller), username);
    }
    if (password === undefined) throw badRequest([{ in: 'body', pointer: '/password', code: 'required' }]);
    if (isOwn) await this.proveOwner(request, username, currentPassword);
    await this.accounts.setPassword(actorOf(caller), username, password);
    return undefined;
  }

  @Delete(':username/sessions')
  @HttpCode(204)
  @Describe({ summary: 'End every session of an account at once', tag, answers: { 204: null }, examples })
  async endSessions(@Param() { username }: AccountPath, @CurrentCaller() caller: Caller): Promise<void> {
    await this.accounts.endSessions(actorOf(caller), username);
  }

  @Delete(':username/second-factor')
  @HttpCode(204)
  @Describe({
    summary: 'Take the second factor from an account whose owner has lost it; its sessions end at once',
    tag,
    answers: { 204: null },
    examples,
  })
  async resetSecondFactor(
    @Param() { username }: AccountPath,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.factors.reset(actorOf(caller), username);
  }

  @Get(':username/identity')
  @Describe({
    summary: 'The persons at providers of OpenID Connect whom an account is linked to',
    tag,
    answers: { 200: LINKED_IDENTITIES },
    examples,
  })
  async identities(@Param() { username }: AccountPath): Promise<{ items: LinkedIdentity[] }> {
    if (!(await accountView(this.reader, username))) throw notFound();
    return { items: await linkedIdentities(this.reader, username) };
  }

  @Delete(':username/identity')
  @HttpCode(204)
  @Describe({
    summary: 'Part an account from the person at the provider of OpenID Connect whom it was linked to',
    tag,
    answers: { 204: null },
    examples,
  })
  async unlinkIdentity(@Param() { username }: AccountPath, @CurrentCaller() caller: Caller): Promise<void> {
    await this.oidc.unlink(actorOf(caller), username);
  }

  /** Whoever finds an unattended screen must not be able to keep its owner out. */
  private async proveOwner(
    request: FastifyRequest,
    username: string,
    password: string | undefined,
  ): Promise<void> {
    const at = { in: 'body', pointer: '/currentPassword' } as const;
    if (password === undefined) throw badRequest([{ ...at, code: 'required' }]);
    if (!(await this.signIn.proves(request, username, password)))
      throw new Problem(422, 'bad_request', { faults: [{ ...at, code: 'wrong_password' }] });
  }
}
