import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Describe } from '../http/describe.js';
import { PublicUrl } from '../http/public-url.js';
import { noteForLog } from '../http/request-log.js';
import { Access } from './access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from './caller.js';
import { refuseCrossSite } from './cross-site.js';
import { sessionCookie } from './session-cookie.js';
import { SignInBody, SignInCodeBody } from './session.dto.js';
import { OPENED_SESSION, SESSION } from './session.schema.js';
import { type OpenedSession, Sessions, type SessionView } from './sessions.service.js';
import { SignIn, type SignedIn } from './sign-in.service.js';
import { SignInSettings } from './sign-in-settings.module.js';

const tag = 'session';

@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly settings: SignInSettings,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Post()
  @Access('session.open')
  @Describe({
    summary: 'Sign in: a token for programs, and the same as a cookie for pages',
    more: 'An account with a second factor is answered 401 `second_factor_required` with a challenge, unless its code is sent too. Attempts are counted by account and by address; `RateLimit` says how many are left.',
    tag,
    answers: { 201: OPENED_SESSION },
    problems: [401, 403, 429],
  })
  async open(
    @Body() { username, password, code }: SignInBody,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpenedSession> {
    refuseCrossSite(request, this.publicUrl.base);
    return this.opened(request, reply, await this.signIn.open(request, username, password, code));
  }

  @Post('code')
  @Access('session.open')
  @Describe({
    summary:
      'The second step of a sign-in: a one-time or recovery code with the challenge, within five minutes',
    more: 'The challenge is good once. Wrong codes are counted like wrong passwords; `RateLimit` says how many attempts are left.',
    tag,
    answers: { 201: OPENED_SESSION },
    problems: [401, 403, 429],
  })
  async openByCode(
    @Body() { challenge, code }: SignInCodeBody,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpenedSession> {
    refuseCrossSite(request, this.publicUrl.base);
    return this.opened(request, reply, await this.signIn.openByCode(request, challenge, code));
  }

  @Get()
  @Access('account.readOwn')
  @Describe({ summary: 'Whose session or key this is', tag, answers: { 200: SESSION } })
  current(@CurrentCaller() caller: Caller): Promise<SessionView> {
    return this.sessions.current(caller);
  }

  @Delete()
  @HttpCode(204)
  @Access('session.close')
  @Describe({
    summary: 'Sign out: the session ends at once',
    tag,
    answers: { 204: null },
    problems: [404],
  })
  async close(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.close(caller);
    noteForLog(request, { event: 'sign_out' });
    void reply.headers({
      'cache-control': 'no-store',
      'set-cookie': sessionCookie(this.publicUrl.base, null),
    });
  }

  private async opened(
    request: CallerRequest,
    reply: FastifyReply,
    { session, headers }: SignedIn,
  ): Promise<OpenedSession> {
    await this.sessions.closeEarlier(request.caller);
    void reply.headers({
      ...headers,
      'cache-control': 'no-store',
      'set-cookie': sessionCookie(this.publicUrl.base, session.token, this.settings.absoluteMs / 1000),
    });
    return session;
  }
}
