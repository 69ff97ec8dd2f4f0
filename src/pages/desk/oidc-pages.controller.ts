import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import type { CallerRequest } from '../../accounts/caller.js';
import { type OidcErrand, OidcProvider } from '../../accounts/oidc-provider.service.js';
import { OidcSignIn } from '../../accounts/oidc-sign-in.service.js';
import { hostCookie, valueOfCookie } from '../../accounts/session-cookie.js';
import { SignInSecrets } from '../../accounts/sign-in-settings.module.js';
import { CLOCK, type Clock } from '../../database/database.module.js';
import { Problem } from '../../http/problem.js';
import { PublicUrl } from '../../http/public-url.js';
import { noteForLog } from '../../http/request-log.js';
import { redirect } from '../go-to.js';
import { languageOfPage, speak } from '../language.js';
import { challengeOf, SignInPages } from './sign-in-pages.service.js';

const COOKIE = 'oidc';
const CONTEXT = 'errand at the provider';
const LIFE_MS = 10 * 60_000;

interface Errand extends OidcErrand {
  next: string;
  english: boolean;
  until: string;
}

/**
 * Signing in at a provider of OpenID Connect. What has to come back is kept sealed in the browser, so that nobody can have a
 * person finish a sign-in that somebody else began.
 */
@Controller('sign-in/oidc')
@Access('session.open')
export class OidcPagesController {
  constructor(
    private readonly provider: OidcProvider,
    private readonly oidc: OidcSignIn,
    private readonly pages: SignInPages,
    private readonly secrets: SignInSecrets,
    private readonly publicUrl: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async begin(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const next = new URLSearchParams(request.url.split('?')[1]).get('next') ?? '';
    try {
      const { address, errand } = await this.provider.begin();
      const english = languageOfPage(request.raw) === 'en';
      const until = new Date(this.clock().getTime() + LIFE_MS).toISOString();
      const kept: Errand = { ...errand, next: next.slice(0, 1000), english, until };
      const sealed = this.secrets.seal(JSON.stringify(kept), CONTEXT);
      const value = Buffer.from(sealed, 'base64').toString('base64url');
      void reply.header('set-cookie', hostCookie(this.publicUrl.base, COOKIE, value, LIFE_MS / 1000));
      return redirect(reply, address);
    } catch (error) {
      return this.refused(request, reply, error, next);
    }
  }

  @Get('callback')
  async finish(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    // Good for one answer, whatever comes of it.
    const forget = hostCookie(this.publicUrl.base, COOKIE, null, 0);
    const errand = this.errandOf(request);
    if (errand?.english) speak(request.raw, 'en');
    try {
      if (errand === undefined) throw new Problem(401, 'oidc_errand_over');
      const person = await this.provider.finish(request.url.split('?')[1] ?? '', errand);
      const signedIn = await this.oidc.open(request, person);
      void reply.header('set-cookie', forget);
      return await this.pages.welcome(request, reply, errand.next, signedIn);
    } catch (error) {
      void reply.header('set-cookie', forget);
      const challenge = challengeOf(error);
      if (challenge === undefined) return this.refused(request, reply, error, errand?.next ?? '');
      return this.pages.code(request, reply, { next: errand?.next ?? '', challenge, faults: [] });
    }
  }

  private errandOf(request: CallerRequest): Errand | undefined {
    const cookie = valueOfCookie(this.publicUrl.base, COOKIE, request.headers);
    const sealed = Buffer.from(cookie ?? '', 'base64url').toString('base64');
    const text = cookie === undefined ? undefined : this.secrets.open(sealed, CONTEXT);
    if (text === undefined) return undefined;
    const errand = JSON.parse(text) as Errand;
    return errand.until > this.clock().toISOString() ? errand : undefined;
  }

  /** The page of the password, with what went wrong: whoever has a password can go on there. */
  private refused(request: CallerRequest, reply: FastifyReply, error: unknown, next: string): string {
    if (error instanceof Problem && error.status !== 404) noteForLog(request, { event: 'sign_in_failed' });
    const fault = this.pages.faultOf(request, reply, error, 'username');
    return this.pages.password(request, reply, { next, username: '', faults: [fault] });
  }
}
