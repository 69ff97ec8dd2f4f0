import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { refuseCrossSite } from '../../accounts/cross-site.js';
import { OidcProvider } from '../../accounts/oidc-provider.service.js';
import { sessionCookie } from '../../accounts/session-cookie.js';
import { Sessions } from '../../accounts/sessions.service.js';
import { SignIn, type SignedIn } from '../../accounts/sign-in.service.js';
import type { FormValues } from '../../http/form-body.js';
import { Problem } from '../../http/problem.js';
import { PublicUrl } from '../../http/public-url.js';
import { noteForLog } from '../../http/request-log.js';
import { goTo } from '../go-to.js';
import type { PageFault } from './page-faults.js';
import { anyForm, sentForm } from './sent-form.js';
import { challengeOf, SignInPages } from './sign-in-pages.service.js';

const NAME_MAX = 200;
const PASSWORD_MAX = 1000;
const CODE_MAX = 100;
/** Refusals of the second step after which no code helps. */
const BEGUN_ANEW = ['challenge_over', 'bad_credentials', 'initial_password_over'];

/** Signing in by password, in one step or two, and signing out. */
@Controller()
export class SessionPagesController {
  constructor(
    private readonly signInService: SignIn,
    private readonly sessions: Sessions,
    private readonly pages: SignInPages,
    private readonly provider: OidcProvider,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get('sign-in')
  @Access('session.open')
  form(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    const next = new URLSearchParams(request.url.split('?')[1]).get('next') ?? '';
    if (request.caller) return this.pages.goOn(request, reply, next);
    return this.pages.password(request, reply, { next, username: '', faults: [] });
  }

  @Post('sign-in')
  @Access('session.open')
  async signIn(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    refuseCrossSite(request, this.publicUrl.base);
    const form = anyForm(request);
    const [username, password, next] = [form.text('username'), form.raw('password'), form.raw('next')];
    const faults = this.missing(request, form, ['username', 'password']);
    if (faults.length > 0) {
      void reply.status(400);
      return this.pages.password(request, reply, { next, username, faults });
    }
    return this.step(request, reply, next, () =>
      this.signInService.open(
        request,
        username.slice(0, NAME_MAX),
        password.slice(0, PASSWORD_MAX),
        undefined,
      ),
    ).catch((error: unknown) => {
      const fault = this.pages.faultOf(request, reply, error, 'username');
      return this.pages.password(request, reply, { next, username, faults: [fault] });
    });
  }

  @Post('sign-in/code')
  @Access('session.open')
  async signInByCode(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    refuseCrossSite(request, this.publicUrl.base);
    const form = anyForm(request);
    const [challenge, code, next] = [form.raw('challenge'), form.text('code'), form.raw('next')];
    const faults = this.missing(request, form, ['code']);
    if (faults.length > 0) {
      void reply.status(400);
      return this.pages.code(request, reply, { next, challenge, faults });
    }
    return this.step(request, reply, next, () =>
      this.signInService.openByCode(request, challenge, code.slice(0, CODE_MAX)),
    ).catch((error: unknown) => {
      const isOver = error instanceof Problem && BEGUN_ANEW.includes(error.code);
      const fault = this.pages.faultOf(request, reply, error, isOver ? 'username' : 'code');
      return isOver
        ? this.pages.password(request, reply, { next, username: '', faults: [fault] })
        : this.pages.code(request, reply, { next, challenge, faults: [fault] });
    });
  }

  @Post('sign-out')
  @Access('session.close')
  async signOut(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    sentForm(request);
    const isByProvider = (await this.sessions.methodOf(caller)) === 'oidc';
    await this.sessions.close(caller);
    noteForLog(request, { event: 'sign_out' });
    void reply.header('set-cookie', sessionCookie(this.publicUrl.base, null));
    return goTo(request, reply, isByProvider ? '/signed-out' : '/');
  }

  @Get('signed-out')
  @Access('session.open')
  async signedOut(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.pages.signedOut(request, reply, await this.provider.endSessionAddress());
  }

  /** One step of a sign-in: on to the page that was asked for, or to the second step. */
  private async step(
    request: CallerRequest,
    reply: FastifyReply,
    next: string,
    signIn: () => Promise<SignedIn>,
  ): Promise<string> {
    try {
      return await this.pages.welcome(request, reply, next, await signIn());
    } catch (error) {
      const challenge = challengeOf(error);
      if (challenge === undefined) throw error;
      return this.pages.code(request, reply, { next, challenge, faults: [] });
    }
  }

  private missing(request: CallerRequest, form: FormValues, fields: string[]): PageFault[] {
    return fields
      .filter((field) => form.text(field) === '')
      .map((field) => ({ field, text: this.pages.text(request, `signIn:${field}Missing`) }));
  }
}
