import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { accountView } from '../../../accounts/account-view.query.js';
import { AccountPath, ChangeAccountBody, SetPasswordBody } from '../../../accounts/accounts.dto.js';
import { type AccountChange, AccountsService } from '../../../accounts/accounts.service.js';
import { actorOf, type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { INITIAL_PASSWORD_DAYS } from '../../../accounts/initial-password.js';
import { linkedIdentities } from '../../../accounts/linked-identities.query.js';
import { OidcSignIn } from '../../../accounts/oidc-sign-in.service.js';
import { PASSWORD_MIN, passwordFaults } from '../../../accounts/password-rules.js';
import { ROLES } from '../../../accounts/roles.js';
import { SecondFactors } from '../../../accounts/second-factors.service.js';
import { SignInSettings } from '../../../accounts/sign-in-settings.module.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { etagOfJson, requireIfMatch } from '../../../http/preconditions.js';
import { notFound, Problem } from '../../../http/problem.js';
import { goTo } from '../../go-to.js';
import { choices } from '../../public/choices.query.js';
import { Views } from '../../views.service.js';
import { checkedWith } from '../checked-input.js';
import { type Refusal, refusedForm } from '../refused-form.js';
import { unlinked } from '../account/unlinked.js';
import { SentForm } from '../sent-form.js';
import { accountSafety } from './accounts-desk.query.js';
import { agencyNeeded } from './agency-needed.js';
import { initialPasswordPage } from './initial-password-page.js';

const PATH = '/desk/accounts';
const DONE = ['added', 'saved', 'disabled', 'enabled', 'password', 'factor', 'sessions', 'unlinked'];
const FIELDS = ['displayName', 'role', 'agencyCode'] as const;

type Typed = Record<(typeof FIELDS)[number], string>;

/** One account: who they are, what they may do, and what keeps others out of it. */
@Controller('desk/accounts/:username')
@Access('account.manage')
export class AccountPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly accounts: AccountsService,
    private readonly factors: SecondFactors,
    private readonly oidc: OidcSignIn,
    private readonly settings: SignInSettings,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  one(
    @Param() { username }: AccountPath,
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(request, reply, username, undefined, undefined, done);
  }

  @Post()
  async change(
    @CurrentCaller() caller: Caller,
    @Param() { username }: AccountPath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed: Typed = {
      displayName: form.text('displayName'),
      role: form.text('role'),
      agencyCode: form.text('agencyCode'),
    };
    return this.tell(request, reply, username, typed, async () => {
      const body = { ...typed, agencyCode: typed.agencyCode || null };
      const change = await checkedWith(ChangeAccountBody, body, (read) =>
        agencyNeeded(read.role, read.agencyCode),
      );
      await this.write(caller, username, form, change);
      return 'saved';
    });
  }

  @Post('standing')
  async setStanding(
    @CurrentCaller() caller: Caller,
    @Param() { username }: AccountPath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const disabled = form.raw('disabled') === 'true';
    return this.tell(request, reply, username, undefined, async () => {
      await this.write(caller, username, form, { disabled });
      return disabled ? 'disabled' : 'enabled';
    });
  }

  @Post('password')
  async setPassword(
    @CurrentCaller() caller: Caller,
    @Param() { username }: AccountPath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    // One’s own is set where the present one is asked for.
    if (username === caller.name) return goTo(request, reply, '/desk/account/password');
    const typed = form.raw('password');
    return this.tell(request, reply, username, undefined, async () => {
      await checkedWith(SetPasswordBody, { password: typed }, () => passwordFaults(typed, username));
      await this.accounts.setPassword(actorOf(caller), username, typed);
      return 'password';
    });
  }

  @Post('password/initial')
  async giveInitialPassword(
    @CurrentCaller() caller: Caller,
    @Param() { username }: AccountPath,
    @SentForm() _: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (username === caller.name) return goTo(request, reply, '/desk/account/password');
    const given = await this.accounts.giveInitialPassword(actorOf(caller), username);
    void reply.status(200);
    return initialPasswordPage(this.views, request, reply, 'done_password', { username, ...given });
  }

  @Post('second-factor/reset')
  async resetSecondFactor(
    @CurrentCaller() caller: Caller,
    @Param() { username }: AccountPath,
    @SentForm() _: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    try {
      await this.factors.reset(actorOf(caller), username);
    } catch (error) {
      // The same form sent twice: what it asked for is done.
      if (!(error instanceof Problem) || error.status !== 404) throw error;
    }
    return goTo(request, reply, `${PATH}/${username}?done=factor`);
  }

  @Post('identity/unlink')
  async unlinkIdentity(
    @CurrentCaller() caller: Caller,
    @Param() { username }: AccountPath,
    @SentForm() _: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await unlinked(this.oidc, actorOf(caller), username);
    return goTo(request, reply, `${PATH}/${username}?done=unlinked`);
  }

  @Post('sessions/end')
  async endSessions(
    @CurrentCaller() caller: Caller,
    @Param() { username }: AccountPath,
    @SentForm() _: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.accounts.endSessions(actorOf(caller), username);
    return goTo(request, reply, `${PATH}/${username}?done=sessions`);
  }

  private async write(
    caller: Caller,
    username: string,
    form: FormValues,
    change: AccountChange,
  ): Promise<void> {
    await this.accounts.change(actorOf(caller), username, change, (present) =>
      requireIfMatch({ headers: { 'if-match': form.raw('version') } }, [etagOfJson(present)]),
    );
  }

  /** @param act answers what was done */
  private async tell(
    request: CallerRequest,
    reply: FastifyReply,
    username: string,
    typed: Typed | undefined,
    act: () => Promise<string>,
  ): Promise<string> {
    try {
      return goTo(request, reply, `${PATH}/${username}?done=${await act()}`);
    } catch (error) {
      const refusal = refusedForm(this.views, request, reply, error, (pointer) => {
        const field = pointer.slice(1);
        return { field, title: this.views.text(request, `deskAccounts:field_${field}`) };
      });
      return this.page(request, reply, username, typed, refusal, undefined);
    }
  }

  private async page(
    request: CallerRequest,
    reply: FastifyReply,
    username: string,
    typed: Typed | undefined,
    refusal: Refusal | undefined,
    done: string | undefined,
  ): Promise<string> {
    const { person, safety, identities } = await this.reader.snapshot(async (queries) => ({
      identities: await linkedIdentities(queries, username),
      person: await accountView(queries, username),
      safety: await accountSafety(queries, this.clock(), this.settings.idleMs),
    }));
    if (!person) throw notFound();
    const saved: Typed = {
      displayName: person.displayName,
      role: person.role,
      agencyCode: person.agencyCode ?? '',
    };
    const mine = typed ?? saved;
    return this.views.page(request, reply, 'desk/admin/account', {
      title: person.displayName,
      desk: PATH,
      data: { json: `/api/v1/accounts/${username}` },
      person,
      safety: safety.get(username),
      identities,
      isOwn: request.caller?.name === username,
      version: etagOfJson(person),
      roles: ROLES.filter((role) => role !== 'reader'),
      agencies: (await choices(this.reader)).agencies,
      passwordMin: PASSWORD_MIN,
      initialDays: INITIAL_PASSWORD_DAYS,
      typed: mine,
      conflict: refusal?.isStale
        ? FIELDS.filter((field) => mine[field] !== saved[field]).map((field) => ({
            title: this.views.text(request, `deskAccounts:field_${field}`),
            mine: mine[field],
            theirs: saved[field],
          }))
        : undefined,
      faults: refusal?.faults ?? [],
      done: DONE.includes(done ?? '') ? this.views.text(request, `deskAccounts:done_${done}`) : '',
    });
  }
}
