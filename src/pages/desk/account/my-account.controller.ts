import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { accountView } from '../../../accounts/account-view.query.js';
import { actorOf, type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { keysMadeBy } from '../../../accounts/key-view.query.js';
import { KeyPath } from '../../../accounts/keys.dto.js';
import { KeysService } from '../../../accounts/keys.service.js';
import { linkedIdentities } from '../../../accounts/linked-identities.query.js';
import { OidcSignIn } from '../../../accounts/oidc-sign-in.service.js';
import { SecondFactors } from '../../../accounts/second-factors.service.js';
import { SessionPath } from '../../../accounts/session.dto.js';
import { ownSessions } from '../../../accounts/session-view.query.js';
import { Sessions } from '../../../accounts/sessions.service.js';
import { SignInSettings } from '../../../accounts/sign-in-settings.module.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import { goTo } from '../../go-to.js';
import { Views } from '../../views.service.js';
import { sentForm } from '../sent-form.js';
import { unlinked } from './unlinked.js';

const DONE = ['password', 'sessions', 'session', 'key', 'removed', 'unlinked'];

/** Everything about a person's own account on one page: password, second factor, sessions, keys. */
@Controller('desk/account')
export class MyAccountController {
  constructor(
    private readonly reader: Reader,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly oidc: OidcSignIn,
    private readonly keys: KeysService,
    private readonly settings: SignInSettings,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access('account.readOwn')
  async page(
    @CurrentCaller() caller: Caller,
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.views.page(request, reply, 'desk/account', {
      title: this.views.text(request, 'account:title'),
      desk: '/desk/account',
      person: await accountView(this.reader, caller.name),
      identities: await linkedIdentities(this.reader, caller.name),
      factor: await this.factors.stateOf(caller),
      sessionsOpen: await ownSessions(this.reader, caller, this.clock(), this.settings.idleMs),
      keys: await keysMadeBy(this.reader, caller.name),
      mayRevoke: caller.role === 'admin',
      now: this.clock().toISOString(),
      done: DONE.includes(done ?? '') ? this.views.text(request, `account:done_${done}`) : '',
    });
  }

  @Post('identity/unlink')
  @Access('account.ownIdentity')
  async unlink(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    sentForm(request);
    await unlinked(this.oidc, actorOf(caller), caller.name);
    return goTo(request, reply, '/desk/account?done=unlinked');
  }

  @Post('sessions/end-others')
  @Access('session.close')
  async endOthers(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    sentForm(request);
    await this.sessions.endOthers(caller);
    return goTo(request, reply, '/desk/account?done=sessions');
  }

  @Post('sessions/:id/end')
  @Access('session.close')
  async endOne(
    @CurrentCaller() caller: Caller,
    @Param() { id }: SessionPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    sentForm(request);
    await this.sessions.endOne(caller, id);
    return goTo(request, reply, '/desk/account?done=session');
  }

  @Post('keys/:id/revoke')
  @Access('key.manage')
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param() { id }: KeyPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    sentForm(request);
    await this.keys.revoke(actorOf(caller), id);
    return goTo(request, reply, '/desk/account?done=key');
  }
}
