import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Describe } from '../http/describe.js';
import { PublicUrl } from '../http/public-url.js';
import { Access } from './access.guard.js';
import { type Caller, CurrentCaller } from './caller.js';
import { refuseCrossSite } from './cross-site.js';
import { sessionCookie } from './session-cookie.js';
import { SignInBody } from './session.dto.js';
import { OPENED_SESSION, SESSION } from './session.schema.js';
import { type OpenedSession, Sessions, type SessionView } from './sessions.service.js';

@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Post()
  @Access('session.open')
  @Describe({
    summary: 'Sign in: a token for programs, and the same as a cookie for pages',
    tag: 'session',
    answers: { 201: OPENED_SESSION },
    problems: [401, 403, 429],
  })
  async open(
    @Body() { username, password }: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpenedSession> {
    refuseCrossSite(request, this.publicUrl.base);
    const { session, headers } = await this.sessions.open(username, password, request.ip);
    void reply.headers({
      ...headers,
      'cache-control': 'no-store',
      'set-cookie': sessionCookie(this.publicUrl.base, session.token),
    });
    return session;
  }

  @Get()
  @Access('account.readOwn')
  @Describe({ summary: 'Whose session or key this is', tag: 'session', answers: { 200: SESSION } })
  current(@CurrentCaller() caller: Caller): Promise<SessionView> {
    return this.sessions.current(caller);
  }

  @Delete()
  @HttpCode(204)
  @Access('session.close')
  @Describe({
    summary: 'Sign out: the session ends at once',
    tag: 'session',
    answers: { 204: null },
    problems: [404],
  })
  async close(
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.close(caller);
    void reply.headers({
      'cache-control': 'no-store',
      'set-cookie': sessionCookie(this.publicUrl.base, null),
    });
  }
}
