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
import { type OwnSession, ownSessions } from '../../../accounts/session-view.query.js';
import { isFresh, Sessions } from '../../../accounts/sessions.service.js';
import { SignIn } from '../../../accounts/sign-in.service.js';
import { SignInSettings } from '../../../accounts/sign-in-settings.module.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import { type Fault, Problem } from '../../../http/problem.js';
import { goTo } from '../../go-to.js';
import { Views } from '../../views.service.js';
import type { PageFault } from '../page-faults.js';
import { refusedForm } from '../refused-form.js';
import { sentForm } from '../sent-form.js';
import { unlinked } from './unlinked.js';

const PASSWORD_MAX_READ = 1000;
const DONE = ['password', 'sessions', 'session', 'key', 'removed', 'unlinked'];

/** Everything about a person's own account on one page: password, second factor, sessions, keys. */
@Controller('desk/account')
export class MyAccountController {
  constructor(
    private readonly reader: Reader,
    private readonly factors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly signIn: SignIn,
    private readonly oidc: OidcSignIn,
    private readonly keys: KeysService,
    private readonly settings: SignInSettings,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access('account.readOwn')
  show(
    @CurrentCaller() caller: Caller,
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(caller, request, reply, done, []);
  }

  private async page(
    caller: Caller,
    request: CallerRequest,
    reply: FastifyReply,
    done: string | undefined,
    faults: PageFault[],
  ): Promise<string> {
    const sessionsOpen = await ownSessions(this.reader, caller, this.clock(), this.settings.idleMs);
    return this.views.page(request, reply, 'desk/account', {
      title: this.views.text(request, 'account:title'),
      desk: '/desk/account',
      person: await accountView(this.reader, caller.name),
      identities: await linkedIdentities(this.reader, caller.name),
      factor: await this.factors.stateOf(caller),
      sessionsOpen,
      proof: this.proofOf(sessionsOpen),
      faults,
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
    return this.ending(caller, request, reply, 'sessions', (hasProved) =>
      this.sessions.endOthers(caller, hasProved),
    );
  }

  @Post('sessions/:id/end')
  @Access('session.close')
  async endOne(
    @CurrentCaller() caller: Caller,
    @Param() { id }: SessionPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.ending(caller, request, reply, 'session', (hasProved) =>
      this.sessions.endOne(caller, id, hasProved),
    );
  }

  /** What whoever ends other sessions has to show first. */
  private proofOf(sessions: readonly OwnSession[]): 'none' | 'password' | 'signIn' {
    const own = sessions.find(({ current }) => current);
    if (!own || isFresh(own.createdAt, this.clock().toISOString())) return 'none';
    return own.method === 'password' ? 'password' : 'signIn';
  }

  /** Asks for the password where the caller's own session began long ago. */
  private async ending(
    caller: Caller,
    request: CallerRequest,
    reply: FastifyReply,
    done: string,
    end: (hasProved: boolean) => Promise<unknown>,
  ): Promise<string> {
    const form = sentForm(request);
    try {
      const open = await ownSessions(this.reader, caller, this.clock(), this.settings.idleMs);
      const hasProved = this.proofOf(open) === 'password';
      if (hasProved) await this.requirePassword(caller, request, form.raw('currentPassword'));
      await end(hasProved);
      return goTo(request, reply, `/desk/account?done=${done}`);
    } catch (error) {
      const title = this.views.text(request, 'account:currentPassword');
      const { faults } = refusedForm(this.views, request, reply, error, () => ({
        field: 'currentPassword',
        title,
      }));
      return this.page(caller, request, reply, undefined, faults);
    }
  }

  /** @throws Problem 422, 429 */
  private async requirePassword(caller: Caller, request: CallerRequest, typed: string): Promise<void> {
    const wrong = (code: Fault['code']) =>
      new Problem(422, 'bad_request', { faults: [{ in: 'body', pointer: '/currentPassword', code }] });
    if (typed === '') throw wrong('required');
    if (!(await this.signIn.proves(request, caller.name, typed.slice(0, PASSWORD_MAX_READ))))
      throw wrong('wrong_password');
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
