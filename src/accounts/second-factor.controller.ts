import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Describe, HoldsSecrets } from '../http/describe.js';
import { Problem } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import { Access } from './access.guard.js';
import { type Caller, CurrentCaller } from './caller.js';
import {
  type ChangedFactor,
  type Enrolment,
  SecondFactors,
  type SecondFactorState,
} from './second-factors.service.js';
import { sessionCookie } from './session-cookie.js';
import { BeginSecondFactorBody, CodeBody } from './session.dto.js';
import {
  CHANGED_FACTOR,
  ENROLMENT,
  OPENED_SESSION,
  RECOVERY_CODES,
  SECOND_FACTOR,
} from './session.schema.js';
import type { OpenedSession } from './sessions.service.js';
import { SignIn } from './sign-in.service.js';
import { SignInSettings } from './sign-in-settings.module.js';

const tag = 'session';

/** The caller’s own second factor. */
@Controller('api/v1/session/second-factor')
@Access('account.secondFactor')
export class SecondFactorController {
  constructor(
    private readonly factors: SecondFactors,
    private readonly signIn: SignIn,
    private readonly settings: SignInSettings,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Describe({
    summary: 'Whether one has a second factor, and needs one',
    tag,
    answers: { 200: SECOND_FACTOR },
    problems: [404],
  })
  state(@CurrentCaller() caller: Caller): Promise<SecondFactorState> {
    return this.factors.stateOf(caller);
  }

  @Post()
  @HoldsSecrets()
  @Describe({
    summary:
      'Begin to set up one-time codes (RFC 6238): the secret is shown this once; a first code confirms it',
    tag,
    answers: { 201: ENROLMENT },
    problems: [404, 409, 429],
  })
  async begin(
    @Body() { currentPassword }: BeginSecondFactorBody,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Enrolment> {
    if (caller.session !== null && !(await this.signIn.proves(request, caller.name, currentPassword)))
      throw new Problem(422, 'bad_request', {
        faults: [{ in: 'body', pointer: '/currentPassword', code: 'wrong_password' }],
      });
    void reply.header('cache-control', 'no-store');
    return this.factors.begin(caller);
  }

  @Post('confirm')
  @HttpCode(200)
  @HoldsSecrets()
  @Describe({
    summary:
      'Confirm the second factor by a code of it: recovery codes, shown this once; every session ends, a new one takes its place',
    tag,
    answers: { 200: CHANGED_FACTOR },
    problems: [404, 409],
  })
  async confirm(
    @Body() { code }: CodeBody,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedFactor> {
    const changed = await this.factors.confirm(caller, code);
    this.keep(reply, changed.session);
    return changed;
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @HoldsSecrets()
  @Describe({
    summary: 'Recovery codes in place of the old ones, shown this once',
    tag,
    answers: { 200: RECOVERY_CODES },
    problems: [404],
  })
  async renewRecoveryCodes(
    @Body() { code }: CodeBody,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ recoveryCodes: string[] }> {
    void reply.header('cache-control', 'no-store');
    return { recoveryCodes: await this.factors.renewRecoveryCodes(caller, code) };
  }

  @Post('remove')
  @HttpCode(200)
  @HoldsSecrets()
  @Describe({
    summary: 'Give up the second factor, by a code of it; every session ends, a new one takes its place',
    tag,
    answers: { 200: OPENED_SESSION },
    problems: [404, 409],
  })
  async remove(
    @Body() { code }: CodeBody,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpenedSession> {
    const session = await this.factors.remove(caller, code);
    this.keep(reply, session);
    return session;
  }

  private keep(reply: FastifyReply, { token }: OpenedSession): void {
    void reply.headers({
      'cache-control': 'no-store',
      'set-cookie': sessionCookie(this.publicUrl.base, token, this.settings.absoluteMs / 1000),
    });
  }
}
